import { expect, test } from 'vitest'
import { percentilesOf, perSecond, rounded, spreadOf, tally } from './figures.ts'

test('a percentile is the smallest sample that is at least as large as the share of all', () => {
  const samples = Array.from({ length: 100 }, (_, index) => 100 - index)
  expect(percentilesOf(samples)).toEqual({ p50: 50, p95: 95, p99: 99, max: 100 })
  expect(percentilesOf([1.2649]).p50).toBe(1.26)
  expect(percentilesOf([0.0126]).max).toBe(0.013)
  expect(percentilesOf([86_400_123]).p99).toBe(86_400_000)
})

test('of no samples there is no percentile', () => {
  expect(percentilesOf([])).toEqual({ p50: Number.NaN, p95: Number.NaN, p99: Number.NaN, max: Number.NaN })
})

test('rounds have a median, also when there is an even number of them', () => {
  expect(spreadOf([3, 1, 2])).toEqual({ median: 2, min: 1, max: 3 })
  expect(spreadOf([4, 1, 2, 30])).toEqual({ median: 3, min: 1, max: 30 })
  expect(rounded(123_456)).toBe(123_000)
})

test('names are counted', () => {
  expect(tally(['a', 'b', 'a'])).toEqual({ a: 2, b: 1 })
})

test('what fails on one lane is not counted but told', async () => {
  await expect(perSecond(2, 1_000, () => Promise.reject(new Error('no rate')))).rejects.toThrow('no rate')
})
