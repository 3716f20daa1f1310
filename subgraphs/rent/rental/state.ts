import type { In } from '@ebook/chassis/decider'
import type { CancelReason, CancelRequestReason, RentalEvent } from './language.ts'

export type PaymentState = 'UNPAID' | 'PENDING' | 'ACTION_REQUIRED' | 'DECLINED' | 'PAID' | 'REFUNDING' | 'REFUNDED'
export type PaymentStatus = 'REQUESTED' | 'PAID' | 'DECLINED' | 'VOIDED' | 'REFUNDING' | 'REFUNDED' | 'REFUND_FAILED'
export type RefundState = 'PENDING' | 'FAILED' | 'DONE'

/** A member's request for a title, from application to return. */
export type Rental = Facts &
  (
    | In<'RENTED' | 'PAID' | 'REFUSED', Later>
    | In<'APPROVED', Later, keyof Loan>
    | In<'RETURNED', Later, keyof Loan | 'returnedDate'>
    | In<'EXPIRED', Later, keyof Loan | 'expiredDate'>
    // Before its loan began, or within the time in which a loan can still be canceled.
    | In<'CANCELING', Later, 'cancelRequestedFor'>
    | In<'CANCELING', Later, 'cancelRequestedFor' | keyof Loan>
    // Nobody asked for it when a refund ended it.
    | In<'CANCELED', Later, 'canceledDate' | 'cancelReason', 'cancelRequestedFor'>
    | In<'CANCELED', Later, 'canceledDate' | 'cancelReason' | keyof Loan, 'cancelRequestedFor'>
  )

/** A rental that is on loan. */
export type OnLoan = Extract<Rental, { readonly status: 'APPROVED' }>
/** A rental whose loan has begun, and may have ended. */
type LentRental = Extract<Rental, Loan>

interface Loan {
  readonly copyId: string
  readonly startsAt: Date
  readonly dueAt: Date
}

/** What becomes known of it; the status says how much. */
interface Later extends Loan {
  readonly returnedDate: Date
  readonly expiredDate: Date
  readonly cancelRequestedFor: CancelRequestReason
  readonly cancelReason: CancelReason
  readonly canceledDate: Date
}

interface Facts {
  readonly id: string
  readonly userId: string
  readonly bookId: string
  readonly title: string
  /** Won, fixed at the application. */
  readonly rentalFee: number
  readonly rentedDate: Date
  readonly payUntil: Date
  /** It was put off once because the payment waited for the member, and is not again. */
  readonly payUntilRaised: boolean
  /** The terms of the loan, fixed with the fee; null in a rental that is older than they are. */
  readonly loanPeriodDays: number | null
  readonly maxRenewals: number | null
  readonly cancelWindowMs: number | null
  /** The member was told that the loan may end then, before its period does. */
  readonly shorterLoanEnds: Date | null
  /** Points that are to pay a part of the fee, or all of it. */
  readonly pointsToUse: number
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
  /** When the licence ends by which it is lent; null when it does not, and before the loan. */
  readonly licenceEndsAt: Date | null
  /** A renewal is a loan of the licence. */
  readonly renewalCounts: boolean
  /** When the member first opened the book. */
  readonly openedDate: Date | null
  readonly autoRenewal: boolean
  /** When the loan renews by itself; null when it does not. */
  readonly renewAt: Date | null
  readonly renewalCount: number
  /** Points that promotion wrote to this rental; null until it has answered. */
  readonly payback: number | null
}

/** Terminal states absorb: whatever comes, the rental stays where it is (invariant V7). */
export function isTerminal({ status }: Pick<Rental, 'status'>): boolean {
  return status === 'RETURNED' || status === 'EXPIRED' || status === 'CANCELED'
}

/** A loan that has run out by the owner's clock (R16). */
export function isDue({ dueAt }: OnLoan, now: Date): boolean {
  return dueAt <= now
}

/** The access check: on loan, and not yet due by the owner's clock, however late the sweep is (rule G6). */
export function isReadable(rental: Rental, now: Date): boolean {
  return rental.status === 'APPROVED' && now < rental.dueAt
}

/**
 * Until when the member can still take back a loan (R18): not once the book was opened, and not when the money is back
 * already. Undefined when it is no loan that can be.
 */
export function cancelableUntil({ startsAt, cancelWindowMs, openedDate, paymentState }: OnLoan): Date | undefined {
  if (openedDate !== null || paymentState === 'REFUNDED') return undefined
  return new Date(startsAt.getTime() + (cancelWindowMs ?? 0))
}

/** The library has the money, or had it and gave it back. */
export function isMoneyTaken({ paymentState }: Pick<Rental, 'paymentState'>): boolean {
  return paymentState === 'PAID' || paymentState === 'REFUNDING' || paymentState === 'REFUNDED'
}

/** An attempt is under way, and may still take money. */
export function isUnderWay({ paymentState }: Pick<Rental, 'paymentState'>): boolean {
  return paymentState === 'PENDING' || paymentState === 'ACTION_REQUIRED'
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
      return {
        ...asked(rental, event.attemptNo),
        pointsToUse: event.pointsToUse ?? rental.pointsToUse,
        paymentState: 'PENDING',
        retryAfter: event.retryAfter,
      }
    case 'PaymentDeferred':
      return event.paymentId === null
        ? { ...rental, retryAfter: event.retryAfter }
        : { ...rental, retryAfter: event.retryAfter, paymentId: event.paymentId, paymentStatus: 'REQUESTED' }
    case 'PaymentWaitsForMember':
      return {
        ...rental,
        paymentState: 'ACTION_REQUIRED',
        retryAfter: null,
        paymentId: event.paymentId,
        paymentStatus: 'REQUESTED',
        ...(event.payUntil && { payUntil: event.payUntil, payUntilRaised: true }),
      }
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
        ...nothingYet,
        status: 'APPROVED',
        copyId: event.copyId,
        startsAt: event.startsAt,
        dueAt: event.dueAt,
        licenceEndsAt: event.licenceEndsAt,
        renewalCounts: event.renewalCounts ?? false,
        renewAt: event.renewAt ?? null,
      }
    case 'LoanOpened':
      return { ...rental, openedDate: event.openedDate }
    case 'Renewed':
      return {
        ...lent(rental),
        dueAt: event.dueAt,
        renewalCount: event.renewalCount,
        renewAt: event.renewAt ?? null,
      }
    case 'AutoRenewalSet':
      return { ...rental, autoRenewal: event.on, renewAt: event.renewAt ?? null }
    case 'AutoRenewalPutOff':
      return { ...rental, renewAt: event.renewAt ?? null }
    case 'RefusalNoted':
      return refunding({ ...rental, ...nothingYet, status: 'REFUSED', retryAfter: null, paymentId: event.paymentId })
    case 'CancelRequested': {
      const canceling = {
        ...rental,
        ...nothingYet,
        ...loanOf(rental),
        status: 'CANCELING',
        retryAfter: null,
        cancelRequestedFor: event.reason,
      } as const
      // What is back already does not come back again.
      return isMoneyTaken(rental) && rental.paymentState !== 'REFUNDED' ? refunding(canceling) : canceling
    }
    case 'Canceled':
      return {
        ...rental,
        ...nothingYet,
        ...loanOf(rental),
        status: 'CANCELED',
        retryAfter: null,
        cancelRequestedFor: rental.cancelRequestedFor,
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
      return { ...lent(rental), ...ended, status: 'RETURNED', returnedDate: event.returnedDate }
    case 'Expired':
      return { ...lent(rental), ...ended, status: 'EXPIRED', expiredDate: event.expiredDate }
    case 'PointsNoted':
      return { ...rental, payback: event.points }
    case 'RentalAnonymised':
      return { ...rental, userId: event.pseudonym }
    case 'ApprovalVoided':
      return rental
  }
}

function applied(event: Extract<RentalEvent, { type: 'Rented' }>): Rental {
  const { type: _, rentalId: id, holdIfTaken: _hold, ...application } = event
  return {
    id,
    ...application,
    status: 'RENTED',
    payUntilRaised: false,
    paymentState: 'UNPAID',
    refundState: null,
    attemptNo: 0,
    payCalls: 0,
    retryAfter: null,
    paymentId: null,
    paymentStatus: null,
    chargedAmount: null,
    refundedAmount: null,
    ...nothingYet,
    licenceEndsAt: null,
    renewalCounts: false,
    openedDate: null,
    autoRenewal: false,
    renewAt: null,
    renewalCount: 0,
    payback: null,
  }
}

const ended = {
  returnedDate: null,
  expiredDate: null,
  cancelRequestedFor: null,
  cancelReason: null,
  canceledDate: null,
} as const
const noLoan = { copyId: null, startsAt: null, dueAt: null } as const
const nothingYet = { ...noLoan, ...ended } as const

function loanOf(rental: Rental) {
  if (rental.copyId === null) return noLoan
  const { copyId, startsAt, dueAt } = rental
  return { copyId, startsAt, dueAt }
}

function lent(rental: Rental): LentRental {
  if (rental.copyId === null) throw new Error(`rental ${rental.id} was never lent`)
  return rental
}

/** A new attempt forgets the declined payment: its own one is not known yet. */
function asked(rental: Rental, attemptNo: number): Rental {
  return attemptNo === rental.attemptNo
    ? { ...rental, payCalls: rental.payCalls + 1 }
    : { ...rental, attemptNo, payCalls: 1, paymentId: null, paymentStatus: null, chargedAmount: null }
}

/** Paid, once (R2, R2b). A refund that overtook the payment, or is owed by now, is not undone by it. */
function paid(rental: Rental, paymentId: string, chargedAmount: number): Rental {
  // Money and points are the fee: of two attempts with other points the earlier one may have been carried out.
  const pointsToUse = Math.max(0, rental.rentalFee - chargedAmount)
  const told = { ...rental, paymentId, chargedAmount, pointsToUse, retryAfter: null }
  if (rental.paymentState === 'REFUNDED' || rental.paymentState === 'REFUNDING') return told
  if (rental.status === 'REFUSED' || rental.status === 'CANCELING') return refunding(told)
  const paid = { paymentState: 'PAID', paymentStatus: 'PAID' } as const
  return told.status === 'RENTED' ? { ...told, ...paid, status: 'PAID' } : { ...told, ...paid }
}

function refunding(rental: Rental): Rental {
  return { ...rental, paymentState: 'REFUNDING', refundState: 'PENDING', paymentStatus: 'REFUNDING' }
}
