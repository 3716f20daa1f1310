import { startStack } from '@ebook/stack/stack'
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const TITLES = 10_000
const real = fileURLToPath(new URL('../../shared/data/goodbooks-10k/books.csv', import.meta.url))

/** Imports a catalogue of 10,000 titles through the router and says how long it took. */
export async function run(): Promise<object> {
  const folder = mkdtempSync(join(tmpdir(), 'ebook-import-'))
  const stack = await startStack({ durable: true, env: { RATE_LIMIT_PER_MINUTE: '100000000' } })
  try {
    const file = existsSync(real) ? real : standIn(folder)
    const began = performance.now()
    await importer(file, stack.url, await stack.token('libby', 'ADMIN'))
    const seconds = Math.round((performance.now() - began) / 100) / 10
    const { data } = (await stack.graphql(
      '{ books(first: 1) { totalCount } }',
      {},
      await stack.token('libby', 'ADMIN'),
    )) as {
      data: { books: { totalCount: number } }
    }
    return {
      benchmark: 'import',
      file: existsSync(real) ? 'goodbooks-10k' : 'stand-in',
      rows: TITLES,
      seconds,
      titlesPerSecond: Math.round(data.books.totalCount / seconds),
      registered: data.books.totalCount,
    }
  } finally {
    await stack.stop()
    rmSync(folder, { recursive: true })
  }
}

function importer(file: string, url: string, token: string): Promise<void> {
  const command = fileURLToPath(new URL('../cli/import.ts', import.meta.url))
  const child = spawn(process.execPath, [command, file, '--url', url], {
    env: { ...process.env, EBOOK_TOKEN: token },
    stdio: ['ignore', process.stderr, process.stderr],
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`the importer ended with ${code}`))))
  })
}

function standIn(folder: string): string {
  const file = join(folder, 'books.csv')
  const rows = Array.from(
    { length: TITLES },
    (_, index) => `"Title ${index}, with a comma","Author ${index % 997}",,eng,3000,1`,
  )
  writeFileSync(file, ['title,authors,isbn13,language,rentalFee,seats', ...rows].join('\n'))
  return file
}
