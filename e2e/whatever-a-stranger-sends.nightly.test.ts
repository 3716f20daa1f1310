import { afterAll, beforeAll, expect, test } from 'vitest'
import { startLibrary } from '@ebook/clients/testing/installation'
import type { Stack } from '@ebook/stack/stack'
import { SEED } from '@ebook/testkit/seed'
import { FUZZ_ENVIRONMENT, fuzz } from './fuzz/fuzz.ts'

const inputs = Number(process.env['FUZZ_INPUTS'] ?? 1_000_000)
/** Heaps grow until they are swept; what leaks with a million inputs does not stop at this. */
const MAY_GROW_MIB = 150

let stack: Stack
beforeAll(async () => {
  stack = await startLibrary(FUZZ_ENVIRONMENT)
})
afterAll(() => stack?.stop())

async function memoryOf(name: 'router' | 'rent'): Promise<number> {
  const text = await (await fetch(new URL('/metrics', stack.process(name).url))).text()
  return Number(/^process_resident_memory_bytes(?:\{[^}]*\})? (\S+)$/m.exec(text)?.[1]) / 2 ** 20
}

test('C30 a million inputs end no process, are answered without a failure of ours, and leave no memory behind', async () => {
  console.log(`TEST_SEED=${SEED} FUZZ_INPUTS=${inputs}`)
  // Caches are full after the first of them.
  await fuzz(stack, { seed: SEED + 1, inputs: Math.min(inputs, 20_000) })
  const before = { router: await memoryOf('router'), rent: await memoryOf('rent') }
  await fuzz(stack, { seed: SEED, inputs })
  for (const name of ['router', 'rent'] as const) {
    const grownMib = async () => (await memoryOf(name)) - before[name]
    await expect.poll(grownMib, { timeout: 30_000 }).toBeLessThan(MAY_GROW_MIB)
  }
}, 7_200_000)
