import type { In } from '@ebook/chassis/decider'
import type { PaymentAction, PaymentEvent, PaymentMethod, RefundReason } from './language.ts'

/** One attempt to pay for a rental, or the tombstone of a rental that was canceled before any. */
export type Payment = Facts &
  (
    | In<'REQUESTED' | 'VOIDED', Later>
    | In<'DECLINED', Later, 'declineReason'>
    | In<'PAID', Later, 'paidDate'>
    | In<'REFUNDING' | 'REFUNDED' | 'REFUND_FAILED', Later, 'paidDate' | 'refund'>
  )

export type PaymentStatus = Payment['status']
/** A payment whose money goes back, went back, or could not. */
export type RefundedPayment = Extract<Payment, { readonly refund: Refund }>
/** Points are locked before money moves. */
type RefundStep = 'POINTS' | 'PROVIDER'

interface Facts {
  readonly id: string
  readonly rentalId: string
  readonly userId: string
  readonly bookId: string
  readonly method: PaymentMethod
  /** From 1; 0 for a tombstone, which never was an attempt. */
  readonly attemptNo: number
  /** The caller's name for this attempt; null for a tombstone. */
  readonly key: string | null
  readonly rentalFee: number
  /** How much of the fee points are to pay. A point is worth a won. */
  readonly pointsToUse: number
  /** 0 until promotion has taken them; they go back when nothing comes of the payment. */
  readonly pointsUsed: number
  /** Of the points of a payment that was made, those that went back: once, whatever became of the money's refund since. */
  readonly pointsReturned: number
  readonly requestedDate: Date
  /** Won; 0 until it is charged. */
  readonly chargedAmount: number
  /** Null where the provider charges without one, and before it is known. */
  readonly action: PaymentAction | null
  /** What the provider charged instead of what it was asked for, in its own currency; null when it did not. */
  readonly wrongCharge: number | null
  /** Set when the rental was canceled while the charge was under way: why it is to be voided, or given back. */
  readonly voidRequestedFor: RefundReason | null
}

/** What becomes known of it; the status says how much. */
interface Later {
  readonly paidDate: Date
  readonly declineReason: string
  readonly refund: Refund
}

export interface Refund {
  readonly reason: RefundReason
  /** From 1; a next one only after the provider said for good that the last one failed. */
  readonly attempt: number
  readonly step: RefundStep
  /** The member keeps what was paid for. */
  readonly keepLoan: boolean
  readonly pointsRevoked: number
  readonly pointShortfall: number
  readonly refundedDate: Date | null
  readonly errorCode: string | null
}

/** A payment of the rental that has, or may yet have, taken money: there is never more than one. */
export const LIVE = ['REQUESTED', 'PAID', 'REFUNDING', 'REFUNDED', 'REFUND_FAILED'] as const satisfies PaymentStatus[]

/** Under this name the provider charges once, however often it is asked. */
export const chargeKey = (paymentId: string): string => `pay:${paymentId}`

/** By what the provider knows the payment's charge. */
export const chargeNameOf = ({ id, action }: Pick<Payment, 'id' | 'action'>) => ({
  key: chargeKey(id),
  ref: action?.ref ?? null,
})

/**
 * Under this name the provider gives back once. It is kept across retries and changes only with the attempt: a new name
 * for each try refunded twice in 3,755 of 12,000 random runs.
 */
export const refundKey = (paymentId: string, attempt: number): string => `refund:${paymentId}:${attempt}`

/** Under this name the provider gives back once what it should not have charged. */
export const returnKey = (paymentId: string): string => `return:${paymentId}`

/** What everything is paid in. */
export const CURRENCY = 'KRW'

/** Won: the provider takes no less. */
export const LEAST_CHARGE = 100

/** Won that are left for the provider when points have paid their part. */
export const amountToCharge = ({ rentalFee, pointsToUse }: Pick<Payment, 'rentalFee' | 'pointsToUse'>): number =>
  rentalFee - pointsToUse

/** Whether the points have not been taken yet, before which nobody is asked for money. */
export const waitsForPoints = ({ status, pointsToUse, pointsUsed }: Payment): boolean =>
  status === 'REQUESTED' && pointsUsed < pointsToUse

/** What is to be asked of others next; undefined when the payment has come to rest. */
export type NextStep = 'SPEND_POINTS' | 'CHARGE' | 'AWAIT_MEMBER' | 'VOID' | 'RETURN_CHARGE' | 'LOCK_POINTS' | 'REFUND'

/** Derived from the state alone, so that whoever takes over after a crash goes on with the same step. */
export function nextStepOf(payment: Payment): NextStep | undefined {
  const { status, voidRequestedFor, action, wrongCharge, refund } = payment
  if (waitsForPoints(payment)) return 'SPEND_POINTS'
  if (status === 'REQUESTED') {
    if (wrongCharge !== null) return 'RETURN_CHARGE'
    if (voidRequestedFor !== null) return 'VOID'
    return action === null ? 'CHARGE' : 'AWAIT_MEMBER'
  }
  if (status === 'REFUNDING') return refund.step === 'PROVIDER' ? 'REFUND' : 'LOCK_POINTS'
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
    case 'PointsTaken':
      return { ...payment, pointsUsed: event.points }
    case 'PaymentActionRequired': {
      const { type: _, ...action } = event
      return { ...payment, action }
    }
    case 'WrongChargeFound':
      return { ...payment, wrongCharge: event.amount }
    case 'Paid':
      return { ...payment, ...nothingYet, status: 'PAID', chargedAmount: event.chargedAmount, paidDate: event.paidDate }
    case 'PayDeclined':
      return { ...payment, ...nothingYet, status: 'DECLINED', declineReason: event.reasonCode }
    case 'VoidRequested':
      return { ...payment, voidRequestedFor: event.reason }
    case 'PayVoided':
      return { ...payment, ...nothingYet, status: 'VOIDED' }
    case 'RefundStarted':
      return { ...charged(payment), status: 'REFUNDING', refund: begun(event) }
    case 'PointsLocked':
      return refunding(payment, {
        step: 'PROVIDER',
        pointsRevoked: event.revoked,
        pointShortfall: event.shortfall,
      })
    case 'Refunded':
      return {
        ...refunding(payment, { refundedDate: event.refundedDate }),
        status: 'REFUNDED',
        pointsReturned: payment.pointsUsed,
      }
    case 'RefundFailed':
      return { ...refunding(payment, { refundedDate: null, errorCode: event.errorCode }), status: 'REFUND_FAILED' }
    case 'Anonymised':
      return { ...payment, userId: event.pseudonym }
  }
}

const nothingYet = { paidDate: null, declineReason: null, refund: null } as const

const untouched = {
  method: 'PROVIDER',
  attemptNo: 0,
  key: null,
  rentalFee: 0,
  pointsToUse: 0,
  pointsUsed: 0,
  pointsReturned: 0,
  chargedAmount: 0,
  action: null,
  wrongCharge: null,
  voidRequestedFor: null,
  ...nothingYet,
} as const satisfies Partial<Payment>

function charged(payment: Payment) {
  if (payment.paidDate === null) throw new Error(`payment ${payment.id} was never charged`)
  return payment
}

function begun({ refundAttempt, reason, keepLoan }: Extract<PaymentEvent, { type: 'RefundStarted' }>): Refund {
  return {
    reason,
    attempt: refundAttempt,
    step: 'POINTS',
    // An event of before it could be said does not say it.
    keepLoan: keepLoan === true,
    pointsRevoked: 0,
    pointShortfall: 0,
    refundedDate: null,
    errorCode: null,
  }
}

function refunding(payment: Payment, change: Partial<Refund>) {
  const refunded = refundedPayment(payment)
  return { ...refunded, refund: { ...refunded.refund, ...change } }
}

/** Throws for a payment of which no refund ever began. */
export function refundedPayment(payment: Payment): RefundedPayment {
  if (payment.refund === null) throw new Error(`payment ${payment.id} is not being refunded`)
  return payment
}
