import { describe, expect, test } from 'vitest'
import { given } from '@ebook/chassis/testing/given'
import { decide } from './decide.ts'
import { READY_FOR_MS, type HoldCommand } from './language.ts'
import { evolve, type Hold } from './state.ts'

const NOW = new Date('2026-11-21T00:00:00Z')
const holdDecider = {
  decide: (command: HoldCommand, hold: Hold | undefined) => decide({ ...command, now: NOW }, hold),
  evolve,
}
const before = (ms: number) => new Date(NOW.getTime() - ms)
const after = (ms: number) => before(-ms)

const placed = { holdId: 'h', bookId: 'b', userId: 'alice', seq: 3, key: 'k' }
const waiting = evolve(undefined, { type: 'HoldPlaced', ...placed, placedDate: before(1_000) })
const ready = (readyUntil: Date): Hold => evolve(waiting, { type: 'HoldReady', seatId: 's', readyUntil })
const missed = ready(before(1))
const suspended = evolve(waiting, { type: 'HoldSuspended', suspendedDate: before(5), until: null })
const canceled = evolve(waiting, { type: 'HoldCanceled', reason: 'MEMBER', closedDate: before(5) })
const fulfilled = evolve(waiting, { type: 'HoldFulfilled', rentalId: 'r', closedDate: before(5) })

describe('section 6, the waiting list', () => {
  test('W1 W2 a hold is placed once, with its place in line, asked for or with a rental', () => {
    given(holdDecider)
      .when({ type: 'place', ...placed })
      .then({ type: 'HoldPlaced', ...placed, placedDate: NOW })
    given(holdDecider)
      .when({ type: 'place', ...placed, key: null })
      .thenState({ status: 'WAITING', seq: 3, key: null })
    given(holdDecider, waiting)
      .when({ type: 'place', ...placed })
      .thenNothing()
  })
  test('W3 a seat is kept for three days', () => {
    given(holdDecider, waiting)
      .when({ type: 'makeReady', seatId: 's' })
      .then({ type: 'HoldReady', seatId: 's', readyUntil: after(READY_FOR_MS) })
  })
  test('W5 whoever has a seat waits no longer, whether it was kept or not', () => {
    for (const hold of [waiting, suspended, ready(after(1))])
      given(holdDecider, hold).when({ type: 'fulfil', rentalId: 'r' }).thenState({ status: 'FULFILLED', seatId: null })
  })
  test('W4 a request keeps the seat until its payment, never for less time, and one request alone', () => {
    const soon = ready(after(60_000))
    const awaits = (ms: number, rentalId = 'r') => ({ type: 'awaitPayment', rentalId, payUntil: after(ms) }) as const
    given(holdDecider, soon)
      .when(awaits(90_000))
      .thenState({ readyUntil: after(90_000), extended: true })
    given(holdDecider, soon)
      .when(awaits(1_000))
      .thenState({ readyUntil: after(60_000), extended: true })
    const extended = evolve(soon, { type: 'HoldExtended', rentalId: 'r', readyUntil: after(90_000) })
    given(holdDecider, extended).when(awaits(900_000, 'another')).thenNothing()
    given(holdDecider, waiting).when(awaits(1)).thenNothing()
    // The same may be paid for longer.
    given(holdDecider, extended)
      .when(awaits(900_000))
      .thenState({ readyUntil: after(900_000) })
    given(holdDecider, extended).when(awaits(80_000)).thenNothing()
    const before = evolve(extended, { type: 'HoldReturned' })
    const again = evolve(before, { type: 'HoldReady', seatId: 's', readyUntil: after(95_000) })
    given(holdDecider, again).when(awaits(900_000)).thenNothing()
  })
  test('W6 W7 a turn that is missed suspends it at its old place; the second one ends it', () => {
    given(holdDecider, missed).when({ type: 'lapse' }).then({ type: 'HoldLapsed', suspendedDate: NOW })
    given(holdDecider, missed)
      .when({ type: 'lapse' })
      .thenState({ status: 'WAITING', suspended: true, seq: 3, lapses: 1, seatId: null })
    given(holdDecider, { ...missed, lapses: 1 })
      .when({ type: 'lapse' })
      .then({ type: 'HoldCanceled', reason: 'LAPSED', closedDate: NOW })
    given(holdDecider, ready(after(1)))
      .when({ type: 'lapse' })
      .thenNothing()
  })
  test('W12 the licence of its seat ends: it waits again, at its old place', () => {
    given(holdDecider, missed).when({ type: 'giveBack' }).then({ type: 'HoldReturned' })
    given(holdDecider, waiting).when({ type: 'giveBack' }).thenNothing()
  })
  test('W8 W9 suspended and resumed, each once; a day may be said', () => {
    given(holdDecider, missed)
      .when({ type: 'suspend', until: after(9) })
      .then({ type: 'HoldSuspended', suspendedDate: NOW, until: after(9) })
    given(holdDecider, suspended).when({ type: 'suspend', until: null }).thenNothing()
    given(holdDecider, suspended).when({ type: 'resume' }).then({ type: 'HoldResumed' })
    given(holdDecider, waiting).when({ type: 'resume' }).thenNothing()
  })
  test('W14 eleven months suspended: the member is reminded once, unless they want it again before the year is over', () => {
    const DAY = 24 * 3_600_000
    const since = (days: number, until: Date | null = null) =>
      evolve(waiting, { type: 'HoldSuspended', suspendedDate: before(days * DAY), until })
    const reminded = given(holdDecider, since(335)).when({ type: 'remind' })
    reminded.then({ type: 'HoldReminded', endsAt: after(30 * DAY) })
    reminded.thenState({ status: 'WAITING', suspended: true, seq: 3, reminded: true })
    given(holdDecider, since(340, after(25 * DAY)))
      .when({ type: 'remind' })
      .then({ type: 'HoldReminded', endsAt: after(25 * DAY) })
    const again = evolve(since(335), { type: 'HoldReminded', endsAt: after(30 * DAY) })
    for (const hold of [again, since(334), since(340, after(24 * DAY)), waiting, ready(after(1))])
      given(holdDecider, hold).when({ type: 'remind' }).thenNothing()
    expect(evolve(again, { type: 'HoldResumed' })).toMatchObject({ suspended: false, reminded: false })
  })
  test('W10 W11 whoever gives a place up, and for what reason, it is over with that', () => {
    for (const reason of ['MEMBER', 'ADMIN', 'WITHDRAWN', 'SUSPENDED_TOO_LONG'] as const)
      for (const hold of [waiting, suspended, ready(after(1))]) {
        const over = given(holdDecider, hold).when({ type: 'cancel', reason })
        over.then({ type: 'HoldCanceled', reason, closedDate: NOW })
        over.thenState({ status: 'CANCELED', suspended: false, seatId: null, readyUntil: null, seq: 3 })
      }
  })
  test('W13 V7 what is over stays as it is', () => {
    given(holdDecider, canceled).when({ type: 'cancel', reason: 'ADMIN' }).thenNothing()
    given(holdDecider, fulfilled).when({ type: 'cancel', reason: 'MEMBER' }).thenRefused({ code: 'HOLD_CLOSED' })
    for (const over of [canceled, fulfilled]) {
      for (const type of ['lapse', 'giveBack', 'remind'] as const) given(holdDecider, over).when({ type }).thenNothing()
      given(holdDecider, over).when({ type: 'resume' }).thenRefused({ code: 'HOLD_CLOSED' })
      given(holdDecider, over).when({ type: 'makeReady', seatId: 's' }).thenRefused({ code: 'HOLD_CLOSED' })
    }
    expect(holdDecider.decide({ type: 'resume' }, undefined)).toMatchObject({ refusal: { code: 'HOLD_NOT_FOUND' } })
  })
})
