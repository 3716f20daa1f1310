import { expect, test } from 'vitest'
import { Pace } from './pace.ts'

test('a few go as they come, many one after the other, and after a rest a few again', () => {
  const pace = new Pace(20, 3)
  let conversations = 0
  const next = (now: number) => pace.next([`rental ${(conversations += 1)}`], now)
  expect([next(1_000), next(1_000), next(1_001)]).toEqual([0, 0, 0])
  expect(next(1_010)).toBe(10)
  expect(next(1_020)).toBe(20)
  expect([next(2_000), next(2_000), next(2_000), next(2_000)]).toEqual([0, 0, 0, 20])
})

test('a conversation that goes on alone does not wait, and does as soon as there are others', () => {
  const pace = new Pace(20, 1)
  const next = (...about: string[]) => pace.next(about, 1_000)
  expect([next('one'), next('two')]).toEqual([0, 20])
  expect([next('two'), next('two', 'two')]).toEqual([0, 0])
  expect([next('two', 'one'), next('two'), next('two')]).toEqual([40, 60, 0])
})

test('what is about nothing waits as what is about others does', () => {
  const pace = new Pace(20, 1)
  expect([pace.next([], 1_000), pace.next([], 1_000), pace.next([], 1_020)]).toEqual([0, 20, 20])
})
