import { expect, test } from 'vitest'
import { CLAIM, waitOf } from './estimate.ts'

const DAY = 86_400_000
const days = (likely: number, late = likely) => ({ likely: likely * DAY, late: late * DAY })

test('the next one has the seat that comes back first', () => {
  const back = [days(9), days(2, 4), days(5)]
  expect(waitOf({ back, free: 0, length: days(14) }, 0)).toEqual(days(2, 4))
  expect(waitOf({ back, free: 0, length: days(14) }, 1)).toEqual(days(5))
  expect(waitOf({ back, free: 0, length: days(14) }, 2)).toEqual(days(9))
})

test('who is further behind waits until a seat has been had by somebody before', () => {
  const loans = { back: [days(2)], free: 0, length: days(10, 14) }
  expect(waitOf(loans, 1)).toEqual({
    likely: 12 * DAY + CLAIM.likely,
    late: 16 * DAY + CLAIM.late,
  })
  expect(waitOf(loans, 3)?.likely).toBe(2 * DAY + 3 * (10 * DAY + CLAIM.likely))
})

test('two seats serve a line twice as fast, and late is never before likely', () => {
  const one = waitOf({ back: [days(1)], free: 0, length: days(10) }, 10)
  const two = waitOf({ back: [days(1), days(1)], free: 0, length: days(10) }, 10)
  expect(Number(two?.likely)).toBeLessThan(Number(one?.likely) * 0.6)
  expect(waitOf({ back: [days(9, 1)], free: 0, length: days(5) }, 0)).toEqual(days(9, 9))
})

test('without a seat, or behind thousands, nobody can tell', () => {
  expect(waitOf({ back: [], free: 0, length: days(14) }, 0)).toBeUndefined()
  expect(waitOf({ back: [days(1)], free: 0, length: days(14) }, 5_000)).toBeUndefined()
  expect(waitOf({ back: [], free: 1, length: days(14) }, 0)).toEqual(days(0))
})
