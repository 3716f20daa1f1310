import { expect, test } from 'vitest'
import { backoffMs } from './ask-payment.ts'

test('N2.2 retries come ever later, up to a bound, and never all at the same moment', () => {
  const calls = [1, 2, 3, 4, 5, 20]
  expect(calls.map((payCalls) => backoffMs(payCalls, 1))).toEqual([1_000, 2_000, 4_000, 8_000, 15_000, 15_000])
  expect(calls.map((payCalls) => backoffMs(payCalls, 0))).toEqual([500, 1_000, 2_000, 4_000, 7_500, 7_500])
})
