import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { tries } from '@ebook/testkit/in-full'
import { after, bookId, copyId, DAY, MINUTE, possible, requestRental, userId } from '../testing/rentals.ts'
import { decide } from './decide.ts'
import type { RentalCommand, RentalEvent } from './language.ts'
import { evolve, isTerminal, type Rental } from './state.ts'

const instant = fc.constantFrom(0, MINUTE, 15 * MINUTE, 20 * MINUTE, 13 * DAY, 14 * DAY, 20 * DAY).map(after)
const attemptNo = fc.integer({ min: 1, max: 3 })
const payment = (attempt: number) => `0199a000-0000-7000-8000-00000000010${attempt}`
const paymentId = attemptNo.map(payment)
const sub = fc.constantFrom(userId, userId, userId, 'lee')

/** Anything that anybody can say about a rental, at any time and in any order. */
const command: fc.Arbitrary<RentalCommand> = fc.oneof(
  fc.record({
    ...fixed(requestRental),
    hasOpenRental: fc.boolean(),
    borrower: fc.constantFrom(requestRental.borrower, { ...requestRental.borrower, openLoans: 5 }),
    book: fc.constantFrom(undefined, possible, { ...possible, status: 'IMPOSSIBLE' as const }),
  }),
  fc.record({
    type: fc.constant('payRental' as const),
    userId: sub,
    pointsToUse: fc.constantFrom(undefined, 0, 1_000),
    retryAfter: instant,
    now: instant,
  }),
  fc.record({ type: fc.constant('retryPayment' as const), retryAfter: instant, now: instant }),
  fc.record({
    type: fc.constant('deferPayment' as const),
    attemptNo,
    reason: fc.constantFrom('TIMEOUT' as const, 'UNDER_WAY' as const),
    paymentId: fc.option(paymentId),
    retryAfter: instant,
  }),
  fc.record({ attempt: attemptNo, expiresAt: instant, now: instant }).map(({ attempt, expiresAt, now }) => ({
    type: 'awaitMember' as const,
    attemptNo: attempt,
    paymentId: payment(attempt),
    expiresAt,
    now,
  })),
  attemptNo.map((attempt) => ({
    type: 'confirmPayment' as const,
    paymentId: payment(attempt),
    chargedAmount: possible.rentalFee,
  })),
  fc.record({ attempt: attemptNo, now: instant }).map(({ attempt, now }) => ({
    type: 'declinePayment' as const,
    attemptNo: attempt,
    paymentId: payment(attempt),
    reasonCode: 'NO_FUNDS',
    now,
  })),
  fc.record({ type: fc.constant('voidPayment' as const), paymentId: fc.option(paymentId), now: instant }),
  fc.record({ type: fc.constant('endUnpaid' as const), now: instant }),
  fc.record({ type: fc.constant('cancelRental' as const), userId: sub, now: instant }),
  fc.record({ type: fc.constant('openRental' as const), userId: sub, now: instant }),
  fc.record({ type: fc.constant('revokeRental' as const), note: fc.constant(null), now: instant }),
  fc.record({
    type: fc.constant('renewRental' as const),
    userId: sub,
    expectedDueAt: fc.option(
      fc.constantFrom(14, 28, 42).map((days) => after(days * DAY)),
      { nil: undefined },
    ),
    facts: fc.record({
      holdsWaiting: fc.constantFrom(0, 0, 2),
      loansToRenew: fc.constantFrom(null, null, 0, 1),
      fresh: fc.boolean(),
      lastPart: fc.constantFrom(1 / 3, 1),
      bar: fc.constant(undefined),
    }),
    now: instant,
  }),
  fc.record({
    type: fc.constant('startLoan' as const),
    paymentId,
    copyId: fc.constant(copyId),
    loanPeriodDays: fc.constant(14),
    licenceExpiresAt: fc.option(instant, { nil: undefined }),
    chargedAmount: fc.constantFrom(undefined, possible.rentalFee),
    now: instant,
  }),
  fc.record({ type: fc.constant('refuseRental' as const), paymentId, reasonCode: fc.constant('POLICY' as const) }),
  fc.record({ type: fc.constant('returnRental' as const), userId: sub, admin: fc.boolean(), now: instant }),
  fc.record({ type: fc.constant('expireRental' as const), now: instant }),
  fc.record({
    type: fc.constant('recordRefund' as const),
    paymentId,
    amount: fc.constant(possible.rentalFee),
    reason: fc.constantFrom('REFUSED' as const, 'MEMBER' as const, 'ADMIN' as const),
    keepLoan: fc.constantFrom(false, false, true),
    now: instant,
  }),
  fc.record({
    type: fc.constant('recordRefundFailure' as const),
    paymentId,
    errorCode: fc.constant('ACCOUNT_CLOSED'),
  }),
  fc.record({ type: fc.constant('notePoints' as const), points: fc.constantFrom(0, 300) }),
)

function fixed<Fields extends object>(fields: Fields) {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, fc.constant(value)])) as {
    [Name in keyof Fields]: fc.Arbitrary<Fields[Name]>
  }
}

interface Step {
  readonly before: Rental | undefined
  readonly events: readonly RentalEvent[]
  readonly after: Rental | undefined
}

function live(commands: readonly RentalCommand[]): Step[] {
  let rental: Rental | undefined
  return commands.map((next) => {
    const before = rental
    const decision = decide(next, rental)
    const events = decision.kind === 'accepted' ? decision.events : []
    rental = events.reduce<Rental | undefined>(evolve, rental)
    return { before, events, after: rental }
  })
}

/** Lives that begin with an application, so that most of what follows has something to happen to. */
const lives = fc.array(command, { maxLength: 25 }).map((rest) => live([requestRental, ...rest]))
const historyOf = (steps: readonly Step[]) => steps.flatMap(({ events }) => events)
const published = [
  'Rented',
  'LoanStarted',
  'LoanOpened',
  'Renewed',
  'Returned',
  'Expired',
  'CancelRequested',
  'Canceled',
  'RefundRequested',
]

function always(holds: (steps: Step[]) => void) {
  fc.assert(
    fc.property(lives, (steps) => {
      holds(steps)
    }),
    { numRuns: tries(3_000) },
  )
}

describe('whatever is said about a rental, in whatever order', () => {
  test('N1.1 V1 no history has a loan before a payment, and nothing is on loan unpaid', () => {
    always((steps) => {
      const history = historyOf(steps).map(({ type }) => type)
      const loan = history.indexOf('LoanStarted')
      if (loan >= 0) expect(history.slice(0, loan)).toContain('PaymentConfirmed')
      for (const { after: rental } of steps) {
        if (rental?.status === 'PAID' || rental?.status === 'APPROVED') {
          const kept = rental.status === 'APPROVED' && rental.paymentState === 'REFUNDED'
          expect(kept || rental.paymentState === 'PAID').toBe(true)
          expect(rental.paymentId).not.toBeNull()
        }
      }
    })
  })

  test('V7 terminal states absorb: only a late payment is still asked back', () => {
    always((steps) => {
      for (const { before, events, after: rental } of steps) {
        if (!before || !isTerminal(before)) continue
        expect(rental?.status).toBe(before.status)
        const said = events.filter(({ type }) => published.includes(type)).map(({ type }) => type)
        expect(said.filter((type) => type !== 'RefundRequested')).toEqual([])
      }
    })
  })

  test('V7 a rental ends once, and is on loan at most once', () => {
    always((steps) => {
      const history = historyOf(steps).map(({ type }) => type)
      const ends = history.filter((type) => type === 'Returned' || type === 'Expired' || type === 'Canceled')
      expect(ends.length).toBeLessThanOrEqual(1)
      expect(history.filter((type) => type === 'LoanStarted').length).toBeLessThanOrEqual(1)
    })
  })

  test('V3 no canceled rental keeps money without a refund that is known, asked for or failed', () => {
    always((steps) => {
      const last = steps.at(-1)?.after
      const wasPaid = historyOf(steps).some(({ type }) => type === 'PaymentConfirmed')
      if (last?.status === 'CANCELED' && wasPaid) expect(last.refundState).not.toBeNull()
    })
  })

  test('R7 nothing is PENDING or tried again once a rental is over', () => {
    always((steps) => {
      const last = steps.at(-1)?.after
      if (!last) return
      if (isTerminal(last)) expect(['PENDING', 'ACTION_REQUIRED']).not.toContain(last.paymentState)
      expect(last.retryAfter !== null).toBe(last.status === 'RENTED' && last.paymentState === 'PENDING')
    })
  })

  test('R17 a loan is renewed to a later end, as often as its terms say at most', () => {
    always((steps) => {
      const renewals = historyOf(steps).filter((event) => event.type === 'Renewed')
      expect(renewals.length).toBeLessThanOrEqual(possible.maxRenewals ?? 0)
      for (const { previousDueAt, dueAt } of renewals) expect(dueAt.getTime()).toBeGreaterThan(previousDueAt.getTime())
    })
  })

  test('R18 R23 nobody has the money back for a book that they opened, unless the library gives it', () => {
    always((steps) => {
      const history = historyOf(steps)
      const openedAt = history.findIndex(({ type }) => type === 'LoanOpened')
      if (openedAt < 0) return
      const asked = history
        .slice(openedAt)
        .filter((event) => event.type === 'CancelRequested' && event.reason !== 'LIBRARY')
      expect(asked).toEqual([])
    })
  })

  test('G8 H3 fee and terms are those of the application, whatever comes', () => {
    const { rentalFee, loanPeriodDays, maxRenewals } = possible
    const fixedAtTheApplication = { rentalFee, loanPeriodDays, maxRenewals, bookId, userId }
    always((steps) => expect(steps.at(-1)?.after).toMatchObject(fixedAtTheApplication))
  })
})

describe('hard case 6: every order of what others said ends alike (V8)', () => {
  const at = { now: after(MINUTE) }
  const first = payment(1)
  const paid: RentalCommand = { type: 'confirmPayment', paymentId: first, chargedAmount: possible.rentalFee }
  const declined: RentalCommand = {
    type: 'declinePayment',
    paymentId: first,
    attemptNo: 1,
    reasonCode: 'NO_FUNDS',
    ...at,
  }
  const waits: RentalCommand = {
    type: 'awaitMember',
    attemptNo: 1,
    paymentId: first,
    expiresAt: after(30 * MINUTE),
    ...at,
  }
  const voided: RentalCommand = { type: 'voidPayment', paymentId: null, ...at }
  const approved: RentalCommand = {
    type: 'startLoan',
    paymentId: first,
    copyId,
    loanPeriodDays: 14,
    licenceExpiresAt: undefined,
    chargedAmount: undefined,
    ...at,
  }
  const refused: RentalCommand = { type: 'refuseRental', paymentId: first, reasonCode: 'POLICY' }
  const refunded = (reason: 'REFUSED' | 'MEMBER' | 'ADMIN' | 'PAYMENT_TIMEOUT'): RentalCommand => ({
    type: 'recordRefund',
    paymentId: first,
    amount: possible.rentalFee,
    reason,
    keepLoan: false,
    ...at,
  })
  const refundFailed: RentalCommand = { type: 'recordRefundFailure', paymentId: first, errorCode: 'ACCOUNT_CLOSED' }
  const granted: RentalCommand = { type: 'notePoints', points: 300 }
  const revoked: RentalCommand = { type: 'notePoints', points: 0 }
  const cancel: RentalCommand = { type: 'cancelRental', userId, ...at }
  const payUntilPassed: RentalCommand = { type: 'endUnpaid', now: after(16 * MINUTE) }

  /** What happened before, then one chain for each aggregate that speaks: its own order is kept by the inbox. */
  const sagas: [name: string, before: RentalCommand[], ends: Partial<Rental>, ...chains: RentalCommand[][]][] = [
    ['approved', [], { status: 'APPROVED' }, [paid], [approved], [granted]],
    ['refused', [], { status: 'CANCELED' }, [paid, refunded('REFUSED')], [refused], [granted, revoked]],
    ['refund failed, then done', [], { status: 'CANCELED' }, [paid, refundFailed, refunded('REFUSED')], [refused]],
    ['canceled while pending, charged', [cancel], { status: 'CANCELED' }, [paid, refunded('MEMBER')], [refused]],
    ['canceled while pending, approved', [cancel], { status: 'CANCELED' }, [paid, refunded('MEMBER')], [approved]],
    ['canceled while pending, never charged', [cancel], { status: 'CANCELED' }, [declined], [voided]],
    ['canceled after the payment', [paid, cancel], { status: 'CANCELED' }, [refunded('MEMBER')], [approved], [granted]],
    ['not paid in time', [payUntilPassed], { status: 'CANCELED' }, [paid, refunded('PAYMENT_TIMEOUT')], [refused]],
    ['refunded by the library', [], { status: 'CANCELED' }, [paid, refunded('ADMIN')], [approved], [granted, revoked]],
    ['waits for the member, paid', [], { status: 'APPROVED' }, [waits, paid], [approved], [granted]],
    ['canceled while the member was to act', [cancel], { status: 'CANCELED' }, [waits, voided]],
    ['waits, canceled, charged', [waits, cancel], { status: 'CANCELED' }, [paid, refunded('MEMBER')], [refused]],
    ['declined, canceled, then paid after all', [declined, cancel], { status: 'CANCELED' }, [paid], [paid], [approved]],
  ]

  test.each(sagas)('%s', (_name, before, ends, ...chains) => {
    const outcomes = interleavings(chains).map((order) => {
      const rental = live([requestRental, ...before, ...order]).at(-1)?.after
      if (!rental) throw new Error('no rental')
      const { status, paymentState, refundState, chargedAmount, refundedAmount, cancelReason, payback } = rental
      return JSON.stringify({ status, paymentState, refundState, chargedAmount, refundedAmount, cancelReason, payback })
    })
    const [one, ...others] = new Set(outcomes)
    expect(others).toEqual([])
    expect(JSON.parse(one ?? '{}')).toMatchObject(ends)
  })
})

/** Every order of all chains' members that keeps the order within each chain. */
function interleavings<Item>(chains: readonly (readonly Item[])[]): Item[][] {
  const waiting = chains.filter((chain) => chain.length > 0)
  if (waiting.length === 0) return [[]]
  return waiting.flatMap((chain) => {
    const rest = waiting.map((other) => (other === chain ? other.slice(1) : other))
    return interleavings(rest).map((order) => [chain[0] as Item, ...order])
  })
}
