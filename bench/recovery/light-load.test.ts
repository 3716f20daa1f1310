import { expect, test } from 'vitest'
import { shareOf } from './light-load.ts'
import type { Sample } from './operations.ts'

const sample = (ms: number, code?: string, paidAtOnce = false): Sample => ({
  operation: 'requestRental',
  ms,
  codes: code === undefined ? [] : [code, 'NEVER_TOLD_TWICE'],
  paidAtOnce,
})

test('of all calls some are answered, some of them paid at once, and the others are told by their first error', () => {
  const samples = [
    sample(1, undefined, true),
    sample(2),
    sample(900, 'SUBGRAPH_UNAVAILABLE'),
    sample(3, 'ECONNREFUSED'),
  ]
  expect(shareOf(samples)).toEqual({
    calls: 4,
    answeredPercent: 50,
    paidAtOncePercent: 25,
    p99Ms: 900,
    errors: { SUBGRAPH_UNAVAILABLE: 1, ECONNREFUSED: 1 },
  })
})
