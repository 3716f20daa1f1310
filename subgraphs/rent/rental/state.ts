import type { RentalEvent } from './language.ts'

export type RentalStatus =
  'RENTED' | 'PAID' | 'APPROVED' | 'REFUSED' | 'CANCELING' | 'RETURNED' | 'EXPIRED' | 'CANCELED'

export type PaymentState = 'UNPAID' | 'PENDING' | 'DECLINED' | 'PAID' | 'REFUNDING' | 'REFUNDED'
export type PaymentStatus = 'REQUESTED' | 'PAID' | 'DECLINED' | 'VOIDED' | 'REFUNDING' | 'REFUNDED' | 'REFUND_FAILED'
export type RefundState = 'PENDING' | 'FAILED' | 'DONE'
export type CancelReason = 'MEMBER' | 'REFUSED' | 'PAYMENT_TIMEOUT' | 'PAID_AFTER_CANCEL' | 'ADMIN'

export interface Rental {
  readonly id: string
  readonly userId: string
  readonly bookId: string
  readonly title: string
  /** Won, fixed at the application. */
  readonly rentalFee: number
  readonly rentedDate: Date
  readonly payUntil: Date
  readonly status: RentalStatus
  readonly paymentState: PaymentState
  readonly refundState: RefundState | null
  /** Which attempt to pay is under way or was the last; 0 before the first. Part of the attempt's key. */
  readonly attemptNo: number
  /** How often payment was asked about this attempt. */
  readonly payCalls: number
  /** When payment is asked again; null when it is not. */
  readonly retryAfter: Date | null
  /** The payment of the current attempt, once known. */
  readonly paymentId: string | null
  /** Where that payment stands, as last heard. */
  readonly paymentStatus: PaymentStatus | null
  readonly chargedAmount: number | null
  readonly refundedAmount: number | null
  readonly cancelRequestedFor: 'MEMBER' | 'PAYMENT_TIMEOUT' | null
  readonly cancelReason: CancelReason | null
  readonly copyId: string | null
  readonly startsAt: Date | null
  readonly dueAt: Date | null
  readonly returnedDate: Date | null
  readonly expiredDate: Date | null
  readonly canceledDate: Date | null
  readonly renewalCount: number
  /** Points that promotion wrote to this rental; null until it has answered. */
  readonly payback: number | null
}

/** Terminal states absorb: whatever comes, the rental stays where it is (invariant V7). */
export function isTerminal({ status }: Pick<Rental, 'status'>): boolean {
  return status === 'RETURNED' || status === 'EXPIRED' || status === 'CANCELED'
}

/** R16: a loan that has run out by the owner's clock. */
export function isDue(rental: Rental, now: Date): boolean {
  return rental.status === 'APPROVED' && rental.dueAt !== null && rental.dueAt <= now
}

/** The access check: on loan, and not yet due by the owner's clock, however late the sweep is (rule G6). */
export function isReadable(rental: Rental, now: Date): boolean {
  return rental.status === 'APPROVED' && rental.dueAt !== null && now < rental.dueAt
}

/** The library has the money, or had it and gave it back. */
export function isMoneyTaken({ paymentState }: Pick<Rental, 'paymentState'>): boolean {
  return paymentState === 'PAID' || paymentState === 'REFUNDING' || paymentState === 'REFUNDED'
}

/** Whatever was paid is to go back. */
export function isMoneyOwed({ status }: Pick<Rental, 'status'>): boolean {
  return status === 'REFUSED' || status === 'CANCELING' || status === 'CANCELED'
}

/** What an event makes of the state. */
export function evolve(rental: Rental | undefined, event: RentalEvent): Rental {
  if (event.type === 'Rented') return applied(event)
  if (rental === undefined) throw new Error(`${event.type} happened to no rental`)
  switch (event.type) {
    case 'PaymentRequested':
      return { ...asked(rental, event.attemptNo), paymentState: 'PENDING', retryAfter: event.retryAfter }
    case 'PaymentDeferred':
      return event.paymentId === null
        ? { ...rental, retryAfter: event.retryAfter }
        : { ...rental, retryAfter: event.retryAfter, paymentId: event.paymentId, paymentStatus: 'REQUESTED' }
    case 'PaymentConfirmed':
      return paid(rental, event.paymentId, event.chargedAmount)
    case 'PaymentDeclined':
      return {
        ...rental,
        paymentState: 'DECLINED',
        retryAfter: null,
        paymentId: event.paymentId,
        paymentStatus: 'DECLINED',
        chargedAmount: 0,
      }
    case 'PaymentVoided':
      return event.paymentId === null
        ? { ...rental, paymentState: 'UNPAID' }
        : { ...rental, paymentState: 'UNPAID', paymentId: event.paymentId, paymentStatus: 'VOIDED', chargedAmount: 0 }
    case 'LoanStarted':
      return {
        ...rental,
        status: 'APPROVED',
        copyId: event.copyId,
        startsAt: event.startsAt,
        dueAt: event.dueAt,
      }
    case 'RefusalNoted':
      return refunding({ ...rental, status: 'REFUSED', retryAfter: null, paymentId: event.paymentId })
    case 'CancelRequested': {
      const canceling = { ...rental, status: 'CANCELING', retryAfter: null, cancelRequestedFor: event.reason } as const
      return isMoneyTaken(rental) ? refunding(canceling) : canceling
    }
    case 'Canceled':
      return {
        ...rental,
        status: 'CANCELED',
        retryAfter: null,
        canceledDate: event.canceledDate,
        cancelReason: event.reason,
      }
    case 'RefundRequested':
      return refunding({ ...rental, paymentId: event.paymentId })
    case 'RefundRecorded':
      return {
        ...rental,
        paymentState: 'REFUNDED',
        refundState: 'DONE',
        paymentId: event.paymentId,
        paymentStatus: 'REFUNDED',
        refundedAmount: event.amount,
      }
    case 'RefundFailureNoted':
      return {
        ...rental,
        // What cannot be given back is still with the library: owed to the member, or rightly kept.
        paymentState: isMoneyOwed(rental) ? 'REFUNDING' : isMoneyTaken(rental) ? 'PAID' : rental.paymentState,
        refundState: 'FAILED',
        paymentId: event.paymentId,
        paymentStatus: 'REFUND_FAILED',
        refundedAmount: null,
      }
    case 'Returned':
      return { ...rental, status: 'RETURNED', returnedDate: event.returnedDate }
    case 'Expired':
      return { ...rental, status: 'EXPIRED', expiredDate: event.expiredDate }
    case 'PointsNoted':
      return { ...rental, payback: event.points }
    case 'ApprovalVoided':
      return rental
  }
}

function applied(event: Extract<RentalEvent, { type: 'Rented' }>): Rental {
  return {
    id: event.rentalId,
    userId: event.userId,
    bookId: event.bookId,
    title: event.title,
    rentalFee: event.rentalFee,
    rentedDate: event.rentedDate,
    payUntil: event.payUntil,
    status: 'RENTED',
    paymentState: 'UNPAID',
    refundState: null,
    attemptNo: 0,
    payCalls: 0,
    retryAfter: null,
    paymentId: null,
    paymentStatus: null,
    chargedAmount: null,
    refundedAmount: null,
    cancelRequestedFor: null,
    cancelReason: null,
    copyId: null,
    startsAt: null,
    dueAt: null,
    returnedDate: null,
    expiredDate: null,
    canceledDate: null,
    renewalCount: 0,
    payback: null,
  }
}

/** A new attempt forgets the declined payment: its own one is not known yet. */
function asked(rental: Rental, attemptNo: number): Rental {
  return attemptNo === rental.attemptNo
    ? { ...rental, payCalls: rental.payCalls + 1 }
    : { ...rental, attemptNo, payCalls: 1, paymentId: null, paymentStatus: null, chargedAmount: null }
}

/** R2 and R2b. A refund that overtook the payment, or is owed by now, is not undone by it. */
function paid(rental: Rental, paymentId: string, chargedAmount: number): Rental {
  const told = { ...rental, paymentId, chargedAmount, retryAfter: null }
  if (rental.paymentState === 'REFUNDED' || rental.paymentState === 'REFUNDING') return told
  if (rental.status === 'REFUSED' || rental.status === 'CANCELING') return refunding(told)
  const status = rental.status === 'RENTED' ? 'PAID' : rental.status
  return { ...told, status, paymentState: 'PAID', paymentStatus: 'PAID' }
}

function refunding(rental: Rental): Rental {
  return { ...rental, paymentState: 'REFUNDING', refundState: 'PENDING', paymentStatus: 'REFUNDING' }
}
