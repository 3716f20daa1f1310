import { expect, test } from 'vitest'
import { percentile, perSecond, rounded, spreadOf } from './figures.ts'

test('a percentile is the smallest sample that is at least as large as the share of all', () => {
  const samples = Array.from({ length: 100 }, (_, index) => 100 - index)
  expect(percentile(samples, 0.5)).toBe(50)
  expect(percentile(samples, 0.99)).toBe(99)
  expect(percentile(samples, 1)).toBe(100)
  expect(percentile([1.26], 0.5)).toBe(1.3)
  expect(percentile([1.2649], 0.5, 3)).toBe(1.265)
})

test('of no samples there is no percentile', () => {
  expect(percentile([], 0.5)).toBeNaN()
})

test('rounds have a median, also when there is an even number of them', () => {
  expect(spreadOf([3, 1, 2])).toEqual({ median: 2, min: 1, max: 3 })
  expect(spreadOf([4, 1, 2, 30])).toEqual({ median: 3, min: 1, max: 30 })
  expect(rounded(123_456)).toBe(123_000)
})

test('what fails on one lane is not counted but told', async () => {
  await expect(perSecond(2, 1_000, () => Promise.reject(new Error('no rate')))).rejects.toThrow('no rate')
})
