import { describe, expect, test } from 'vitest'
import {
  given,
  outcome,
  stateAfter,
  cancelRental,
  openRental,
  refund,
  refuse,
  returnRental,
  startLoan,
} from '../testing/given-rental.ts'
import {
  after,
  bookId,
  cancelingPaid,
  cancelingUnknown,
  cancelRequested,
  copyId,
  DAY,
  declined,
  dueAt,
  ended,
  LoanOpened,
  LoanStarted,
  noon,
  onLoan,
  opened,
  paid,
  PaymentConfirmed,
  paymentId,
  pending,
  RefusalNoted,
  refused,
  rentalId,
  unpaid,
  withoutTerms,
} from '../testing/rentals.ts'
import type { RentalEvent } from './language.ts'
import { evolve, isReadable } from './state.ts'

describe('the librarian’s decision (R10, R11, R13)', () => {
  test('R10 an approval starts the loan', () => {
    given(paid).when(startLoan).then(LoanStarted)
    given(paid).when(startLoan).thenState({ status: 'APPROVED', startsAt: noon, dueAt, copyId, renewalCount: 0 })
  })

  test('R10 the loan ends with the licence (hard case 15)', () => {
    given(paid)
      .when({ ...startLoan, licenceExpiresAt: after(7 * DAY) })
      .thenState({ dueAt: after(7 * DAY), licenceEndsAt: after(7 * DAY) })
    given(paid)
      .when({ ...startLoan, licenceExpiresAt: after(30 * DAY) })
      .thenState({ dueAt })
  })

  test('R10 N1.1 an approval that is earlier than the payment’s answer proves the payment first', () => {
    given(pending).when(startLoan).then(PaymentConfirmed, LoanStarted)
    given(pending).when(startLoan).thenState({ status: 'APPROVED', paymentState: 'PAID', paymentId, retryAfter: null })
  })

  test('R10 N17 the period is the one that was paid for, whatever book says since', () => {
    given(paid)
      .when({ ...startLoan, loanPeriodDays: 3 })
      .thenState({ dueAt })
    given(paid.map(withoutTerms))
      .when({ ...startLoan, loanPeriodDays: 3 })
      .thenState({ dueAt: after(3 * DAY) })
  })

  test('R10 what was charged is what the approval says, and the fee when it says nothing', () => {
    given(pending)
      .when({ ...startLoan, chargedAmount: 1_000 })
      .then({ type: 'PaymentConfirmed', paymentId, chargedAmount: 1_000 }, LoanStarted)
  })

  test('R10b an approval that is heard when less than half of the period is left gives the money back instead', () => {
    for (const left of [7 * DAY - 1, 1, 0, -DAY]) {
      const late = given(paid).when({ ...startLoan, licenceExpiresAt: after(left) })
      late.then(cancelRequested({ paymentId, reason: 'LICENCE_ENDED' }))
      late.thenState({ status: 'CANCELING', paymentState: 'REFUNDING', dueAt: null })
    }
    given(pending)
      .when({ ...startLoan, licenceExpiresAt: after(DAY) })
      .then(PaymentConfirmed, cancelRequested({ paymentId, reason: 'LICENCE_ENDED' }))
  })

  test('R10b a member who accepted a shorter loan gets it', () => {
    const accepted = paid.map((event) =>
      event.type === 'Rented' ? { ...event, shorterLoanEnds: after(5 * DAY) } : event,
    )
    const approved = (licenceExpiresAt: Date) => given(accepted).when({ ...startLoan, licenceExpiresAt })
    approved(after(5 * DAY)).thenState({ status: 'APPROVED', dueAt: after(5 * DAY) })
    approved(after(2 * DAY)).thenState({ status: 'CANCELING', cancelRequestedFor: 'LICENCE_ENDED' })
    given(accepted).when(startLoan).thenState({ status: 'APPROVED', dueAt })
  })

  test('R10b R12 its refund ends it for the reason that rent knows', () => {
    given([...paid, cancelRequested({ paymentId, reason: 'LICENCE_ENDED' })])
      .when({ ...refund, reason: 'ADMIN' })
      .thenState({ status: 'CANCELED', cancelReason: 'LICENCE_ENDED', paymentState: 'REFUNDED' })
  })

  test('R10 stays quiet on a loan, and on one that is over (H9: a return is not undone)', () => {
    for (const past of [onLoan, ended.RETURNED, ended.EXPIRED]) given(past).when(startLoan).thenNothing()
  })

  test('R11 a refusal is noted; payment gives the money back by itself', () => {
    given(paid).when(refuse).then(RefusalNoted)
    given(paid).when(refuse).thenState({ status: 'REFUSED', paymentState: 'REFUNDING', refundState: 'PENDING' })
    given(pending).when(refuse).thenState({ status: 'REFUSED', paymentState: 'REFUNDING', paymentId })
  })

  test('R11 H4 a loan is not refused', () => {
    given(onLoan).when(refuse).thenNothing()
    given(ended.RETURNED).when(refuse).thenNothing()
  })

  test('R13 hard case 2: a decision about what is ending changes nothing and is remembered', () => {
    for (const past of [cancelingUnknown, cancelingPaid, refused, ended.CANCELED]) {
      given(past).when(startLoan).then({ type: 'ApprovalVoided', decision: 'APPROVED' })
      given(past).when(refuse).then({ type: 'ApprovalVoided', decision: 'REFUSED' })
      const before = stateAfter(past)
      expect(evolve(before, { type: 'ApprovalVoided', decision: 'APPROVED' })).toEqual(before)
    }
  })
})

describe('reading (R23)', () => {
  test('R23 the first opening is remembered and told, the next ones are not', () => {
    given(onLoan).when(openRental).then(LoanOpened)
    given(onLoan).when(openRental).thenState({ status: 'APPROVED', openedDate: noon })
    given(opened)
      .when({ ...openRental, now: after(DAY) })
      .thenNothing()
  })

  test('R23b what is not on loan yet, or no more, is not opened', () => {
    for (const past of [unpaid, pending, declined, paid]) {
      given(past).when(openRental).thenRefused({ code: 'NOT_READABLE_YET' })
    }
    for (const past of [refused, cancelingUnknown, cancelingPaid, ended.RETURNED, ended.EXPIRED, ended.CANCELED]) {
      const { status } = stateAfter(past)
      given(past)
        .when(openRental)
        .thenRefused({ code: 'NOT_READABLE', status: status as 'REFUSED' })
    }
    given(onLoan)
      .when({ ...openRental, now: dueAt })
      .thenRefused({ code: 'NOT_READABLE', status: 'EXPIRED' })
  })

  test('R23 another member does not open it', () => {
    given(onLoan)
      .when({ ...openRental, userId: 'lee' })
      .thenRefused({ code: 'RENTAL_NOT_FOUND' })
  })
})

describe('the loan’s end (R15, R16)', () => {
  const Expired: RentalEvent = { type: 'Expired', rentalId, bookId, copyId, dueAt, expiredDate: after(15 * DAY) }

  test('R15 the member or a librarian returns the book', () => {
    const Returned: RentalEvent = { type: 'Returned', rentalId, bookId, copyId, returnedDate: noon, early: true }
    given(onLoan).when(returnRental).then(Returned)
    given(onLoan)
      .when({ ...returnRental, userId: 'park', admin: true })
      .then(Returned)
    expect(outcome(onLoan, returnRental)).toBe('RETURNED')
  })

  test('R15 another member cannot', () => {
    given(onLoan)
      .when({ ...returnRental, userId: 'lee' })
      .thenRefused({ code: 'RENTAL_NOT_FOUND' })
  })

  test('R15 H10 what is not on loan cannot be returned', () => {
    for (const past of [unpaid, pending, declined, paid, refused, cancelingUnknown, cancelingPaid]) {
      given(past).when(returnRental).thenRefused({ code: 'NOT_ON_LOAN' })
    }
  })

  test('R16 a loan expires once it is due', () => {
    given(onLoan)
      .when({ type: 'expireRental', now: after(15 * DAY) })
      .then(Expired)
    given(onLoan).when({ type: 'expireRental', now: dueAt }).thenState({ status: 'EXPIRED', expiredDate: dueAt })
  })

  test('R16 stays quiet before that, and on what is not on loan', () => {
    given(onLoan)
      .when({ type: 'expireRental', now: after(14 * DAY - 1) })
      .thenNothing()
    for (const past of [paid, refused, ended.RETURNED, ended.EXPIRED]) {
      given(past)
        .when({ type: 'expireRental', now: after(15 * DAY) })
        .thenNothing()
    }
  })

  test('R16 hard case 10: a return or cancellation after dueAt finds the loan expired, however late the sweep is', () => {
    for (const command of [returnRental, cancelRental]) {
      const late = { ...command, now: after(15 * DAY) }
      given(onLoan).when(late).then(Expired)
      expect(outcome(onLoan, late)).toBe('ALREADY_EXPIRED')
    }
  })

  test('R16 G6 a loan is readable until dueAt and not a millisecond longer', () => {
    const rental = stateAfter(onLoan)
    expect(isReadable(rental, noon)).toBe(true)
    expect(isReadable(rental, new Date(dueAt.getTime() - 1))).toBe(true)
    expect(isReadable(rental, dueAt)).toBe(false)
    expect(isReadable(stateAfter(ended.RETURNED), noon)).toBe(false)
  })
})
