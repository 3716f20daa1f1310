import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { given } from '@ebook/chassis/testing/given'
import { decide } from './decide.ts'
import type { Counts, Licence, NewTitle, ReleaseCause, TitleCommand } from './language.ts'
import { evolve, type Title } from './state.ts'

const NOW = new Date('2026-11-21T00:00:00Z')
/** At a moment that is the same in every test. */
const titleDecider = {
  decide: (command: TitleCommand, title: Title | undefined) => decide({ ...command, now: NOW }, title),
  evolve,
}
const newTitle: NewTitle = {
  bookId: 'b',
  title: 'A title',
  authors: ['A'],
  isbn13: null,
  language: null,
  rentalFee: 3000,
  loanPeriodDays: 14,
  maxRenewals: 1,
  automaticAfter: null,
  registeredDate: NOW,
  seatsTotal: 2,
}
const seats = (free: number, freeSeats: readonly string[]): Licence => ({
  licenceId: 'l',
  kind: 'CONCURRENT',
  seats: 2,
  expiresAt: null,
  loansTotal: null,
  loansLeft: null,
  renewalCountsAsLoan: false,
  endedAt: null,
  nearEnd: [],
  free,
  promised: 0,
  freeSeats,
  newSeats: [],
  goneSeats: [],
})
const registered = evolve(undefined, { type: 'Registered', ...newTitle })
const free: Title = { ...registered, seatsFree: 2, licences: [seats(2, ['s1'])] }
const oneLeft: Title = { ...free, seatsFree: 1, licences: [seats(1, ['s2'])] }
const full: Title = { ...free, seatsFree: 0, licences: [seats(0, [])] }
const held = { rentalId: 'r', seatId: 's1', licenceId: 'l' } as const
const paid: Title = { ...full, allocations: { r: { ...held, state: 'PAID' } } }
const lent: Title = { ...full, allocations: { r: { ...held, state: 'APPROVED' } } }
const withdrawn: Title = { ...full, withdrawn: true }

const takeSeat = { type: 'takeSeat', rentalId: 'r', userId: 'alice' } as const
const lendSeat = { type: 'lendSeat', rentalId: 'r' } as const
const withdraw = { type: 'withdraw', revoke: false, note: null } as const
const release = (cause: ReleaseCause) => ({ type: 'releaseSeat', rentalId: 'r', cause }) as const
const released = (cause: ReleaseCause) =>
  ({ type: 'CopyReleased', rentalId: 'r', seatId: 's1', cause, inVain: false }) as const
const taken = (seatId: string) => ({ type: 'SeatTaken', rentalId: 'r', seatId, licenceId: 'l', holdId: null }) as const
const changed = (status: 'POSSIBLE' | 'IMPOSSIBLE' | 'WITHDRAWN', copiesFree: number, more: Partial<Counts> = {}) =>
  ({
    type: 'AvailabilityChanged',
    status,
    copiesTotal: 2,
    copiesFree,
    holdsWaiting: 0,
    nextLoanEnds: null,
    loansToRenew: null,
    unlimited: false,
    ...more,
  }) as const

describe('section 4, POSSIBLE', () => {
  test('F1 a title is registered with its seats free', () => {
    given(titleDecider)
      .when({ type: 'register', title: newTitle })
      .then({ type: 'Registered', ...newTitle }, changed('POSSIBLE', 2))
  })
  test('S1 Paid takes the next free seat', () => {
    given(titleDecider, free).when(takeSeat).then(taken('s1'), changed('POSSIBLE', 1))
  })
  test('S1 the last seat makes the title IMPOSSIBLE', () => {
    given(titleDecider, oneLeft).when(takeSeat).then(taken('s2'), changed('IMPOSSIBLE', 0))
  })
  test('S2 H1 none free: refused, and nobody loses a seat', () => {
    given(titleDecider, full).when(takeSeat).thenRefused({ code: 'NO_COPY' })
  })
  test('a second Paid of the same rental takes no second seat', () => {
    given(titleDecider, { ...paid, seatsFree: 1, licences: [seats(1, ['s2'])] })
      .when(takeSeat)
      .thenNothing()
  })
  test('S2 a withdrawn or unknown title lends nothing', () => {
    given(titleDecider, withdrawn).when(takeSeat).thenRefused({ code: 'WITHDRAWN' })
    given(titleDecider).when(takeSeat).thenRefused({ code: 'BOOK_NOT_FOUND' })
  })
})

describe('section 4, PAID', () => {
  test('S3 approval lends the seat', () => {
    given(titleDecider, paid)
      .when(lendSeat)
      .then({ type: 'SeatLent', ...held })
  })
  test('S8 only a loan runs out or is given back', () => {
    for (const cause of ['RETURNED', 'EXPIRED'] as const) given(titleDecider, paid).when(release(cause)).thenNothing()
  })
  test.each(['REFUSED', 'WITHDRAWN', 'CANCELED'] as const)('S4 S5 %s frees it', (cause) => {
    given(titleDecider, paid).when(release(cause)).then(released(cause), changed('POSSIBLE', 1))
  })
})

describe('section 4, APPROVED', () => {
  test('approved twice is approved once', () => {
    given(titleDecider, lent).when(lendSeat).thenNothing()
  })
  test('S8 H4 a refusal does not end a loan', () => {
    for (const cause of ['REFUSED', 'WITHDRAWN'] as const) given(titleDecider, lent).when(release(cause)).thenNothing()
  })
  test.each(['RETURNED', 'EXPIRED', 'CANCELED'] as const)(
    'S5 S6 %s frees it (section 13: also the cancel)',
    (cause) => {
      given(titleDecider, lent).when(release(cause)).then(released(cause), changed('POSSIBLE', 1))
    },
  )
})

describe('section 4, any', () => {
  test('S3 H4 nothing is lent to a rental that holds no seat', () => {
    given(titleDecider, free).when(lendSeat).thenRefused({ code: 'HOLDS_NO_SEAT' })
  })
  test('S8 a release for a rental that holds nothing is nothing', () => {
    given(titleDecider, full).when(release('RETURNED')).thenNothing()
  })
  test('S7 a title is withdrawn once', () => {
    given(titleDecider, oneLeft)
      .when(withdraw)
      .then({ ...withdraw, type: 'BookWithdrawn' }, changed('WITHDRAWN', 0))
    given(titleDecider, withdrawn).when(withdraw).thenNothing()
  })
  test('S7 a title of which no seat is free is withdrawn for those who hear of it, too', () => {
    given(titleDecider, full)
      .when(withdraw)
      .then({ ...withdraw, type: 'BookWithdrawn' }, changed('WITHDRAWN', 0))
  })
  test('S7 the seat of a withdrawn title is gone when its loan ends', () => {
    given(titleDecider, { ...lent, withdrawn: true })
      .when(release('RETURNED'))
      .then(released('RETURNED'))
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
    this.title = { ...free, seatsTotal: total, seatsFree: total, licences: [{ ...seats(total, []), seats: total }] }
  }

  tell(command: { type: 'takeSeat' | 'lendSeat' | 'releaseSeat'; rentalId: string }): void {
    const { rentalId } = command
    const taken = new Set([...this.held.values()].map(({ seatId }) => seatId))
    const mine = this.held.get(rentalId)
    const [licence = seats(0, [])] = this.title.licences
    const free = this.seats.filter((seat) => !taken.has(seat))
    const seen: Title = {
      ...this.title,
      licences: [{ ...licence, free: free.length, freeSeats: free.slice(0, 1) }],
      allocations: mine ? { [rentalId]: { rentalId, licenceId: 'l', ...mine } } : {},
    }
    const decision = titleDecider.decide(
      command.type === 'releaseSeat'
        ? { ...command, type: 'releaseSeat', cause: 'CANCELED' }
        : { type: command.type, rentalId, userId: rentalId },
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
      let title: Title = { ...rows.title, licences: [{ ...seats(total, rows.seats), seats: total }] }
      for (const each of commands) {
        rows.tell(each as Parameters<Seats['tell']>[0])
        const told = each.type === 'releaseSeat' ? { ...each, cause: 'CANCELED' } : { ...each, userId: each.rentalId }
        const decision = titleDecider.decide(told as TitleCommand, title)
        if (decision.kind === 'accepted') title = decision.events.reduce<Title>(evolve, title)
        expect(Object.keys(title.allocations).toSorted()).toEqual([...rows.held.keys()].toSorted())
        const taken = Object.values(title.allocations).map(({ seatId }) => seatId)
        expect([...title.licences.flatMap(({ freeSeats }) => freeSeats), ...taken].toSorted()).toEqual(rows.seats)
        expect(title.seatsFree).toBe(rows.title.seatsFree)
      }
    }),
  )
})
