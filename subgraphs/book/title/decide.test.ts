import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { given } from '@ebook/chassis/testing/given'
import { decide } from './decide.ts'
import type { NewTitle, ReleaseCause } from './language.ts'
import { evolve, type Title } from './state.ts'

const titleDecider = { decide, evolve }
const newTitle: NewTitle = {
  bookId: 'b',
  title: 'A title',
  authors: ['A'],
  isbn13: null,
  language: null,
  rentalFee: 3000,
  loanPeriodDays: 14,
  maxRenewals: 1,
  registeredDate: new Date('2026-11-21T00:00:00Z'),
  seatsTotal: 2,
}
const free: Title = { ...newTitle, withdrawn: false, seatsFree: 2, freeSeats: ['s1'], allocations: {} }
const oneLeft: Title = { ...free, seatsFree: 1, freeSeats: ['s2'] }
const full: Title = { ...free, seatsFree: 0, freeSeats: [] }
const paid: Title = { ...full, allocations: { r: { rentalId: 'r', seatId: 's1', state: 'PAID' } } }
const lent: Title = { ...full, allocations: { r: { rentalId: 'r', seatId: 's1', state: 'APPROVED' } } }
const withdrawn: Title = { ...full, withdrawn: true }

const takeSeat = { type: 'takeSeat', rentalId: 'r' } as const
const lendSeat = { type: 'lendSeat', rentalId: 'r' } as const
const release = (cause: ReleaseCause) => ({ type: 'releaseSeat', rentalId: 'r', cause }) as const
const changed = (status: 'POSSIBLE' | 'IMPOSSIBLE' | 'WITHDRAWN', copiesFree: number) =>
  ({ type: 'AvailabilityChanged', status, copiesTotal: 2, copiesFree }) as const

describe('section 4, POSSIBLE', () => {
  test('F1 a title is registered with its seats free', () => {
    given(titleDecider)
      .when({ type: 'register', title: newTitle })
      .then({ type: 'Registered', ...newTitle }, changed('POSSIBLE', 2))
  })
  test('Paid takes the next free seat', () => {
    given(titleDecider, free)
      .when(takeSeat)
      .then({ type: 'SeatTaken', rentalId: 'r', seatId: 's1' }, changed('POSSIBLE', 1))
  })
  test('the last seat makes the title IMPOSSIBLE', () => {
    given(titleDecider, oneLeft)
      .when(takeSeat)
      .then({ type: 'SeatTaken', rentalId: 'r', seatId: 's2' }, changed('IMPOSSIBLE', 0))
  })
  test('H1 none free: refused, and nobody loses a seat', () => {
    given(titleDecider, full).when(takeSeat).thenRefused({ code: 'NO_COPY' })
  })
  test('a second Paid of the same rental takes no second seat', () => {
    given(titleDecider, { ...paid, seatsFree: 1, freeSeats: ['s2'] })
      .when(takeSeat)
      .thenNothing()
  })
  test('a withdrawn or unknown title lends nothing', () => {
    given(titleDecider, withdrawn).when(takeSeat).thenRefused({ code: 'WITHDRAWN' })
    given(titleDecider).when(takeSeat).thenRefused({ code: 'BOOK_NOT_FOUND' })
  })
})

describe('section 4, PAID', () => {
  test('approval lends the seat', () => {
    given(titleDecider, paid).when(lendSeat).then({ type: 'SeatLent', rentalId: 'r', seatId: 's1' })
  })
  test('only a loan runs out or is given back', () => {
    for (const cause of ['RETURNED', 'EXPIRED'] as const) given(titleDecider, paid).when(release(cause)).thenNothing()
  })
  test.each(['REFUSED', 'WITHDRAWN', 'CANCELED'] as const)('%s frees it', (cause) => {
    given(titleDecider, paid)
      .when(release(cause))
      .then({ type: 'CopyReleased', rentalId: 'r', seatId: 's1', cause }, changed('POSSIBLE', 1))
  })
})

describe('section 4, APPROVED', () => {
  test('approved twice is approved once', () => {
    given(titleDecider, lent).when(lendSeat).thenNothing()
  })
  test('H4 a refusal does not end a loan', () => {
    for (const cause of ['REFUSED', 'WITHDRAWN'] as const) given(titleDecider, lent).when(release(cause)).thenNothing()
  })
  test.each(['RETURNED', 'EXPIRED', 'CANCELED'] as const)('%s frees it (section 13: also the cancel)', (cause) => {
    given(titleDecider, lent)
      .when(release(cause))
      .then({ type: 'CopyReleased', rentalId: 'r', seatId: 's1', cause }, changed('POSSIBLE', 1))
  })
})

describe('section 4, any', () => {
  test('H4 nothing is lent to a rental that holds no seat', () => {
    given(titleDecider, free).when(lendSeat).thenRefused({ code: 'HOLDS_NO_SEAT' })
  })
  test('a release for a rental that holds nothing is nothing', () => {
    given(titleDecider, full).when(release('RETURNED')).thenNothing()
  })
  test('a title is withdrawn once', () => {
    given(titleDecider, oneLeft).when({ type: 'withdraw' }).then({ type: 'Withdrawn' }, changed('WITHDRAWN', 0))
    given(titleDecider, withdrawn).when({ type: 'withdraw' }).thenNothing()
  })
  test('the seat of a withdrawn title is gone when its loan ends', () => {
    given(titleDecider, { ...lent, withdrawn: true })
      .when(release('RETURNED'))
      .then({ type: 'CopyReleased', rentalId: 'r', seatId: 's1', cause: 'RETURNED' })
    given(titleDecider, { ...lent, withdrawn: true })
      .when(release('RETURNED'))
      .thenState({ seatsFree: 0 })
  })
})

/** All seats of a title, as its rows are; the decider sees them as one rental at a time does. */
class Seats {
  readonly held = new Map<string, { seatId: string; state: 'PAID' | 'APPROVED' }>()
  title: Title
  readonly seats: string[]

  constructor(total: number) {
    this.seats = Array.from({ length: total }, (_, index) => `s${index}`)
    this.title = { ...free, seatsTotal: total, seatsFree: total, freeSeats: [] }
  }

  tell(command: { type: 'takeSeat' | 'lendSeat' | 'releaseSeat'; rentalId: string }): void {
    const { rentalId } = command
    const taken = new Set([...this.held.values()].map(({ seatId }) => seatId))
    const mine = this.held.get(rentalId)
    const seen = {
      ...this.title,
      freeSeats: this.seats.filter((seat) => !taken.has(seat)).slice(0, 1),
      allocations: mine ? { [rentalId]: { rentalId, ...mine } } : {},
    }
    const decision = titleDecider.decide(
      command.type === 'releaseSeat'
        ? { ...command, type: 'releaseSeat', cause: 'CANCELED' }
        : { type: command.type, rentalId },
      seen,
    )
    if (decision.kind === 'refused') return
    this.title = decision.events.reduce((title, event) => titleDecider.evolve(title, event), seen as Title)
    const allocation = this.title.allocations[rentalId]
    if (allocation) this.held.set(rentalId, { seatId: allocation.seatId, state: allocation.state })
    else this.held.delete(rentalId)
  }
}

test('V2 whatever comes, in whatever order and however often: one rental a seat, and the counts agree', () => {
  const command = fc.record({
    type: fc.constantFrom('takeSeat', 'lendSeat', 'releaseSeat'),
    rentalId: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
  })
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 4 }), fc.array(command, { maxLength: 60 }), (total, commands) => {
      const seats = new Seats(total)
      for (const each of commands) {
        const others = new Map([...seats.held].filter(([rentalId]) => rentalId !== each.rentalId))
        seats.tell(each as Parameters<Seats['tell']>[0])
        for (const [rentalId, seat] of others) expect(seats.held.get(rentalId)).toEqual(seat)
        const taken = [...seats.held.values()].map(({ seatId }) => seatId)
        expect(new Set(taken).size).toBe(taken.length)
        expect(seats.title.seatsFree).toBe(total - taken.length)
      }
    }),
  )
})

test('V2 whatever comes at once: a title that is kept in memory gives and frees seats as its rows would', () => {
  const command = fc.record({
    type: fc.constantFrom('takeSeat', 'lendSeat', 'releaseSeat'),
    rentalId: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
  })
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 4 }), fc.array(command, { maxLength: 60 }), (total, commands) => {
      const rows = new Seats(total)
      let title: Title = { ...rows.title, freeSeats: rows.seats }
      for (const each of commands) {
        rows.tell(each as Parameters<Seats['tell']>[0])
        const told = each.type === 'releaseSeat' ? { ...each, cause: 'CANCELED' } : each
        const decision = titleDecider.decide(told as Parameters<typeof decide>[0], title)
        if (decision.kind === 'accepted') title = decision.events.reduce<Title>(evolve, title)
        expect(Object.keys(title.allocations).toSorted()).toEqual([...rows.held.keys()].toSorted())
        const taken = Object.values(title.allocations).map(({ seatId }) => seatId)
        expect([...title.freeSeats, ...taken].toSorted()).toEqual(rows.seats)
        expect(title.seatsFree).toBe(rows.title.seatsFree)
      }
    }),
  )
})
