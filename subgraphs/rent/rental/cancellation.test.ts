import { describe, expect, test } from 'vitest'
import {
  given,
  outcome,
  decline,
  cancelRental,
  returnRental,
  revokeRental,
  endUnpaid,
  voidPayment,
} from '../testing/given-rental.ts'
import {
  after,
  canceled,
  cancelingPaid,
  cancelingUnknown,
  cancelRequested,
  declined,
  ended,
  MINUTE,
  noon,
  onLoan,
  opened,
  paid,
  PaymentDeclined,
  paymentId,
  payUntil,
  pending,
  refundRecorded,
  refused,
  retryAfter,
  unpaid,
  withoutTerms,
} from '../testing/rentals.ts'
import type { RentalEvent } from './language.ts'

describe('canceling (R6 to R9, R18 to R20)', () => {
  test('R6 payUntil passes on an unpaid or declined rental: canceled, and payment is told', () => {
    const reason = 'PAYMENT_TIMEOUT'
    given(unpaid)
      .when(endUnpaid)
      .then(cancelRequested({ reason, requestedDate: payUntil }), canceled({ reason, canceledDate: payUntil }))
    given(declined)
      .when(endUnpaid)
      .then(
        cancelRequested({ reason, requestedDate: payUntil, paymentId }),
        canceled({ reason, canceledDate: payUntil }),
      )
    given(declined).when(endUnpaid).thenState({ status: 'CANCELED', cancelReason: reason, paymentState: 'DECLINED' })
  })

  test('R6 a member cancels an unpaid or declined rental', () => {
    given(unpaid).when(cancelRental).then(cancelRequested(), canceled())
    expect(outcome(declined, cancelRental)).toBe('CANCELED')
  })

  test('R6 stays quiet before payUntil and once the rental is paid', () => {
    given(declined)
      .when({ type: 'endUnpaid', now: after(1) })
      .thenNothing()
    for (const past of [paid, onLoan, refused, cancelingUnknown, ended.RETURNED])
      given(past).when(endUnpaid).thenNothing()
  })

  test('R7 payUntil passes while the payment is pending: CANCELING until its outcome is known', () => {
    given(pending)
      .when(endUnpaid)
      .then(cancelRequested({ reason: 'PAYMENT_TIMEOUT', requestedDate: payUntil }))
  })

  test('R7 hard case 12: a member cancels while the payment is pending', () => {
    const asked = given(pending).when(cancelRental)
    asked.then(cancelRequested())
    asked.thenState({ status: 'CANCELING', paymentState: 'PENDING', refundState: null, retryAfter: null })
    expect(outcome(pending, cancelRental)).toBe('CANCELING')
  })

  test('R8 nothing was charged: canceled, for the reason it was asked for', () => {
    given(cancelingUnknown).when(voidPayment).then({ type: 'PaymentVoided', paymentId: null }, canceled())
    given(cancelingUnknown).when(decline).then(PaymentDeclined, canceled())
    const timedOut = [...pending, cancelRequested({ reason: 'PAYMENT_TIMEOUT' })]
    given(timedOut).when(voidPayment).thenState({ cancelReason: 'PAYMENT_TIMEOUT', paymentState: 'UNPAID' })
    given(timedOut)
      .when({ type: 'voidPayment', paymentId, now: noon })
      .thenState({ status: 'CANCELED', paymentId, paymentStatus: 'VOIDED' })
  })

  test('R8 stays quiet for the decline of an earlier attempt', () => {
    const secondAttempt: RentalEvent = { type: 'PaymentRequested', attemptNo: 2, retryAfter }
    given([...declined, secondAttempt, cancelRequested()])
      .when(decline)
      .thenNothing()
  })

  test('R8 stays quiet when the money is known to be taken, and when nothing is being canceled', () => {
    given(cancelingPaid).when(voidPayment).thenNothing()
    given(cancelingPaid).when(decline).thenNothing()
    for (const past of [pending, paid, onLoan, refused, ended.CANCELED]) given(past).when(voidPayment).thenNothing()
  })

  test('R9 a member cancels before the loan starts: the money goes back first', () => {
    const asked = given(paid).when(cancelRental)
    asked.then(cancelRequested({ paymentId }))
    asked.thenState({ status: 'CANCELING', paymentState: 'REFUNDING', refundState: 'PENDING' })
    expect(outcome(paid, cancelRental)).toBe('REFUND_PENDING')
  })

  test('R18 within the window a loan can still be canceled', () => {
    const soon = { ...cancelRental, now: after(9 * MINUTE) }
    given(onLoan)
      .when(soon)
      .then(cancelRequested({ paymentId, loanStarted: true, requestedDate: after(9 * MINUTE) }))
    expect(outcome(onLoan, soon)).toBe('REFUND_PENDING')
  })

  test('R19 otherwise a loan is returned, not canceled', () => {
    given(onLoan)
      .when({ ...cancelRental, now: after(10 * MINUTE) })
      .thenRefused({ code: 'CANCEL_WINDOW_CLOSED' })
    given(onLoan.map(withoutTerms)).when(cancelRental).thenRefused({ code: 'CANCEL_WINDOW_CLOSED' })
  })

  test('R18 a book that was opened is returned, not canceled, however soon', () => {
    given(opened).when(cancelRental).thenRefused({ code: 'CANCEL_WINDOW_CLOSED' })
    expect(outcome(opened, returnRental)).toBe('RETURNED')
  })

  test('R24 the library takes a book back, opened or not, and the money goes back first', () => {
    for (const past of [onLoan, opened]) {
      const revoked = given(past).when({ ...revokeRental, note: 'The publisher asked.' })
      revoked.then(cancelRequested({ paymentId, reason: 'LIBRARY', note: 'The publisher asked.', loanStarted: true }))
      revoked.thenState({ status: 'CANCELING', paymentState: 'REFUNDING' })
      expect(outcome(past, revokeRental)).toBe('REFUND_PENDING')
    }
    given([...onLoan, refundRecorded])
      .when(revokeRental)
      .then(
        cancelRequested({ paymentId, reason: 'LIBRARY', loanStarted: true }),
        canceled({ reason: 'LIBRARY', refundedAmount: 3_000 }),
      )
    given([...onLoan, refundRecorded])
      .when(revokeRental)
      .thenState({ status: 'CANCELED', paymentState: 'REFUNDED' })
  })

  test('R24 what waits for its loan is refused instead, and what is ending stays as it is', () => {
    for (const past of [pending, paid]) given(past).when(revokeRental).thenRefused({ code: 'NOT_ON_LOAN' })
    for (const past of [refused, cancelingPaid, ended.RETURNED, ended.EXPIRED, ended.CANCELED]) {
      given(past).when(revokeRental).thenNothing()
    }
  })

  test('R20 canceling or returning what is over stays quiet and says what it is', () => {
    const told = { RETURNED: 'ALREADY_RETURNED', EXPIRED: 'ALREADY_EXPIRED', CANCELED: 'ALREADY_CANCELED' } as const
    for (const status of ['RETURNED', 'EXPIRED', 'CANCELED'] as const) {
      for (const command of [cancelRental, returnRental]) {
        given(ended[status]).when(command).thenNothing()
        expect(outcome(ended[status], command)).toBe(told[status])
      }
    }
  })

  test('R20b canceling again while the money is on its way back', () => {
    for (const past of [refused, cancelingPaid, cancelingUnknown]) {
      given(past).when(cancelRental).thenNothing()
      expect(outcome(past, cancelRental)).toBe('REFUND_PENDING')
    }
  })

  test('H11 canceling another member’s rental is refused', () => {
    given(paid)
      .when({ ...cancelRental, userId: 'lee' })
      .thenRefused({ code: 'RENTAL_NOT_FOUND' })
  })
})
