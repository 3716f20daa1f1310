import { happens, refuses, staysQuiet, type Decision } from '@ebook/chassis/decider'
import type {
  ChargeOutcome,
  PaymentCommand,
  PaymentEvent,
  PaymentMethod,
  PaymentRefusal,
  RefundReason,
} from './language.ts'
import { amountToCharge, CURRENCY, LEAST_CHARGE, refundKey, waitsForPoints, type Payment } from './state.ts'

export type PaymentDecision = Decision<PaymentEvent, PaymentRefusal>

/**
 * What a command leads to. P1 … P15 are the rows of the state table in docs/domain.md, section 8.
 *
 * What the provider or promotion answers may come late, twice, or to a payment that has moved on: then it stays quiet.
 */
export function decide(command: PaymentCommand, payment: Payment | undefined): PaymentDecision {
  if (command.type === 'requestPayment') return payment === undefined ? request(command) : staysQuiet
  if (command.type === 'cancelPayment') return payment === undefined ? bury(command) : cancel(command, payment)
  if (payment === undefined) return refuses({ code: 'PAYMENT_NOT_FOUND' })
  switch (command.type) {
    case 'recordSpend':
      return recordSpend(command, payment)
    case 'supersedePayment':
      return waitsForPoints(payment) ? happens({ type: 'PayDeclined', reasonCode: 'SUPERSEDED' }) : staysQuiet
    case 'recordCharge':
      return recordCharge(command, payment)
    case 'recordReturn':
      return recordReturn(command, payment)
    case 'refundPayment':
      return refund(command, payment)
    case 'recordPointsLock':
      return recordPointsLock(command, payment)
    case 'recordRefund':
      return recordRefund(command, payment)
    case 'retryRefund':
      return retryRefund(command, payment)
    case 'recordLateRefundFailure':
      return recordLateRefundFailure(command, payment)
    case 'anonymise': {
      const { pseudonym } = command
      return payment.userId === pseudonym ? staysQuiet : happens({ type: 'Anonymised', pseudonym })
    }
  }
}

type Command<Type extends PaymentCommand['type']> = Extract<PaymentCommand, { type: Type }>

/**
 * Before anybody is asked for points or money (P1). A free rental goes the same way, without the provider. What points
 * leave must be nothing, or as much as the provider takes (P1b): else it ends before any points are taken.
 */
function request(command: Command<'requestPayment'>): PaymentDecision {
  if (command.rentalCanceled) return refuses({ code: 'RENTAL_CANCELED' })
  const { paymentId, rentalId, userId, bookId, rentalFee, pointsToUse, attemptNo, key, now } = command
  const requested: PaymentEvent = {
    type: 'PaymentRequested',
    paymentId,
    rentalId,
    userId,
    bookId,
    method: methodOf(command),
    rentalFee,
    pointsToUse,
    attemptNo,
    key,
    requestedDate: now,
  }
  if (rentalFee === 0) return happens<PaymentEvent>(requested, paid(0, 0, now))
  const left = amountToCharge(command)
  const tooLittle = pointsToUse > 0 && left > 0 && left < LEAST_CHARGE
  return tooLittle
    ? happens<PaymentEvent>(requested, { type: 'PayDeclined', reasonCode: 'POINTS_LEAVE_TOO_LITTLE' })
    : happens(requested)
}

function methodOf({ rentalFee, pointsToUse }: Command<'requestPayment'>): PaymentMethod {
  if (rentalFee === 0) return 'FREE'
  if (pointsToUse === 0) return 'PROVIDER'
  return pointsToUse === rentalFee ? 'POINTS' : 'MIXED'
}

/** What promotion said of the points (P1a). With all of the fee paid nothing is asked of the provider (P1b). */
function recordSpend({ outcome, now }: Command<'recordSpend'>, payment: Payment): PaymentDecision {
  if (!waitsForPoints(payment)) return staysQuiet
  if (outcome.kind === 'insufficient') return happens({ type: 'PayDeclined', reasonCode: 'POINTS_INSUFFICIENT' })
  const { pointsToUse } = payment
  const taken: PaymentEvent = { type: 'PointsTaken', points: pointsToUse }
  return amountToCharge(payment) === 0 ? happens<PaymentEvent>(taken, paid(0, pointsToUse, now)) : happens(taken)
}

/** What the provider said, or did not, of a charge (P2 … P5). */
function recordCharge({ outcome, now }: Command<'recordCharge'>, payment: Payment): PaymentDecision {
  const { status, wrongCharge, voidRequestedFor, action } = payment
  if (status !== 'REQUESTED' || waitsForPoints(payment) || wrongCharge !== null) return staysQuiet
  switch (outcome.kind) {
    case 'charged':
      return recordCharged(outcome, payment, now)
    case 'action': {
      // Also of a payment that is to be voided: the provider may know it by this reference alone.
      const { kind: _, ...needed } = outcome
      return action === null ? happens({ type: 'PaymentActionRequired', ...needed }) : staysQuiet
    }
    case 'declined':
      return happens({ type: 'PayDeclined', reasonCode: outcome.reasonCode })
    case 'voided':
      // Nobody canceled: the time to act is over, and the member may pay by another attempt (P2d).
      return action !== null && voidRequestedFor === null
        ? happens({ type: 'PayDeclined', reasonCode: 'ACTION_EXPIRED' })
        : happens({ type: 'PayVoided' })
    case 'unknown':
      return staysQuiet
  }
}

type Charged = Extract<ChargeOutcome, { readonly kind: 'charged' }>

/** What was charged is what was asked for (P2, P5), or it is no payment (P2c). */
function recordCharged({ amount, currency }: Charged, payment: Payment, now: Date): PaymentDecision {
  const { voidRequestedFor, pointsUsed } = payment
  if (amount !== amountToCharge(payment) || currency !== CURRENCY) {
    return happens({ type: 'WrongChargeFound', amount, currency })
  }
  const charged = paid(amount, pointsUsed, now)
  return voidRequestedFor === null
    ? happens(charged)
    : happens<PaymentEvent>(charged, refundStarted(1, voidRequestedFor))
}

/** A wrong charge went back, so nothing was taken: the attempt has ended (P2c). Until then nobody says anything of it. */
function recordReturn({ outcome }: Command<'recordReturn'>, payment: Payment): PaymentDecision {
  const { status, wrongCharge, voidRequestedFor } = payment
  if (status !== 'REQUESTED' || wrongCharge === null || outcome.kind !== 'refunded') return staysQuiet
  return voidRequestedFor === null
    ? happens({ type: 'PayDeclined', reasonCode: 'WRONG_AMOUNT' })
    : happens({ type: 'PayVoided' })
}

/** Without this tombstone a pay() that arrives after the cancellation takes money that nobody gives back (P6). */
function bury({ paymentId, rentalId, userId, bookId, now }: Command<'cancelPayment'>): PaymentDecision {
  return happens({ type: 'RentalVoided', paymentId, rentalId, userId, bookId, voidedDate: now })
}

/**
 * A cancellation voids what is under way (P5), and gives back what was taken, once (P7, P14, P15). While the points are
 * waited for nobody has been asked for money, and whoever is about to ask finds the payment ended.
 */
function cancel({ reason }: Command<'cancelPayment'>, payment: Payment): PaymentDecision {
  if (waitsForPoints(payment)) return happens({ type: 'PayVoided' })
  if (payment.status === 'REQUESTED') {
    return payment.voidRequestedFor === null ? happens({ type: 'VoidRequested', reason }) : staysQuiet
  }
  return payment.status === 'PAID' ? happens(refundStarted(1, reason)) : staysQuiet
}

/** What was paid goes back, once (P7, P14, P15). */
function refund({ reason, by, keepLoan }: Command<'refundPayment'>, payment: Payment): PaymentDecision {
  // A librarian may borrow; then another one gives the money back.
  if (by === payment.userId) return refuses({ code: 'OWN_RENTAL' })
  switch (payment.status) {
    case 'PAID':
      return happens(refundStarted(1, reason, keepLoan))
    case 'REFUNDING':
    case 'REFUNDED':
    // Only a librarian's retryRefund leads out of it (P12).
    case 'REFUND_FAILED':
      return staysQuiet
    case 'REQUESTED':
    case 'DECLINED':
    case 'VOIDED':
      return refuses({ code: 'NOTHING_TO_REFUND' })
  }
}

/** The points are locked (P8): money moves only after this; nothing has to move where nothing was charged. */
function recordPointsLock(command: Command<'recordPointsLock'>, payment: Payment): PaymentDecision {
  const { refundAttempt, revoked, shortfall, now } = command
  if (!isUnderWay(payment, refundAttempt, 'POINTS')) return staysQuiet
  const locked: PaymentEvent = { type: 'PointsLocked', revoked, shortfall }
  return payment.chargedAmount === 0 ? happens(locked, refunded(payment, now)) : happens(locked)
}

/** What the provider said, or did not, of a refund (P10 … P12). */
function recordRefund({ refundAttempt, outcome, now }: Command<'recordRefund'>, payment: Payment): PaymentDecision {
  if (!isUnderWay(payment, refundAttempt, 'PROVIDER')) return staysQuiet
  switch (outcome.kind) {
    case 'refunded':
      return happens(refunded(payment, now))
    case 'failed':
      return happens(refundFailed(payment, outcome.errorCode, false))
    case 'unknown':
      return staysQuiet
  }
}

/** A new attempt, and with it a new provider key, only because the old one is known to have failed (P12). */
function retryRefund({ by }: Command<'retryRefund'>, { userId, status, refund }: Payment): PaymentDecision {
  if (by === userId) return refuses({ code: 'OWN_RENTAL' })
  if (status !== 'REFUND_FAILED') return refuses({ code: 'REFUND_NOT_FAILED' })
  return happens(refundStarted(refund.attempt + 1, refund.reason, refund.keepLoan))
}

/**
 * The only way out of REFUNDED (P13). What is said of an earlier attempt's refund says nothing about this one's.
 *
 * The provider may tell before its own answer was recorded: that is P12, and the answer, which may still be under way,
 * must not count any more.
 */
function recordLateRefundFailure(
  { refundId, errorCode }: Command<'recordLateRefundFailure'>,
  payment: Payment,
): PaymentDecision {
  const attempt = payment.refund?.attempt ?? 0
  if (refundKey(payment.id, attempt) !== refundId) return staysQuiet
  if (payment.status === 'REFUNDED') return happens(refundFailed(payment, errorCode, true))
  return isUnderWay(payment, attempt, 'PROVIDER') ? happens(refundFailed(payment, errorCode, false)) : staysQuiet
}

function isUnderWay({ status, refund }: Payment, attempt: number, step: 'POINTS' | 'PROVIDER'): boolean {
  return status === 'REFUNDING' && refund?.attempt === attempt && refund.step === step
}

const paid = (chargedAmount: number, pointsUsed: number, paidDate: Date): PaymentEvent => ({
  type: 'Paid',
  chargedAmount,
  pointsUsed,
  paidDate,
})

const refundStarted = (refundAttempt: number, reason: RefundReason, keepLoan = false): PaymentEvent => ({
  type: 'RefundStarted',
  refundAttempt,
  reason,
  keepLoan,
})

const refunded = (payment: Payment, refundedDate: Date): PaymentEvent => ({
  type: 'Refunded',
  amount: payment.chargedAmount,
  pointsReturned: payment.pointsUsed - payment.pointsReturned,
  refundedDate,
})

const refundFailed = (payment: Payment, errorCode: string, wasRefunded: boolean): PaymentEvent => ({
  type: 'RefundFailed',
  errorCode,
  wasRefunded,
  amount: payment.chargedAmount,
})
