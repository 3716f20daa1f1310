import { describe, expect, test } from 'vitest'
import {
  awaitMember,
  cancelRental,
  confirm,
  decline,
  endUnpaid,
  given,
  outcome,
  payRental,
  voidPayment,
} from '../testing/given-rental.ts'
import {
  after,
  canceled,
  cancelingUnknown,
  cancelRequested,
  declined,
  MINUTE,
  onLoan,
  paid,
  paymentId,
  PaymentConfirmed,
  PaymentDeclined,
  PaymentRequested,
  PaymentWaitsForMember,
  payUntil,
  pending,
  refused,
  retryAfter,
  unpaid,
  waiting,
} from '../testing/rentals.ts'

describe('a payment that waits for the member', () => {
  test('R26 the member is to act: no timer asks again, and the payment is known', () => {
    given(pending).when(awaitMember).then(PaymentWaitsForMember())
    const state = {
      paymentState: 'ACTION_REQUIRED',
      retryAfter: null,
      paymentId,
      paymentStatus: 'REQUESTED',
      payUntil,
    } as const
    given(pending).when(awaitMember).thenState(state)
    given(waiting)
      .when({ type: 'retryPayment', retryAfter, now: after(MINUTE) })
      .thenNothing()
    given(waiting)
      .when({ type: 'deferPayment', attemptNo: 1, reason: 'TIMEOUT', paymentId: null, retryAfter })
      .thenNothing()
  })

  test('R26 the time to pay is put off to the end of the member’s page, once, and by half an hour at most', () => {
    const until = after(25 * MINUTE)
    given(pending)
      .when({ ...awaitMember, expiresAt: until })
      .then(PaymentWaitsForMember(until))
    given(pending)
      .when({ ...awaitMember, expiresAt: until })
      .thenState({ payUntil: until, payUntilRaised: true })
    given(pending)
      .when({ ...awaitMember, expiresAt: after(90 * MINUTE) })
      .thenState({ payUntil: after(30 * MINUTE) })
    const again = [
      ...pending,
      PaymentWaitsForMember(until),
      { ...PaymentDeclined },
      { ...PaymentRequested, attemptNo: 2 },
    ]
    given(again)
      .when({ ...awaitMember, attemptNo: 2, expiresAt: after(50 * MINUTE), now: after(20 * MINUTE) })
      .thenState({ paymentState: 'ACTION_REQUIRED', payUntil: until })
  })

  test('R26 said late, again or of another attempt, it changes nothing', () => {
    for (const past of [unpaid, waiting, declined, paid, refused, onLoan, cancelingUnknown])
      given(past).when(awaitMember).thenNothing()
    given(pending)
      .when({ ...awaitMember, attemptNo: 2 })
      .thenNothing()
  })

  test('R26 R4 paying again is paying where it waits: the same attempt, and with the same points', () => {
    given(waiting).when(payRental).thenNothing()
    given(waiting)
      .when({ ...payRental, pointsToUse: 1_000 })
      .thenRefused({ code: 'NOT_PAYABLE' })
    given(waiting)
      .when({ ...payRental, now: payUntil })
      .thenRefused({ code: 'NOT_PAYABLE' })
  })

  test('R2 R5 it ends as any other: PAID, or DECLINED and another attempt', () => {
    given(waiting).when(confirm).then(PaymentConfirmed)
    given(waiting).when(decline).then(PaymentDeclined)
    given([...waiting, PaymentDeclined])
      .when(payRental)
      .thenState({ attemptNo: 2, paymentState: 'PENDING' })
  })

  test('R7 R8 canceled, or not paid in time: CANCELING until payment says that its page is closed', () => {
    given(waiting).when(cancelRental).then(cancelRequested({ paymentId }))
    given(waiting).when(endUnpaid).thenState({ status: 'CANCELING' })
    expect(outcome(waiting, cancelRental)).toBe('CANCELING')
    given([...waiting, cancelRequested({ paymentId })])
      .when(voidPayment)
      .then({ type: 'PaymentVoided', paymentId: null }, canceled())
  })
})
