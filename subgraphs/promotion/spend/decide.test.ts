import { describe, test } from 'vitest'
import { given as givenDecider } from '@ebook/chassis/testing/given'
import { decide } from './decide.ts'
import type { Batch, SpendCommand, SpendEvent, SpendRefusal } from './language.ts'
import { evolve, type Spend } from './state.ts'

const given = (past?: readonly SpendEvent[]) =>
  givenDecider<SpendCommand, SpendEvent, Spend, SpendRefusal>({ decide, evolve }, past)

const of = {
  paymentId: '0194a000-0000-7000-8000-000000000001',
  rentalId: '0194a000-0000-7000-8000-000000000002',
  userId: 'carol',
}
const batch = (year: number, points: number): Batch => ({ earnedDate: `${year}-01-01T00:00:00.000Z`, points })
const has = [batch(2024, 300), batch(2025, 500)]
const spendPoints = (points = 400, available = 800, batches: readonly Batch[] = has): SpendCommand => ({
  type: 'spendPoints',
  ...of,
  points,
  available,
  batches,
})
const returnPoints: SpendCommand = { type: 'returnPoints', ...of, owed: 0 }
const taken = [batch(2024, 300), batch(2025, 100)]
const PointsSpent: SpendEvent = { type: 'PointsSpent', ...of, points: 400, batches: taken }
const PointsReturned: SpendEvent = { type: 'PointsReturned', points: 400, batches: taken }
const SpendBlocked: SpendEvent = { type: 'SpendBlocked', ...of }

const spent = [PointsSpent]
const returned = [PointsSpent, PointsReturned]
const blocked = [SpendBlocked]

describe('nothing yet', () => {
  test('L13 spendPoints, as many are available: SPENT, the oldest first', () => {
    given().when(spendPoints()).then(PointsSpent)
    given().when(spendPoints()).thenState({ status: 'SPENT', points: 400 })
    given()
      .when(spendPoints(800))
      .then({ type: 'PointsSpent', ...of, points: 800, batches: has })
  })

  test('L14 fewer are available: refused, and it is said how many there are; nobody has less than none', () => {
    given().when(spendPoints(801)).thenRefused({ code: 'POINTS_INSUFFICIENT', available: 800 })
    given()
      .when(spendPoints(1, -50, []))
      .thenRefused({ code: 'POINTS_INSUFFICIENT', available: 0 })
  })

  test('L13 what can be spent decides, and not what is known of its age', () => {
    given()
      .when(spendPoints(400, 800, [batch(2024, 100)]))
      .then({ type: 'PointsSpent', ...of, points: 400, batches: [batch(2024, 100)] })
  })

  test('N15 L15 the payment ended before its points were asked for: BLOCKED', () => {
    given().when(returnPoints).then(SpendBlocked)
    given().when(returnPoints).thenState({ status: 'BLOCKED', points: 0 })
  })
})

describe('SPENT, RETURNED, BLOCKED', () => {
  test('N14 L16 spendPoints again: nothing is taken twice, also when there is less by now', () => {
    given(spent).when(spendPoints()).thenNothing()
    given(spent)
      .when(spendPoints(400, 0, []))
      .thenNothing()
  })

  test('L17 the payment ended: RETURNED, once, as old as they were', () => {
    given(spent).when(returnPoints).then(PointsReturned)
    for (const [owed, debt] of [
      [900, 500],
      [400, 0],
      [1, 0],
    ] as const)
      given(spent)
        .when({ ...returnPoints, owed })
        .then({ ...PointsReturned, debt })
    given(returned).when(returnPoints).thenNothing()
  })

  test('N15 L18 what was returned or blocked is not taken again', () => {
    for (const past of [returned, blocked]) {
      given(past).when(spendPoints()).thenNothing()
      given(past).when(returnPoints).thenNothing()
    }
  })
})
