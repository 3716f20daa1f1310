import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { run } from '@ebook/processes/run'
import type { Stack } from '@ebook/stack/stack'
import { tenths } from './figures.ts'
import { installed } from './installation.ts'
import { besideLimits } from './limits.ts'
import type { Measured } from './results.ts'

/** Imports a catalogue file with the command through the router, and counts what is there afterwards. */
export async function measureImport({ titles }: { readonly titles: number }): Promise<Measured> {
  const folder = await mkdtemp(join(tmpdir(), 'ebook-import-'))
  try {
    const file = join(folder, 'books.csv')
    await writeFile(file, catalogueOf(titles))
    return await installed({}, async (installation) => {
      const { stack, router } = installation
      const { measured: seconds, comparisons, limits } = await besideLimits(installation, () => imported(file, stack))
      const { totalCount: registered } = await router.answered(undefined, '{ books(first: 1) { totalCount } }')
      if (registered !== titles) throw new Error(`${registered} of ${titles} titles are registered`)
      const comparison = comparisons.typenames
      return {
        figures: [{ name: 'titles', unit: '/s', value: tenths(titles / seconds), comparison }],
        detail: { seconds: tenths(seconds), registered, limits },
      }
    })
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** Returns seconds. */
async function imported(file: string, stack: Stack): Promise<number> {
  const env = { ...process.env, EBOOK_TOKEN: await stack.token('libby', 'ADMIN') }
  const command = fileURLToPath(new URL('../cli/import.ts', import.meta.url))
  console.error('importing …')
  const began = performance.now()
  await run(process.execPath, [command, file, '--url', stack.url], { env, timeoutMs: 30 * 60_000 })
  return (performance.now() - began) / 1_000
}

function catalogueOf(titles: number): string {
  const rows = Array.from(
    { length: titles },
    (_, index) => `"Title ${index}, with a comma","Author ${index % 997}",,eng,3000,1`,
  )
  return ['title,authors,isbn13,language,rentalFee,seats', ...rows].join('\n')
}
