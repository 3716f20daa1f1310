import fc from 'fast-check'
import { expect, test } from 'vitest'
import { backoffMs } from './payment-task.ts'

test('P9 P11 what gave no answer is tried again later and later, up to a quarter of a minute, and never all at once', () => {
  expect([0, 1, 2, 3].map((tries) => backoffMs(tries, 1))).toEqual([300, 600, 1_200, 2_400])
  expect(backoffMs(0, 0)).toBe(150)
  fc.assert(
    fc.property(fc.nat(10_000), fc.double({ min: 0, max: 1, noNaN: true }), (tries, jitter) => {
      const delay = backoffMs(tries, jitter)
      expect(delay).toBeGreaterThanOrEqual(150)
      expect(delay).toBeLessThanOrEqual(15_000)
    }),
  )
})
