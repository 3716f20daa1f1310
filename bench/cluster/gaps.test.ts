import { expect, test } from 'vitest'
import { longestGap, within } from './gaps.ts'

test('the longest distance between neighbours is that of those who have a part in the window', () => {
  const instants = [900, 0, 10, 100, 130, 200, 210]
  expect(longestGap(instants, { from: 105, to: 205 })).toBe(70)
  expect(longestGap(instants, { from: 120, to: 125 })).toBe(30)
})

test('a silence that lasts longer than the window is told in full', () => {
  expect(longestGap([0, 10, 5_000, 5_010], { from: 5, to: 100 })).toBe(4_990)
  expect(longestGap([0, 10, 5_000, 5_010], { from: 1_000, to: 2_000 })).toBe(4_990)
})

test('who was not heard before the window, or not after it, has no distance', () => {
  expect(longestGap([], { from: 0, to: 10 })).toBeUndefined()
  expect(longestGap([5, 20], { from: 0, to: 10 })).toBeUndefined()
  expect(longestGap([0, 5], { from: 0, to: 10 })).toBeUndefined()
})

test('an instant is within a window up to its end', () => {
  expect([9, 10, 19, 20].map((instant) => within({ from: 10, to: 20 }, instant))).toEqual([false, true, true, false])
})
