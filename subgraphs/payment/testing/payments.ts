import type { ChargeOutcome, PaymentCommand, PaymentEvent, RefundOutcome, RefundReason } from '../payment/language.ts'

export const noon = new Date('2026-11-21T12:00:00.000Z')
export const paymentId = '0194a000-0000-7000-8000-000000000001'
export const rentalId = '0194a000-0000-7000-8000-000000000002'
export const bookId = '0194a000-0000-7000-8000-000000000003'
export const userId = 'carol'

const request = {
  paymentId,
  rentalId,
  userId,
  bookId,
  rentalFee: 3_000,
  pointsToUse: 0,
  attemptNo: 1,
  key: `${rentalId}:1`,
}
type Command<Type extends PaymentCommand['type']> = Extract<PaymentCommand, { type: Type }>
type Event<Type extends PaymentEvent['type']> = Extract<PaymentEvent, { type: Type }>

export const requestPayment = (more: Partial<Command<'requestPayment'>> = {}): PaymentCommand => ({
  type: 'requestPayment',
  ...request,
  rentalCanceled: false,
  now: noon,
  ...more,
})
export const recordSpend = (kind: 'spent' | 'insufficient'): PaymentCommand => ({
  type: 'recordSpend',
  outcome: { kind },
  now: noon,
})
export const chargeOf = (amount: number, currency = 'KRW'): ChargeOutcome => ({ kind: 'charged', amount, currency })
export const actionNeeded = {
  kind: 'action',
  ref: 'session-1',
  url: 'https://bank.example/session-1',
  expiresAt: new Date('2026-11-21T12:30:00.000Z'),
} as const satisfies ChargeOutcome
export const recordReturn = (outcome: RefundOutcome): PaymentCommand => ({ type: 'recordReturn', outcome })
export const recordCharge = (outcome: ChargeOutcome): PaymentCommand => ({ type: 'recordCharge', outcome, now: noon })
export const cancelPayment = (reason: RefundReason = 'MEMBER'): PaymentCommand => ({
  type: 'cancelPayment',
  paymentId,
  rentalId,
  userId,
  bookId,
  reason,
  now: noon,
})
export const refundPayment = (reason: RefundReason = 'REFUSED', keepLoan?: true): PaymentCommand => ({
  type: 'refundPayment',
  reason,
  ...(keepLoan && { keepLoan }),
  now: noon,
})
export const recordPointsLock = (refundAttempt = 1, shortfall = 0): PaymentCommand => ({
  type: 'recordPointsLock',
  refundAttempt,
  revoked: 300,
  shortfall,
  now: noon,
})
export const recordRefund = (outcome: RefundOutcome, refundAttempt = 1): PaymentCommand => ({
  type: 'recordRefund',
  refundAttempt,
  outcome,
  now: noon,
})
export const retryRefund: PaymentCommand = { type: 'retryRefund', by: 'park', now: noon }
export const recordLateRefundFailure = (attempt = 1): PaymentCommand => ({
  type: 'recordLateRefundFailure',
  refundId: `refund:${paymentId}:${attempt}`,
  errorCode: 'ACCOUNT_CLOSED',
})

export const PaymentRequested = (more: Partial<Event<'PaymentRequested'>> = {}): PaymentEvent => ({
  type: 'PaymentRequested',
  ...request,
  method: 'PROVIDER',
  requestedDate: noon,
  ...more,
})
export const PointsTaken = (points: number): PaymentEvent => ({ type: 'PointsTaken', points })
export const Paid = (chargedAmount = 3_000, pointsUsed = 0): PaymentEvent => ({
  type: 'Paid',
  chargedAmount,
  pointsUsed,
  paidDate: noon,
})
const { kind: _, ...action } = actionNeeded
export const PaymentActionRequired: PaymentEvent = { type: 'PaymentActionRequired', ...action }
export const WrongChargeFound = (amount: number, currency = 'KRW'): PaymentEvent => ({
  type: 'WrongChargeFound',
  amount,
  currency,
})
export const PayDeclined: PaymentEvent = { type: 'PayDeclined', reasonCode: 'NO_FUNDS' }
export const endedFor = (reasonCode: string): PaymentEvent => ({ type: 'PayDeclined', reasonCode })
export const VoidRequested = (reason: RefundReason = 'MEMBER'): PaymentEvent => ({ type: 'VoidRequested', reason })
export const PayVoided: PaymentEvent = { type: 'PayVoided' }
export const RentalVoided: PaymentEvent = {
  type: 'RentalVoided',
  paymentId,
  rentalId,
  userId,
  bookId,
  voidedDate: noon,
}
export const RefundStarted = (reason: RefundReason = 'REFUSED', refundAttempt = 1, keepLoan = false): PaymentEvent => ({
  type: 'RefundStarted',
  refundAttempt,
  reason,
  keepLoan,
})
export const PointsLocked = (shortfall = 0): PaymentEvent => ({ type: 'PointsLocked', revoked: 300, shortfall })
export const Refunded = (amount = 3_000, pointsReturned = 0): PaymentEvent => ({
  type: 'Refunded',
  amount,
  pointsReturned,
  refundedDate: noon,
})
export const RefundFailed = (wasRefunded = false): PaymentEvent => ({
  type: 'RefundFailed',
  errorCode: 'ACCOUNT_CLOSED',
  wasRefunded,
  amount: 3_000,
})

/** Lives that lead to each state. */
export const awaitingPoints = [PaymentRequested({ method: 'MIXED', pointsToUse: 1_200 })]
export const pointsTaken = [...awaitingPoints, PointsTaken(1_200)]
export const paidMixed = [...pointsTaken, Paid(1_800, 1_200)]
export const requested = [PaymentRequested()]
export const awaitingMember = [...requested, PaymentActionRequired]
export const voiding = [...requested, VoidRequested()]
export const paid = [...requested, Paid()]
export const declined = [...requested, PayDeclined]
export const voided = [...voiding, PayVoided]
export const tombstone = [RentalVoided]
export const lockingPoints = [...paid, RefundStarted()]
export const givingBack = [...lockingPoints, PointsLocked()]
export const refunded = [...givingBack, Refunded()]
export const refundFailed = [...givingBack, RefundFailed()]
export const secondAttempt = [...refundFailed, RefundStarted('REFUSED', 2)]
