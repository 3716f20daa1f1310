import { describe, expect, test } from 'vitest'
import type { RentalRow } from '../live/my-rentals.ts'
import { arranged, outdatedBy } from './steady-order.ts'
import { shownStatus, stepsOf, withoutMoney } from './timeline-steps.ts'

const [RENTED, PAID, DECIDED, ENDED, DUE] = ['01', '02', '03', '04', '20'].map((day) => `2026-11-${day}T00:00:00.000Z`)

const row = (more: Partial<RentalRow>): RentalRow => ({
  rentalId: 'r',
  version: 1,
  bookId: 'b',
  title: 'Emma',
  rentalFee: 3_000,
  status: 'RENTED',
  paymentState: 'UNPAID',
  points: null,
  refusalReason: null,
  rentedDate: RENTED ?? '',
  paidDate: null,
  approvedDate: null,
  refusedDate: null,
  dueAt: null,
  returnedDate: null,
  refundedDate: null,
  canceledDate: null,
  rental: null,
  ...more,
})
const paid = { paymentState: 'PAID', paidDate: PAID } as const
const approved = { ...paid, approvedDate: DECIDED, dueAt: DUE } as const

describe('a rental in four steps', () => {
  test.each<[string, Partial<RentalRow>, string[]]>([
    ['just requested', {}, ['now unpaid', 'later notYet', 'later notYet']],
    ['payment slow', { paymentState: 'PENDING' }, ['now paying', 'later notYet', 'later notYet']],
    ['declined', { paymentState: 'DECLINED' }, ['failed declined', 'later notYet', 'later notYet']],
    ['paid', { status: 'PAID', ...paid }, [`done paid ${PAID}`, 'now undecided', 'later notYet']],
    [
      'on loan',
      { status: 'APPROVED', ...approved },
      [`done paid ${PAID}`, `done approved ${DECIDED}`, `now due ${DUE}`],
    ],
    [
      'given back',
      { status: 'RETURNED', ...approved, returnedDate: ENDED },
      [`done paid ${PAID}`, `done approved ${DECIDED}`, `done returned ${ENDED}`],
    ],
    [
      'run out',
      { status: 'EXPIRED', ...approved },
      [`done paid ${PAID}`, `done approved ${DECIDED}`, `done expired ${DUE}`],
    ],
    [
      'refused',
      { status: 'REFUSED', ...paid, paymentState: 'REFUNDING', refusedDate: DECIDED },
      [`done paid ${PAID}`, `failed refused ${DECIDED}`, 'now refunding'],
    ],
    [
      'refused and refunded',
      { status: 'CANCELED', ...paid, paymentState: 'REFUNDED', refusedDate: DECIDED, refundedDate: ENDED },
      [`done paid ${PAID}`, `failed refused ${DECIDED}`, `done refunded ${ENDED}`],
    ],
    [
      'being canceled, payment unknown',
      { status: 'CANCELING', paymentState: 'PENDING' },
      ['now paying', 'skipped none', 'now canceling'],
    ],
    [
      'canceled before it was paid',
      { status: 'CANCELED', paymentState: 'UNPAID', canceledDate: ENDED },
      ['skipped none', 'skipped none', `done canceled ${ENDED}`],
    ],
  ])('%s', (_what, more, steps) => {
    const [requested, ...others] = stepsOf(row(more))
    expect(requested).toEqual({ title: 'requested', state: 'done', words: 'requested', at: RENTED })
    expect(others.map(({ state, words, at }) => [state, words, at].filter(Boolean).join(' '))).toEqual(steps)
  })

  test('a refund that failed is with the library', () => {
    const rental = {
      id: 'r',
      payUntil: '',
      retryAfter: null,
      refundState: 'FAILED',
      cancelReason: null,
      startsAt: null,
      expiredDate: null,
      pointsToUse: 0,
    } as const
    const steps = stepsOf(row({ status: 'CANCELING', ...paid, rental }))
    expect(steps[3]).toMatchObject({ state: 'failed', words: 'refundFailed' })
  })
})

describe('what is still to come is not told as if it had been', () => {
  const rental = {
    id: 'r',
    payUntil: DUE ?? '',
    retryAfter: ENDED ?? '',
    refundState: null,
    cancelReason: null,
    startsAt: null,
    expiredDate: null,
    pointsToUse: 0,
  } as const

  test.each([
    ['DECLINED', `failed declinedUntil ${DUE}`],
    ['UNPAID', `now unpaidUntil ${DUE}`],
    ['PENDING', `now payingAgain ${ENDED}`],
  ] as const)('a payment that is %s has a deadline, which its words say', (paymentState, told) => {
    const [, payment] = stepsOf(row({ paymentState, rental }))
    expect(`${payment.state} ${payment.words} ${payment.at}`).toBe(told)
  })

  test.each(['DECLINED', 'UNPAID', 'PENDING'] as const)(
    'nothing is refunded of a canceled rental whose payment was %s',
    (paymentState) => {
      const [, payment, , last] = stepsOf(row({ status: 'CANCELED', paymentState, canceledDate: ENDED, rental }))
      expect(payment.at).toBeNull()
      expect(last).toEqual({ title: 'end', state: 'done', words: 'canceled', at: ENDED })
    },
  )

  test('what the library refused is called refused, also once the money is back', () => {
    expect(shownStatus(row({ status: 'CANCELED', refusedDate: DECIDED }))).toBe('REFUSED')
    expect(shownStatus(row({ status: 'CANCELED' }))).toBe('CANCELED')
  })
})

describe('the order', () => {
  const rows = (...all: RentalRow[]) => new Map(all.map((one) => [one.rentalId, one]))
  const a = row({ rentalId: 'a', rentedDate: '2026-11-01T00:00:00.000Z' })
  const b = row({ rentalId: 'b', rentedDate: '2026-11-02T00:00:00.000Z' })
  const ended = row({ rentalId: 'c', status: 'RETURNED', rentedDate: '2026-11-03T00:00:00.000Z' })

  test('is what goes on, newest first, before what has ended', () => {
    expect(arranged(rows(a, ended, b))).toEqual({ reading: [], open: ['b', 'a'], ended: ['c'] })
    expect(arranged(rows({ ...a, status: 'APPROVED' }, b))).toEqual({ reading: ['a'], open: ['b'], ended: [] })
  })

  test('that a reader has is kept, and what would change in it is counted', () => {
    const order = arranged(rows(a, b))
    expect(outdatedBy(order, rows(a, b))).toEqual({ fresh: 0, moved: 0 })
    expect(outdatedBy(order, rows({ ...a, status: 'CANCELED' }, b, ended))).toEqual({ fresh: 1, moved: 1 })
    expect(outdatedBy(order, rows({ ...a, status: 'APPROVED' }, b))).toEqual({ fresh: 0, moved: 1 })
  })
})

test.each<[string, Partial<RentalRow>, string]>([
  ['given back', { paymentState: 'REFUNDED' }, 'done end canceled'],
  ['on its way back', { paymentState: 'REFUNDING' }, 'now end canceling'],
  ['taken', { paymentState: 'PAID' }, 'done end canceled'],
])(
  'of a canceled title that is free of charge, whose payment of nothing is %s, no step speaks of money',
  (_, more, end) => {
    const steps = stepsOf(row({ ...paid, rentalFee: 0, status: 'CANCELED', canceledDate: ENDED, ...more })).map(
      withoutMoney,
    )
    expect(steps.map(({ words }) => words)).not.toContain('paid')
    const last = steps.at(-1)
    expect(`${last?.state} ${last?.title} ${last?.words}`).toBe(end)
  },
)
