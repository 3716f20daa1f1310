import type { PaymentEvent } from './language.ts'

export type PaymentStatus = 'REQUESTED' | 'PAID' | 'DECLINED' | 'VOIDED' | 'REFUNDING' | 'REFUNDED' | 'REFUND_FAILED'
export type PaymentMethod = 'PROVIDER' | 'FREE'
export type RefundReason = 'REFUSED' | 'MEMBER' | 'PAYMENT_TIMEOUT' | 'PAID_AFTER_CANCEL' | 'ADMIN'
/** Points are locked before money moves. */
export type RefundStep = 'POINTS' | 'PROVIDER'

export interface Payment {
  readonly id: string
  readonly rentalId: string
  readonly userId: string
  readonly bookId: string
  readonly method: PaymentMethod
  readonly status: PaymentStatus
  /** From 1; 0 for a tombstone, which never was an attempt. */
  readonly attemptNo: number
  /** The caller's name for this attempt; null for a tombstone. */
  readonly key: string | null
  readonly rentalFee: number
  readonly requestedDate: Date
  /** Won; 0 until it is charged. */
  readonly chargedAmount: number
  readonly paidDate: Date | null
  readonly declineReason: string | null
  /** Set when the rental was canceled while the charge was under way: why it is to be voided, or given back. */
  readonly voidRequestedFor: RefundReason | null
  readonly refund: Refund | null
}

export interface Refund {
  readonly reason: RefundReason
  /** From 1; a next one only after the provider said for good that the last one failed. */
  readonly attempt: number
  readonly step: RefundStep
  readonly pointsRevoked: number
  readonly pointShortfall: number
  readonly refundedDate: Date | null
  readonly errorCode: string | null
}

/** A payment of the rental that has, or may yet have, taken money: there is never more than one. */
export const LIVE = ['REQUESTED', 'PAID', 'REFUNDING', 'REFUNDED', 'REFUND_FAILED'] as const satisfies PaymentStatus[]

/** Under this name the provider charges once, however often it is asked. */
export const chargeKey = (paymentId: string): string => `pay:${paymentId}`

/**
 * Under this name the provider gives back once. It is kept across retries and changes only with the attempt: a new name
 * for each try refunded twice in 3,755 of 12,000 random runs.
 */
export const refundKey = (paymentId: string, attempt: number): string => `refund:${paymentId}:${attempt}`

/** What is to be asked of others next; undefined when the payment has come to rest. */
export type NextStep = 'CHARGE' | 'VOID' | 'LOCK_POINTS' | 'REFUND'

/** Derived from the state alone, so that whoever takes over after a crash goes on with the same step. */
export function nextStepOf({ status, voidRequestedFor, refund }: Payment): NextStep | undefined {
  if (status === 'REQUESTED') return voidRequestedFor === null ? 'CHARGE' : 'VOID'
  if (status === 'REFUNDING') return refund?.step === 'PROVIDER' ? 'REFUND' : 'LOCK_POINTS'
  return undefined
}

/** Won that went back. */
export function refundedAmountOf({ status, chargedAmount }: Pick<Payment, 'status' | 'chargedAmount'>): number {
  return status === 'REFUNDED' ? chargedAmount : 0
}

/** What an event makes of the state. */
export function evolve(payment: Payment | undefined, event: PaymentEvent): Payment {
  if (event.type === 'PaymentRequested') {
    const { type: _, paymentId: id, ...request } = event
    return { ...untouched, ...request, id, status: 'REQUESTED' }
  }
  if (event.type === 'RentalVoided') {
    const { type: _, paymentId: id, voidedDate: requestedDate, ...rental } = event
    return { ...untouched, ...rental, id, requestedDate, status: 'VOIDED' }
  }
  if (payment === undefined) throw new Error(`${event.type} happened to no payment`)
  switch (event.type) {
    case 'Paid':
      return { ...payment, status: 'PAID', chargedAmount: event.chargedAmount, paidDate: event.paidDate }
    case 'PayDeclined':
      return { ...payment, status: 'DECLINED', declineReason: event.reasonCode }
    case 'VoidRequested':
      return { ...payment, voidRequestedFor: event.reason }
    case 'PayVoided':
      return { ...payment, status: 'VOIDED' }
    case 'RefundStarted':
      return { ...payment, status: 'REFUNDING', refund: begun(event.refundAttempt, event.reason) }
    case 'PointsLocked':
      return refunding(payment, {
        step: 'PROVIDER',
        pointsRevoked: event.revoked,
        pointShortfall: event.shortfall,
      })
    case 'Refunded':
      return { ...refunding(payment, { refundedDate: event.refundedDate }), status: 'REFUNDED' }
    case 'RefundFailed':
      return { ...refunding(payment, { refundedDate: null, errorCode: event.errorCode }), status: 'REFUND_FAILED' }
  }
}

const untouched = {
  method: 'PROVIDER',
  attemptNo: 0,
  key: null,
  rentalFee: 0,
  chargedAmount: 0,
  paidDate: null,
  declineReason: null,
  voidRequestedFor: null,
  refund: null,
} as const satisfies Partial<Payment>

function begun(attempt: number, reason: RefundReason): Refund {
  return {
    reason,
    attempt,
    step: 'POINTS',
    pointsRevoked: 0,
    pointShortfall: 0,
    refundedDate: null,
    errorCode: null,
  }
}

function refunding(payment: Payment, change: Partial<Refund>): Payment {
  if (payment.refund === null) throw new Error(`payment ${payment.id} is not being refunded`)
  return { ...payment, refund: { ...payment.refund, ...change } }
}
