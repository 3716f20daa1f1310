import { describe, expect, test } from 'vitest'
import { given as givenDecider } from '@ebook/chassis/testing/given'
import {
  awaitingPoints,
  cancelPayment,
  chargeOf,
  declined,
  endedFor,
  givingBack,
  lockingPoints,
  noon,
  Paid,
  paid,
  paidMixed,
  PayDeclined,
  paymentId,
  PaymentRequested,
  PayVoided,
  PointsLocked,
  PointsTaken,
  pointsTaken,
  recordCharge,
  recordLateRefundFailure,
  recordPointsLock,
  recordRefund,
  recordSpend,
  Refunded,
  refunded,
  RefundFailed,
  refundFailed,
  refundPayment,
  RefundStarted,
  RentalVoided,
  requested,
  requestPayment,
  retryRefund,
  secondAttempt,
  tombstone,
  userId,
  voided,
  voiding,
  VoidRequested,
} from '../testing/payments.ts'
import { decide } from './decide.ts'
import type { PaymentCommand, PaymentEvent, PaymentRefusal } from './language.ts'
import { amountToCharge, evolve, nextStepOf, refundKey, type Payment } from './state.ts'

const given = (past?: readonly PaymentEvent[]) =>
  givenDecider<PaymentCommand, PaymentEvent, Payment, PaymentRefusal>({ decide, evolve }, past)
const stateAfter = (past: readonly PaymentEvent[]) => past.reduce<Payment | undefined>(evolve, undefined) as Payment

const charged = recordCharge(chargeOf(3_000))
const restCharged = recordCharge(chargeOf(1_800))
const refusedByProvider = recordCharge({ kind: 'declined', reasonCode: 'NO_FUNDS' })
const neverCharged = recordCharge({ kind: 'voided' })
const noAnswer = recordCharge({ kind: 'unknown' })
const givenBack = recordRefund({ kind: 'refunded' })
const failedForGood = recordRefund({ kind: 'failed', errorCode: 'ACCOUNT_CLOSED' })

describe('taking money', () => {
  test('P1 a payment is REQUESTED before anybody is asked for money', () => {
    given().when(requestPayment()).then(PaymentRequested())
    given().when(requestPayment()).thenState({ status: 'REQUESTED', chargedAmount: 0, method: 'PROVIDER' })
  })

  test('P1 P6 a payment of a canceled rental is refused: the VOIDED tombstone blocks it', () => {
    given()
      .when(requestPayment({ rentalCanceled: true }))
      .thenRefused({ code: 'RENTAL_CANCELED' })
  })

  test('P1 the same request again changes nothing, whatever became of it', () => {
    for (const past of [requested, paid, declined, voided, lockingPoints, refunded]) {
      given(past).when(requestPayment()).thenNothing()
    }
  })

  test('P1 a free rental is paid at once, without the provider', () => {
    given()
      .when(requestPayment({ rentalFee: 0 }))
      .then(PaymentRequested({ rentalFee: 0, method: 'FREE' }), Paid(0))
  })

  test('P2 the provider charged: PAID', () => {
    given(requested).when(charged).then(Paid())
    given(requested).when(charged).thenState({ status: 'PAID', chargedAmount: 3_000, paidDate: noon })
  })

  test('P2 statement 10 the charge is the fee fixed at the request', () => {
    given([PaymentRequested({ rentalFee: 4_700 })])
      .when(recordCharge(chargeOf(4_700)))
      .then(Paid(4_700))
  })

  test('P3 the provider declines: DECLINED', () => {
    given(requested).when(refusedByProvider).then(PayDeclined)
    given(requested).when(refusedByProvider).thenState({ status: 'DECLINED', chargedAmount: 0 })
  })

  test('P4 no answer: it stays REQUESTED and the same charge is asked about again', () => {
    given(requested).when(noAnswer).thenNothing()
    expect(nextStepOf(stateAfter(requested))).toBe('CHARGE')
  })

  test('P2 P3 what the provider says again changes nothing', () => {
    for (const past of [paid, declined, voided, lockingPoints, refunded]) {
      for (const answer of [charged, refusedByProvider, neverCharged, noAnswer]) given(past).when(answer).thenNothing()
    }
  })
})

describe('points that pay', () => {
  const spent = recordSpend('spent')
  const tooFew = recordSpend('insufficient')
  const allWithPoints = requestPayment({ pointsToUse: 3_000 })
  const awaitingAll = [PaymentRequested({ method: 'POINTS', pointsToUse: 3_000 })]

  test('P1 P1a a payment waits for its points before anybody is asked for money', () => {
    given()
      .when(requestPayment({ pointsToUse: 1_200 }))
      .then(...awaitingPoints)
    given()
      .when(allWithPoints)
      .then(...awaitingAll)
    expect(nextStepOf(stateAfter(awaitingPoints))).toBe('SPEND_POINTS')
    for (const answer of [charged, refusedByProvider, neverCharged]) given(awaitingPoints).when(answer).thenNothing()
  })

  test('P1a P1b promotion has taken them: the rest is charged, and no more', () => {
    given(awaitingPoints).when(spent).then(PointsTaken(1_200))
    expect(nextStepOf(stateAfter(pointsTaken))).toBe('CHARGE')
    expect(amountToCharge(stateAfter(pointsTaken))).toBe(1_800)
    given(pointsTaken).when(restCharged).then(Paid(1_800, 1_200))
    given(pointsTaken)
      .when(restCharged)
      .thenState({ status: 'PAID', method: 'MIXED', chargedAmount: 1_800, pointsUsed: 1_200 })
  })

  test('P1b points pay all of it: PAID, and nothing is asked of the provider', () => {
    given(awaitingAll).when(spent).then(PointsTaken(3_000), Paid(0, 3_000))
    given(awaitingAll).when(spent).thenState({ status: 'PAID', method: 'POINTS', chargedAmount: 0, pointsUsed: 3_000 })
  })

  test('P1b points must leave nothing, or as much as the provider takes: else none are taken', () => {
    for (const pointsToUse of [2_901, 2_999]) {
      given()
        .when(requestPayment({ pointsToUse }))
        .then(PaymentRequested({ method: 'MIXED', pointsToUse }), endedFor('POINTS_LEAVE_TOO_LITTLE'))
    }
    given()
      .when(requestPayment({ pointsToUse: 2_900 }))
      .thenState({ status: 'REQUESTED' })
    // A fee that is that small by itself is charged as ever.
    given()
      .when(requestPayment({ rentalFee: 50 }))
      .thenState({ status: 'REQUESTED' })
  })

  test('P1a too few: DECLINED, with nothing charged; what promotion says again, or later, changes nothing', () => {
    given(awaitingPoints).when(tooFew).then(endedFor('POINTS_INSUFFICIENT'))
    for (const past of [pointsTaken, paidMixed, [...awaitingPoints, endedFor('POINTS_INSUFFICIENT')], requested]) {
      for (const answer of [spent, tooFew]) given(past).when(answer).thenNothing()
    }
  })

  test('P1c a later attempt takes the place of one that waits for points; the answer that comes then takes nothing', () => {
    given(awaitingPoints).when({ type: 'supersedePayment' }).then(endedFor('SUPERSEDED'))
    given([...awaitingPoints, endedFor('SUPERSEDED')])
      .when(spent)
      .thenNothing()
    for (const past of [requested, pointsTaken, paid, declined])
      given(past).when({ type: 'supersedePayment' }).thenNothing()
  })

  test('P1c canceled while it waits for points: VOIDED at once, for nobody was asked for money', () => {
    given(awaitingPoints).when(cancelPayment()).then(PayVoided)
    given([...awaitingPoints, PayVoided])
      .when(spent)
      .thenNothing()
  })

  test('P5 canceled when they were taken: the charge is voided, or comes back with them', () => {
    const voidingMixed = [...pointsTaken, VoidRequested()]
    given(pointsTaken).when(cancelPayment()).then(VoidRequested())
    given(voidingMixed).when(neverCharged).then(PayVoided)
    given(voidingMixed).when(restCharged).then(Paid(1_800, 1_200), RefundStarted('MEMBER'))
  })

  test('P8 P10 the money goes back, and with it the points that paid', () => {
    const back = [...paidMixed, RefundStarted(), PointsLocked()]
    given(back).when(givenBack).then(Refunded(1_800, 1_200))
    given(back).when(givenBack).thenState({ status: 'REFUNDED', pointsReturned: 1_200 })
    const all = [...awaitingAll, PointsTaken(3_000), Paid(0, 3_000), RefundStarted()]
    given(all).when(recordPointsLock()).then(PointsLocked(), Refunded(0, 3_000))
  })

  test('P12 P13 a refund that failed gives back no points; one that came back takes none, and the next gives none twice', () => {
    const back = [...paidMixed, RefundStarted(), PointsLocked()]
    given(back).when(failedForGood).thenState({ status: 'REFUND_FAILED', pointsReturned: 0 })
    const bounced = [...back, Refunded(1_800, 1_200), RefundFailed(true)]
    expect(stateAfter(bounced)).toMatchObject({ status: 'REFUND_FAILED', pointsUsed: 1_200, pointsReturned: 1_200 })
    given([...bounced, RefundStarted('REFUSED', 2), PointsLocked()])
      .when(recordRefund({ kind: 'refunded' }, 2))
      .then(Refunded(1_800, 0))
  })
})

describe('canceled before it was paid', () => {
  test('P5 while the charge is under way its outcome is awaited', () => {
    given(requested).when(cancelPayment('PAYMENT_TIMEOUT')).then(VoidRequested('PAYMENT_TIMEOUT'))
    expect(nextStepOf(stateAfter(voiding))).toBe('VOID')
    given(voiding).when(noAnswer).thenNothing()
    given(voiding).when(cancelPayment()).thenNothing()
  })

  test('P5 it had been charged: Paid is said, and the money goes back at once, for the reason of the cancellation', () => {
    given(voiding).when(charged).then(Paid(), RefundStarted('MEMBER'))
    given(voiding).when(charged).thenState({ status: 'REFUNDING', chargedAmount: 3_000 })
  })

  test('P5 it was declined: PayDeclined', () => {
    given(voiding).when(refusedByProvider).then(PayDeclined)
  })

  test('P5 it was never charged and never will be: PayVoided', () => {
    given(voiding).when(neverCharged).then(PayVoided)
    given(voiding).when(neverCharged).thenState({ status: 'VOIDED', chargedAmount: 0 })
  })

  test('P6 nothing was asked for, or only declined attempts: a VOIDED tombstone', () => {
    given().when(cancelPayment()).then(RentalVoided)
    given().when(cancelPayment()).thenState({ status: 'VOIDED', attemptNo: 0, key: null })
    given(tombstone).when(cancelPayment()).thenNothing()
  })
})

describe('giving money back', () => {
  test('P7 a refusal, a cancellation, a late payment and goodwill all begin with the points', () => {
    given(paid).when(refundPayment('REFUSED')).then(RefundStarted('REFUSED'))
    given(paid).when(cancelPayment('MEMBER')).then(RefundStarted('MEMBER'))
    given(paid).when(refundPayment('PAID_AFTER_CANCEL')).then(RefundStarted('PAID_AFTER_CANCEL'))
    given(paid).when(refundPayment('ADMIN')).then(RefundStarted('ADMIN'))
    expect(nextStepOf(stateAfter(lockingPoints))).toBe('LOCK_POINTS')
  })

  test('P7 a librarian’s goodwill may keep the loan, and a retry of it does too', () => {
    given(paid)
      .when(refundPayment('ADMIN', true))
      .then(RefundStarted('ADMIN', 1, true))
    const failed = [...paid, RefundStarted('ADMIN', 1, true), PointsLocked(), RefundFailed()]
    given(failed)
      .when(retryRefund)
      .then(RefundStarted('ADMIN', 2, true))
    given(lockingPoints).when(refundPayment('ADMIN', true)).thenNothing()
  })

  test('P8 the points are locked: now the money may move, and what promotion answered is kept', () => {
    given(lockingPoints).when(recordPointsLock(1, 40)).then(PointsLocked(40))
    const { refund } = stateAfter([...lockingPoints, PointsLocked(40)])
    expect(refund).toMatchObject({ step: 'PROVIDER', pointsRevoked: 300, pointShortfall: 40 })
    expect(nextStepOf(stateAfter(givingBack))).toBe('REFUND')
  })

  test('P9 PN1 while promotion does not answer, the points are asked for again and no money moves', () => {
    expect(nextStepOf(stateAfter(lockingPoints))).toBe('LOCK_POINTS')
    given(lockingPoints).when(givenBack).thenNothing()
    given(lockingPoints).when(failedForGood).thenNothing()
  })

  test('P8 an answer of an earlier attempt, or a second one, locks nothing', () => {
    given(secondAttempt).when(recordPointsLock(1)).thenNothing()
    given(givingBack).when(recordPointsLock(1)).thenNothing()
    given(refunded).when(recordPointsLock(1)).thenNothing()
  })

  test('P10 the provider gave it back: REFUNDED', () => {
    given(givingBack).when(givenBack).then(Refunded())
    given(givingBack).when(givenBack).thenState({ status: 'REFUNDED' })
  })

  test('P10 a free payment is refunded as soon as its points are locked', () => {
    const free = [PaymentRequested({ rentalFee: 0, method: 'FREE' }), Paid(0), RefundStarted()]
    given(free).when(recordPointsLock()).then(PointsLocked(), Refunded(0))
  })

  test('P11 no answer: the same refund under the same key is asked about again', () => {
    const unknown = recordRefund({ kind: 'unknown' })
    given(givingBack).when(unknown).thenNothing()
    given(givingBack).when(unknown).thenState({ status: 'REFUNDING' })
    expect(nextStepOf(stateAfter(givingBack))).toBe('REFUND')
  })

  test('P12 the provider failed for good: REFUND_FAILED, and nobody is told that money went back', () => {
    given(givingBack).when(failedForGood).then(RefundFailed(false))
    given(givingBack).when(failedForGood).thenState({ status: 'REFUND_FAILED' })
    expect(nextStepOf(stateAfter(refundFailed))).toBeUndefined()
  })

  test('P12 retryRefund begins again with the points, as the next attempt under a new key', () => {
    given(refundFailed).when(retryRefund).then(RefundStarted('REFUSED', 2))
    const keyOf = (past: PaymentEvent[]) => refundKey(paymentId, stateAfter(past).refund?.attempt ?? 0)
    expect(keyOf(secondAttempt)).not.toBe(keyOf(refundFailed))
    expect(keyOf(givingBack)).toBe(keyOf(lockingPoints))
  })

  test('P12 retryRefund of a refund that has not failed is refused', () => {
    for (const past of [requested, paid, declined, voided, lockingPoints, givingBack, refunded]) {
      given(past).when(retryRefund).thenRefused({ code: 'REFUND_NOT_FAILED' })
    }
  })

  test('P12 what the provider says of an earlier attempt says nothing about this one', () => {
    const second = [...secondAttempt, PointsLocked()]
    given(second).when(givenBack).thenNothing()
    given(second).when(failedForGood).thenNothing()
    given(second)
      .when(recordRefund({ kind: 'refunded' }, 2))
      .then(Refunded())
  })

  test('P13 a refund that had been reported done came back: REFUND_FAILED', () => {
    given(refunded).when(recordLateRefundFailure()).then(RefundFailed(true))
    given(refunded).when(recordLateRefundFailure()).thenState({ status: 'REFUND_FAILED' })
    given([...refunded, RefundFailed(true)])
      .when(recordLateRefundFailure())
      .thenNothing()
  })

  test('P12 P13 a late failure that is told before the answer was recorded: the answer counts no more', () => {
    given(givingBack).when(recordLateRefundFailure()).then(RefundFailed(false))
    given(refundFailed).when(givenBack).thenNothing()
  })

  test('P13 a late failure of attempt 1 does not undo the refund of attempt 2', () => {
    given([...secondAttempt, PointsLocked(), Refunded()])
      .when(recordLateRefundFailure(1))
      .thenNothing()
    given(lockingPoints).when(recordLateRefundFailure(1)).thenNothing()
  })

  test('P14 H9 a refund asked for again changes nothing', () => {
    for (const past of [lockingPoints, givingBack, refunded, refundFailed]) {
      given(past).when(refundPayment()).thenNothing()
      given(past).when(cancelPayment()).thenNothing()
    }
  })

  test('P15 nothing was taken, so nothing is given back', () => {
    for (const past of [declined, voided, tombstone, requested]) {
      given(past).when(refundPayment()).thenRefused({ code: 'NOTHING_TO_REFUND' })
    }
    for (const past of [declined, voided, tombstone]) given(past).when(cancelPayment()).thenNothing()
  })

  test('who gives money back is never the member who paid, whatever became of the payment', () => {
    for (const past of [lockingPoints, givingBack, refunded, refundFailed, declined, voided, requested]) {
      given(past)
        .when({ type: 'refundPayment', reason: 'ADMIN', by: userId, now: noon })
        .thenRefused({ code: 'OWN_RENTAL' })
      given(past).when({ type: 'retryRefund', by: userId, now: noon }).thenRefused({ code: 'OWN_RENTAL' })
    }
  })

  test('a payment that is not there is refused', () => {
    for (const command of [charged, refundPayment(), retryRefund, recordPointsLock(), givenBack]) {
      given().when(command).thenRefused({ code: 'PAYMENT_NOT_FOUND' })
    }
  })
})
