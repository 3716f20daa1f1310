import { describe, expect, test } from 'vitest'
import { given } from '@ebook/chassis/testing/given'
import { countsOf } from './counts.ts'
import { decide } from './decide.ts'
import type { Licence, NewTitle, TitleCommand, TitleEvent } from './language.ts'
import { evolve, type InLine, type Title } from './state.ts'

const DAY = 86_400_000
const NOW = new Date('2026-11-21T00:00:00Z')
const after = (ms: number) => new Date(NOW.getTime() + ms)
const at = (now: Date) => ({
  decide: (command: TitleCommand, title: Title | undefined) => decide({ ...command, now }, title),
  evolve,
})
const titleDecider = at(NOW)

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
  seatsTotal: 1,
}
const licence = (changes: Partial<Licence> = {}): Licence => ({
  licenceId: 'l',
  kind: 'CONCURRENT',
  seats: 2,
  expiresAt: null,
  loansTotal: null,
  loansLeft: null,
  renewalCountsAsLoan: false,
  endedAt: null,
  nearEnd: [],
  free: 0,
  promised: 0,
  freeSeats: [],
  newSeats: [],
  goneSeats: [],
  ...changes,
})
const registered = evolve(undefined, { type: 'Registered', ...newTitle })
/** Its counts are those of its licences: nothing is to be told of them. */
function titleOf(licences: readonly Licence[], changes: Partial<Title> = {}): Title {
  const title: Title = { ...registered, licences, ...changes }
  const decision = decide({ type: 'settle', now: NOW }, { ...title, line: [], waiting: 0 })
  const told = decision.kind === 'accepted' ? decision.events : []
  const counted = told
    .filter(({ type }) => type === 'AvailabilityChanged' || type === 'ChangesNext')
    .reduce<Title>(evolve, { ...title, line: [], waiting: 0 })
  const { line, waiting } = title
  return { ...counted, line, waiting, holdsWaiting: waiting }
}
const waits = (holdId: string, seq: number, changes: Partial<InLine> = {}): InLine => ({
  ...{ holdId, userId: holdId, seq, state: 'WAITING', seatId: null, licenceId: null, blocked: false },
  ...changes,
})
const line = (...inLine: readonly InLine[]) => {
  const waiting = inLine.filter(({ state }) => state === 'WAITING').length
  return { line: inLine, waiting, openHolds: inLine.length, lastSeq: Math.max(0, ...inLine.map(({ seq }) => seq)) }
}
const held = { rentalId: 'r', seatId: 's1', licenceId: 'l' } as const
const [paid, lent] = (['PAID', 'APPROVED'] as const).map((state) => ({ allocations: { r: { ...held, state } } }))

/** What happens, but for what is told of the counts. */
function happens(title: Title, command: TitleCommand, now = NOW): readonly TitleEvent[] {
  const decision = decide({ ...command, now }, title)
  if (decision.kind === 'refused') throw new Error(decision.refusal.code)
  return decision.events.filter(({ type }) => type !== 'AvailabilityChanged' && type !== 'ChangesNext')
}
const stateAfter = (title: Title, command: TitleCommand, now = NOW): Title => {
  const decision = decide({ ...command, now }, title)
  if (decision.kind === 'refused') throw new Error(decision.refusal.code)
  return decision.events.reduce<Title>(evolve, title)
}
const takeSeat = { type: 'takeSeat', rentalId: 'r', userId: 'alice' } as const
const passTime = { type: 'passTime' } as const

describe('section 4, what is kept for who waits', () => {
  const ready = waits('h', 1, { userId: 'alice', state: 'READY', seatId: 's1', licenceId: 'l' })

  test('S1 the seat that is kept for the member is theirs, and nobody else has it', () => {
    const title = titleOf([licence({ promised: 1 })], line(ready))
    expect(happens(title, takeSeat)).toEqual([{ type: 'SeatTaken', ...held, holdId: 'h' }])
    given(titleDecider, title)
      .when({ ...takeSeat, userId: 'bob' })
      .thenRefused({ code: 'NO_COPY' })
  })

  test('S9 a seat that comes free is kept for the first who is neither suspended nor blocked, in the same decision', () => {
    const title = titleOf([licence({ seats: 1 })], {
      ...lent,
      ...line(waits('a', 1, { blocked: true }), waits('b', 2, { state: 'SUSPENDED' }), waits('d', 4), waits('c', 3)),
    })
    const returned = { type: 'releaseSeat', rentalId: 'r', cause: 'RETURNED' } as const
    expect(happens(title, returned)).toEqual([
      { type: 'CopyReleased', rentalId: 'r', seatId: 's1', cause: 'RETURNED', inVain: false },
      { type: 'SeatReserved', holdId: 'c', seatId: 's1', licenceId: 'l' },
    ])
    expect(stateAfter(title, returned)).toMatchObject({ seatsFree: 0, holdsWaiting: 2 })
  })

  test('S11 its licence has ended: who was next is next again', () => {
    const title = titleOf([licence({ expiresAt: after(DAY), promised: 1 })], line(ready))
    expect(happens(title, passTime, after(DAY))).toEqual([
      { type: 'LicenceEnded', licenceId: 'l', endedDate: after(DAY), cause: 'EXPIRED' },
      { type: 'ReservationLost', holdId: 'h' },
    ])
    expect(stateAfter(title, passTime, after(DAY)).line).toMatchObject([{ holdId: 'h', seq: 1, state: 'WAITING' }])
  })

  test('S7 with the title nobody waits, and it is said once whether loans end too', () => {
    const title = titleOf([licence()], { ...lent, ...line(waits('a', 1)) })
    const withdraw = { type: 'withdraw', revoke: false, note: 'No more.' } as const
    expect(happens(title, withdraw)).toEqual([{ ...withdraw, type: 'BookWithdrawn' }])
    const gone = stateAfter(title, withdraw)
    expect(gone).toMatchObject({ withdrawn: true, revoked: false, line: [], holdsWaiting: 0, seatsFree: 0 })
    expect(happens(gone, { ...withdraw, revoke: true })).toMatchObject([{ type: 'BookWithdrawn', revoke: true }])
    const revoked = stateAfter(gone, { ...withdraw, revoke: true })
    for (const revoke of [false, true])
      given(titleDecider, revoked)
        .when({ ...withdraw, revoke })
        .thenNothing()
  })
})

describe('section 4, licences', () => {
  test('S3 S5 a limited licence has one loan less when it is lent, and has it again when nobody ever had the loan', () => {
    const limits = { kind: 'LOAN_LIMITED', loansTotal: 9, loansLeft: 9 } as const
    const bought = titleOf([licence({ ...limits, promised: 1 })], paid)
    expect(stateAfter(bought, { type: 'lendSeat', rentalId: 'r' }).licences).toMatchObject([
      { loansLeft: 8, promised: 0 },
    ])
    const read = titleOf([licence({ ...limits, loansLeft: 8 })], lent)
    const canceled = (inVain: boolean) => ({ type: 'releaseSeat', rentalId: 'r', cause: 'CANCELED', inVain }) as const
    expect(stateAfter(read, canceled(true)).licences).toMatchObject([{ loansLeft: 9, free: 1 }])
    expect(stateAfter(read, canceled(false)).licences).toMatchObject([{ loansLeft: 8, free: 1 }])
  })

  test('S10 its licence has ended: who has paid has a seat of another one, or none', () => {
    const ends = licence({ expiresAt: after(DAY), promised: 1 })
    const other = licence({ licenceId: 'm', free: 1, freeSeats: ['s2'] })
    const ended = { type: 'LicenceEnded', licenceId: 'l', endedDate: after(DAY), cause: 'EXPIRED' } as const
    expect(happens(titleOf([ends, other], paid), passTime, after(DAY))).toEqual([
      ended,
      { type: 'SeatChanged', rentalId: 'r', seatId: 's2', licenceId: 'm' },
    ])
    expect(happens(titleOf([ends], paid), passTime, after(DAY))).toEqual([
      ended,
      { type: 'CopyReleased', rentalId: 'r', seatId: 's1', cause: 'REFUSED', inVain: false },
    ])
  })

  test('S12 a licence is over by its day, by its last loan, or by a librarian when nobody uses it; loans run on', () => {
    const byDay = titleOf([licence({ expiresAt: after(DAY) })], lent)
    expect(happens(byDay, passTime, after(DAY))).toMatchObject([{ type: 'LicenceEnded', cause: 'EXPIRED' }])
    expect(stateAfter(byDay, passTime, after(DAY)).allocations).toEqual(lent?.allocations)
    const last = licence({ kind: 'LOAN_LIMITED', seats: 1, loansTotal: 1, loansLeft: 0, nearEnd: ['LOANS'] })
    const returned = { type: 'releaseSeat', rentalId: 'r', cause: 'RETURNED' } as const
    expect(happens(titleOf([last], lent), returned)).toMatchObject([
      { type: 'CopyReleased' },
      { type: 'LicenceEnded', cause: 'EXHAUSTED' },
    ])
    const end = { type: 'endLicence', licenceId: 'l' } as const
    expect(happens(titleOf([licence({ free: 2 })]), end)).toMatchObject([{ type: 'LicenceEnded', cause: 'ENDED' }])
    for (const used of [licence({ free: 1 }), licence({ free: 2, promised: 1 })])
      given(titleDecider, titleOf([used]))
        .when(end)
        .thenRefused({ code: 'LICENCE_IN_USE' })
    given(titleDecider, titleOf([licence()]))
      .when({ ...end, licenceId: 'another' })
      .thenRefused({ code: 'LICENCE_NOT_FOUND' })
  })

  test('S13 a licence more, or more of one, serves who waits; and never less than was given away', () => {
    const title = titleOf([licence({ seats: 1 })], { ...lent, ...line(waits('a', 1)) })
    const more = licence({ licenceId: 'm', seats: 1, free: 1, freeSeats: ['s2'], newSeats: ['s2'] })
    const reserved = { type: 'SeatReserved', holdId: 'a', seatId: 's2' } as const
    expect(happens(title, { type: 'addLicence', licence: more })).toMatchObject([
      { type: 'LicenceAdded' },
      { ...reserved, licenceId: 'm' },
    ])
    const revise = (terms: object) => ({ type: 'reviseLicence', licence: { licenceId: 'l', ...terms } }) as const
    expect(happens(title, revise({ seats: 2, newSeats: ['s2'] }))).toMatchObject([
      { type: 'LicenceRevised' },
      { ...reserved, licenceId: 'l' },
    ])
    given(titleDecider, title)
      .when(revise({ seats: 0 }))
      .thenRefused({ code: 'LICENCE_IN_USE' })
    const gone = stateAfter(title, { type: 'withdraw', revoke: false, note: null })
    given(titleDecider, gone).when({ type: 'addLicence', licence: more }).thenRefused({ code: 'WITHDRAWN' })
  })

  test('S14 a title is described anew, as a whole, and not when it is withdrawn; nobody loses a seat', () => {
    const { bookId: _, registeredDate: _r, seatsTotal: _s, ...described } = newTitle
    const title = titleOf([licence()], paid)
    const anew = { ...described, title: 'Another title', rentalFee: 9_000, loanPeriodDays: 7 }
    expect(happens(title, { type: 'revise', described: anew })).toEqual([{ type: 'Revised', ...anew }])
    expect(stateAfter(title, { type: 'revise', described: anew })).toMatchObject({ ...anew, ...paid })
    given(titleDecider, title).when({ type: 'revise', described }).thenNothing()
    const gone = stateAfter(title, { type: 'withdraw', revoke: false, note: null })
    given(titleDecider, gone).when({ type: 'revise', described: anew }).thenRefused({ code: 'WITHDRAWN' })
  })

  test('S15 librarians are told once that thirty days are left of a licence, by whatever comes next', () => {
    const expiresAt = after(30 * DAY)
    const title = titleOf([licence({ expiresAt: after(31 * DAY) })], {})
    expect(title.changesAt).toEqual(after(DAY))
    expect(happens(title, passTime, after(DAY - 1))).toEqual([])
    const ending = { type: 'LicenceEnding', licenceId: 'l', cause: 'TIME', expiresAt: after(31 * DAY), loansLeft: null }
    for (const command of [passTime, { type: 'settle' }] as const) {
      expect(happens(title, command, after(DAY))).toEqual([ending])
      expect(happens(stateAfter(title, command, after(DAY)), passTime, after(2 * DAY))).toEqual([])
    }
    // Who agrees on an end knows it; a later one is told of again.
    const bought = stateAfter(titleOf([]), { type: 'addLicence', licence: licence({ expiresAt }) })
    expect(happens(bought, passTime, after(DAY))).toEqual([])
    const revise = { type: 'reviseLicence', licence: { licenceId: 'l', expiresAt: after(60 * DAY) } } as const
    expect(happens(stateAfter(bought, revise), passTime, after(30 * DAY))).toMatchObject([{ type: 'LicenceEnding' }])
    const gone = { ...title, withdrawn: true }
    expect(happens(gone, passTime, after(DAY))).toEqual([])
  })

  test('R17 where a renewal is a loan it is told how many are promised to nobody, of the licence with the fewest', () => {
    const counts = { kind: 'LOAN_LIMITED', loansTotal: 9, renewalCountsAsLoan: true } as const
    const left = (...licences: Licence[]) => countsOf(titleOf(licences, paid), NOW).loansToRenew
    expect(left(licence())).toBeNull()
    expect(left(licence({ ...counts, renewalCountsAsLoan: false, loansLeft: 1 }))).toBeNull()
    expect(left(licence({ ...counts, loansLeft: 3, promised: 2 }))).toBe(1)
    expect(left(licence({ ...counts, loansLeft: 1, promised: 1 }), licence({ ...counts, loansLeft: 5 }))).toBe(0)
    expect(left(licence({ ...counts, loansLeft: 0, endedAt: NOW }))).toBeNull()
  })

  test('S15 and that three loans are left', () => {
    const left = (loansLeft: number) =>
      titleOf(
        [licence({ kind: 'LOAN_LIMITED', loansTotal: 9, loansLeft, promised: 1, renewalCountsAsLoan: true })],
        paid,
      )
    const lend = { type: 'lendSeat', rentalId: 'r' } as const
    expect(happens(left(5), lend)).toMatchObject([{ type: 'SeatLent' }])
    expect(happens(left(4), lend)).toMatchObject([
      { type: 'SeatLent' },
      { type: 'LicenceEnding', licenceId: 'l', cause: 'LOANS', expiresAt: null, loansLeft: 3 },
    ])
    const told = stateAfter(left(4), lend)
    expect(happens(told, { type: 'countRenewal', rentalId: 'r' })).toEqual([{ type: 'LoanCounted', licenceId: 'l' }])
    // Given back in vain and lent again, it is not said again.
    const back = stateAfter(told, { type: 'releaseSeat', rentalId: 'r', cause: 'CANCELED', inVain: true })
    expect(happens(stateAfter(back, takeSeat), lend)).toMatchObject([{ type: 'SeatLent' }])
  })
})
