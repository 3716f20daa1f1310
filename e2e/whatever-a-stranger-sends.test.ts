import { afterAll, beforeAll, expect, test } from 'vitest'
import { startLibrary } from '@ebook/clients/testing/installation'
import type { Stack } from '@ebook/stack/stack'
import { SEED } from '@ebook/testkit/seed'
import { FUZZ_ENVIRONMENT, fuzz } from './fuzz/fuzz.ts'

const INPUTS = 3_000

let stack: Stack
beforeAll(async () => {
  stack = await startLibrary(FUZZ_ENVIRONMENT)
})
afterAll(() => stack?.stop())

test('C30 whatever a stranger sends, no process ends and no answer is a failure of ours', async () => {
  await fuzz(stack, { seed: SEED, inputs: INPUTS })
  expect((await stack.graphql('{ __typename }')).data).toEqual({ __typename: 'Query' })
}, 600_000)
