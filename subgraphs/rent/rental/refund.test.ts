import { describe, test } from 'vitest'
import { given, stateAfter, cancelRental, confirm, refund, failRefund } from '../testing/given-rental.ts'
import {
  canceled,
  cancelingPaid,
  ended,
  onLoan,
  paid,
  PaymentConfirmed,
  paymentId,
  pending,
  refundRecorded,
  refused,
} from '../testing/rentals.ts'
import type { RentalEvent } from './language.ts'

describe('money back (R12, R14, R20c, R22)', () => {
  test('R12 F9 the refund ends a refused or canceled rental, for the refund’s reason', () => {
    given(refused)
      .when(refund)
      .then(refundRecorded, canceled({ reason: 'REFUSED', refundedAmount: 3_000 }))
    given(cancelingPaid)
      .when({ ...refund, reason: 'MEMBER' })
      .thenState({ status: 'CANCELED', cancelReason: 'MEMBER', paymentState: 'REFUNDED', refundState: 'DONE' })
  })

  test('R12 hard case 14: a refund that overtakes everything ends the rental too', () => {
    for (const past of [pending, paid, onLoan]) {
      given(past)
        .when({ ...refund, reason: 'ADMIN' })
        .then(refundRecorded, canceled({ reason: 'ADMIN', refundedAmount: 3_000 }))
    }
  })

  test('R12 a loan goes on when the refund is to leave it, and is then returned, not canceled', () => {
    const kept = given(onLoan).when({ ...refund, reason: 'ADMIN', keepLoan: true })
    kept.then(refundRecorded)
    kept.thenState({ status: 'APPROVED', paymentState: 'REFUNDED', refundState: 'DONE' })
    given([...onLoan, refundRecorded])
      .when(cancelRental)
      .thenRefused({ code: 'CANCEL_WINDOW_CLOSED' })
    given(paid)
      .when({ ...refund, reason: 'ADMIN', keepLoan: true })
      .thenState({ status: 'CANCELED' })
  })

  test('R12 stays quiet for a refund heard twice', () => {
    given([...refused, refundRecorded, canceled({ reason: 'REFUSED', refundedAmount: 3_000 })])
      .when(refund)
      .thenNothing()
  })

  test('R14 hard case 13: a payment after the cancellation is asked back', () => {
    const late = given(ended.CANCELED).when(confirm)
    late.then(PaymentConfirmed, { type: 'RefundRequested', paymentId, reason: 'PAID_AFTER_CANCEL' })
    late.thenState({ status: 'CANCELED', paymentState: 'REFUNDING', refundState: 'PENDING', paymentId })
  })

  test('R14 asks once, and not when the refund is known', () => {
    const asked: RentalEvent[] = [PaymentConfirmed, { type: 'RefundRequested', paymentId, reason: 'PAID_AFTER_CANCEL' }]
    given([...ended.CANCELED, ...asked])
      .when(confirm)
      .thenNothing()
    given([...paid, refundRecorded, canceled({ reason: 'ADMIN', refundedAmount: 3_000 })])
      .when(confirm)
      .thenNothing()
  })

  test('R14 the refund that was asked for is recorded without a second cancellation', () => {
    given([...ended.CANCELED, PaymentConfirmed, { type: 'RefundRequested', paymentId, reason: 'PAID_AFTER_CANCEL' }])
      .when({ ...refund, reason: 'PAID_AFTER_CANCEL' })
      .then(refundRecorded)
  })

  test('R20c a goodwill refund after the loan is recorded and changes nothing else', () => {
    for (const status of ['RETURNED', 'EXPIRED'] as const) {
      const goodwill = given(ended[status]).when({ ...refund, reason: 'ADMIN' })
      goodwill.then(refundRecorded)
      goodwill.thenState({ status, paymentState: 'REFUNDED', refundState: 'DONE', cancelReason: null })
    }
  })

  test('R22 a refund that failed for good is visible, and the rental stays where it is', () => {
    for (const past of [refused, cancelingPaid]) {
      const { status } = stateAfter(past)
      given(past)
        .when(failRefund)
        .thenState({ status, refundState: 'FAILED', paymentState: 'REFUNDING', paymentStatus: 'REFUND_FAILED' })
    }
  })

  test('R22 a refund that succeeds after all ends the rental', () => {
    const failed: RentalEvent = { type: 'RefundFailureNoted', paymentId, errorCode: 'ACCOUNT_CLOSED' }
    given([...refused, failed])
      .when(refund)
      .thenState({ status: 'CANCELED', refundState: 'DONE' })
  })

  test('R22 a refund that is undone later (P13) is visible on the ended rental', () => {
    given([...refused, refundRecorded, canceled({ reason: 'REFUSED', refundedAmount: 3_000 })])
      .when(failRefund)
      .thenState({ status: 'CANCELED', refundState: 'FAILED', paymentState: 'REFUNDING', refundedAmount: null })
    given(ended.RETURNED)
      .when(failRefund)
      .thenState({ status: 'RETURNED', refundState: 'FAILED', paymentState: 'PAID' })
  })
})
