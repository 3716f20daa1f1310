import { randomInt } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startLibrary } from '@ebook/clients/testing/installation'
import type { Stack } from '@ebook/stack/stack'
import { FUZZ_ENVIRONMENT, fuzz } from './fuzz/fuzz.ts'

const seed = Number(process.env['FUZZ_SEED'] ?? randomInt(2 ** 31))
const inputs = Number(process.env['FUZZ_INPUTS'] ?? 3_000)

let stack: Stack
beforeAll(async () => {
  stack = await startLibrary(FUZZ_ENVIRONMENT)
})
afterAll(() => stack?.stop())

test('C30 whatever a stranger sends, no process ends and no answer is a failure of ours', async () => {
  console.log(`FUZZ_SEED=${seed} FUZZ_INPUTS=${inputs}`)
  await fuzz(stack, { seed, inputs })
  expect((await stack.graphql('{ __typename }')).data).toEqual({ __typename: 'Query' })
}, 600_000)
