import { expect, test } from 'vitest'
import { Pace } from './pace.ts'

test('a few go as they come, many one after the other, and after a rest a few again', () => {
  const pace = new Pace(20, 3)
  expect([pace.next(1_000), pace.next(1_000), pace.next(1_001)]).toEqual([0, 0, 0])
  expect(pace.next(1_010)).toBe(10)
  expect(pace.next(1_020)).toBe(20)
  expect([pace.next(2_000), pace.next(2_000), pace.next(2_000), pace.next(2_000)]).toEqual([0, 0, 0, 20])
})
