import { expect, test } from 'vitest'
import { Pace } from './pace.ts'

function paced() {
  const pace = new Pace()
  let conversations = 0
  return (now: number, tookMs = 1) => pace.next([`rental ${(conversations += 1)}`], tookMs, now)
}

test('a few go as they come, many one after the other, and after a rest a few again', () => {
  const next = paced()
  expect([1_000, 1_000, 1_001, 1_001, 1_001].map((now) => next(now))).toEqual([0, 0, 0, 0, 0])
  expect(next(1_010)).toBe(10)
  expect(next(1_020)).toBe(20)
  expect([2_000, 2_000, 2_000, 2_000, 2_000, 2_000].map((now) => next(now))).toEqual([0, 0, 0, 0, 0, 20])
})

test('the longer one takes the longer the next one waits, up to a quarter of a second', () => {
  const next = paced()
  expect(next(1_000, 20)).toBe(0)
  expect(next(1_020, 20)).toBe(80)
  expect(next(1_120, 30)).toBe(130)
  expect(next(5_000, 10_000)).toBe(150)
  expect(next(5_150, 10_000)).toBe(250)
})

test('a conversation that goes on alone does not wait, and does as soon as there are others', () => {
  const pace = new Pace()
  const next = (...about: string[]) => pace.next(about, 20, 1_000)
  expect([next('one'), next('two')]).toEqual([0, 100])
  expect([next('two'), next('two', 'two')]).toEqual([0, 0])
  expect([next('two', 'one'), next('two'), next('two')]).toEqual([200, 300, 0])
})

test('what is about nothing waits as what is about others does', () => {
  const pace = new Pace()
  expect([pace.next([], 20, 1_000), pace.next([], 20, 1_000), pace.next([], 20, 1_100)]).toEqual([0, 100, 100])
})
