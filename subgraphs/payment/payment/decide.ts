import { happens, refuses, staysQuiet, type Decision } from '@ebook/chassis/decider'
import type { PaymentCommand, PaymentEvent, PaymentRefusal, RefundReason } from './language.ts'
import { refundKey, type Payment } from './state.ts'

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
    case 'recordCharge':
      return recordCharge(command, payment)
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
  }
}

type Command<Type extends PaymentCommand['type']> = Extract<PaymentCommand, { type: Type }>

/** Before the provider is asked (P1). A free rental goes the same way, without the provider. */
function request(command: Command<'requestPayment'>): PaymentDecision {
  if (command.rentalCanceled) return refuses({ code: 'RENTAL_CANCELED' })
  const { paymentId, rentalId, userId, bookId, rentalFee, attemptNo, key, now } = command
  const free = rentalFee === 0
  const requested: PaymentEvent = {
    type: 'PaymentRequested',
    paymentId,
    rentalId,
    userId,
    bookId,
    method: free ? 'FREE' : 'PROVIDER',
    rentalFee,
    attemptNo,
    key,
    requestedDate: now,
  }
  return free ? happens<PaymentEvent>(requested, paid(0, now)) : happens(requested)
}

/** What the provider said, or did not, of a charge (P2 … P5). */
function recordCharge({ outcome, now }: Command<'recordCharge'>, payment: Payment): PaymentDecision {
  if (payment.status !== 'REQUESTED') return staysQuiet
  switch (outcome.kind) {
    case 'charged': {
      const { voidRequestedFor, rentalFee } = payment
      return voidRequestedFor === null
        ? happens(paid(rentalFee, now))
        : happens<PaymentEvent>(paid(rentalFee, now), refundStarted(1, voidRequestedFor))
    }
    case 'declined':
      return happens({ type: 'PayDeclined', reasonCode: outcome.reasonCode })
    case 'voided':
      return happens({ type: 'PayVoided' })
    case 'unknown':
      return staysQuiet
  }
}

/** Without this tombstone a pay() that arrives after the cancellation takes money that nobody gives back (P6). */
function bury({ paymentId, rentalId, userId, bookId, now }: Command<'cancelPayment'>): PaymentDecision {
  return happens({ type: 'RentalVoided', paymentId, rentalId, userId, bookId, voidedDate: now })
}

/** A cancellation voids what is under way (P5), and gives back what was taken, once (P7, P14, P15). */
function cancel({ reason }: Command<'cancelPayment'>, payment: Payment): PaymentDecision {
  if (payment.status === 'REQUESTED') {
    return payment.voidRequestedFor === null ? happens({ type: 'VoidRequested', reason }) : staysQuiet
  }
  return payment.status === 'PAID' ? happens(refundStarted(1, reason)) : staysQuiet
}

/** What was paid goes back, once (P7, P14, P15). */
function refund({ reason, by }: Command<'refundPayment'>, payment: Payment): PaymentDecision {
  // A librarian may borrow; then another one gives the money back.
  if (by === payment.userId) return refuses({ code: 'OWN_RENTAL' })
  switch (payment.status) {
    case 'PAID':
      return happens(refundStarted(1, reason))
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

/** The points are locked (P8): money moves only after this; nothing has to move for a free rental. */
function recordPointsLock(command: Command<'recordPointsLock'>, payment: Payment): PaymentDecision {
  const { refundAttempt, revoked, shortfall, now } = command
  if (!isUnderWay(payment, refundAttempt, 'POINTS')) return staysQuiet
  const locked: PaymentEvent = { type: 'PointsLocked', revoked, shortfall }
  return payment.method === 'FREE' ? happens(locked, refunded(payment, now)) : happens(locked)
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
  return happens(refundStarted(refund.attempt + 1, refund.reason))
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

const paid = (chargedAmount: number, paidDate: Date): PaymentEvent => ({ type: 'Paid', chargedAmount, paidDate })

const refundStarted = (refundAttempt: number, reason: RefundReason): PaymentEvent => ({
  type: 'RefundStarted',
  refundAttempt,
  reason,
})

const refunded = (payment: Payment, refundedDate: Date): PaymentEvent => ({
  type: 'Refunded',
  amount: payment.chargedAmount,
  refundedDate,
})

const refundFailed = (payment: Payment, errorCode: string, wasRefunded: boolean): PaymentEvent => ({
  type: 'RefundFailed',
  errorCode,
  wasRefunded,
  amount: payment.chargedAmount,
})
