import { expect, test } from 'vitest'
import { Pace } from './pace.ts'

function paced() {
  const pace = new Pace()
  let conversations = 0
  return (now: number, tookMs = 1) => pace.next([`rental ${(conversations += 1)}`], tookMs, now)
}

test('a few go as they come, many one after the other, and after a rest a few again', () => {
  const next = paced()
  const many = Array.from({ length: 25 }, () => 1_000)
  expect(many.map((now) => next(now))).toEqual(many.map(() => 0))
  expect(next(1_010)).toBe(10)
  expect(next(1_020)).toBe(20)
  expect([5_000, 5_000].map((now) => next(now))).toEqual([0, 0])
})

test('the longer one takes the longer the next one waits, up to a quarter of a second', () => {
  const next = paced()
  expect([next(1_000, 10_000), next(1_000, 10_000)]).toEqual([0, 0])
  expect(next(1_020, 20)).toBe(80)
  expect(next(1_120, 30)).toBe(130)
  expect(next(1_250, 10_000)).toBe(250)
})

test('what takes a tenth of the time never waits', () => {
  const next = paced()
  for (let now = 1_000; now < 60_000; now += 100) expect(next(now, 10)).toBe(0)
})

test('a conversation that goes on alone does not wait, and does as soon as there are others', () => {
  const pace = new Pace()
  const next = (...about: string[]) => pace.next(about, 50, 1_000)
  expect([next('one'), next('two'), next('one')]).toEqual([0, 0, 250])
  expect([next('one'), next('one', 'one')]).toEqual([0, 0])
  expect([next('two', 'one'), next('two'), next('two')]).toEqual([500, 750, 0])
})

test('what is about nothing waits as what is about others does', () => {
  const pace = new Pace()
  expect([pace.next([], 100, 1_000), pace.next([], 50, 1_000), pace.next([], 20, 1_000)]).toEqual([0, 0, 100])
})
