/** What can be asked of a payment, what happens to it, and why a command is refused. */

export type PaymentMethod = 'PROVIDER' | 'FREE' | 'POINTS' | 'MIXED'
export type RefundReason = 'REFUSED' | 'MEMBER' | 'PAYMENT_TIMEOUT' | 'PAID_AFTER_CANCEL' | 'ADMIN'

/** What the member has to do on the provider's page before anything is charged. */
export interface PaymentAction {
  /** The provider's name for the charge. */
  readonly ref: string
  readonly url: string
  /** From then on the page leads nowhere. */
  readonly expiresAt: Date
}

/** What the provider is known to have done about a charge; `voided`: it never was made and never will be. */
export type ChargeOutcome =
  | { readonly kind: 'voided' | 'unknown' }
  /** `currency` as ISO 4217 has it; the amount is in its smallest unit. */
  | { readonly kind: 'charged'; readonly amount: number; readonly currency: string }
  | { readonly kind: 'declined'; readonly reasonCode: string }
  | ({ readonly kind: 'action' } & PaymentAction)

/** What promotion answered when it was asked to take a payment's points. */
export type SpendOutcome = { readonly kind: 'spent' } | { readonly kind: 'insufficient' }

/** What the provider is known to have done about a refund; `failed` is for good. */
export type RefundOutcome =
  { readonly kind: 'refunded' | 'unknown' } | { readonly kind: 'failed'; readonly errorCode: string }

/** Time, ids and prices come in with the command; `now` is always the owner database's clock. */
export type PaymentCommand =
  | {
      readonly type: 'requestPayment'
      readonly paymentId: string
      readonly rentalId: string
      readonly userId: string
      readonly bookId: string
      /** Won, as rent fixed it at the application. */
      readonly rentalFee: number
      /** How much of it is to be paid with points, of which one is worth a won. */
      readonly pointsToUse: number
      readonly attemptNo: number
      /** The caller's name for this attempt. */
      readonly key: string
      /** Whether payment has heard that the rental was canceled: a payment of it was voided, or is to be. */
      readonly rentalCanceled: boolean
      readonly now: Date
    }
  | { readonly type: 'recordSpend'; readonly outcome: SpendOutcome; readonly now: Date }
  /** The member wants to pay otherwise: a next attempt takes the place of this one. */
  | { readonly type: 'supersedePayment' }
  | { readonly type: 'recordCharge'; readonly outcome: ChargeOutcome; readonly now: Date }
  /** What became of giving back a charge that was not the one asked for. */
  | { readonly type: 'recordReturn'; readonly outcome: RefundOutcome }
  | {
      readonly type: 'cancelPayment'
      /** Of the tombstone, if there is no payment to cancel. */
      readonly paymentId: string
      readonly rentalId: string
      readonly userId: string
      readonly bookId: string
      readonly reason: RefundReason
      readonly now: Date
    }
  | {
      readonly type: 'refundPayment'
      readonly reason: RefundReason
      /** The librarian who asks; undefined when it follows from what happened. */
      readonly by?: string
      /** The money goes back, and the loan goes on. */
      readonly keepLoan?: boolean
      readonly now: Date
    }
  /** Promotion answered that the points are locked. */
  | {
      readonly type: 'recordPointsLock'
      readonly refundAttempt: number
      readonly revoked: number
      readonly shortfall: number
      readonly now: Date
    }
  | {
      readonly type: 'recordRefund'
      readonly refundAttempt: number
      readonly outcome: RefundOutcome
      readonly now: Date
    }
  | { readonly type: 'retryRefund'; readonly by: string; readonly now: Date }
  /** The provider says that a refund which it had reported done came back. */
  | { readonly type: 'recordLateRefundFailure'; readonly refundId: string; readonly errorCode: string }
  /** Whose it was is to be forgotten. */
  | { readonly type: 'anonymise'; readonly pseudonym: string }

/** Those with a contract in events.ts are published; the others only the history keeps. */
export type PaymentEvent =
  | {
      readonly type: 'PaymentRequested'
      readonly paymentId: string
      readonly rentalId: string
      readonly userId: string
      readonly bookId: string
      readonly method: PaymentMethod
      readonly rentalFee: number
      readonly pointsToUse: number
      readonly attemptNo: number
      readonly key: string
      readonly requestedDate: Date
    }
  /** Promotion has taken the points; the rest of the fee may be charged. */
  | { readonly type: 'PointsTaken'; readonly points: number }
  /** Nothing is charged until the member has acted. */
  | ({ readonly type: 'PaymentActionRequired' } & PaymentAction)
  /** The provider charged something else than it was asked for: it goes back, and counts for nothing. */
  | { readonly type: 'WrongChargeFound'; readonly amount: number; readonly currency: string }
  | { readonly type: 'Paid'; readonly chargedAmount: number; readonly pointsUsed: number; readonly paidDate: Date }
  | { readonly type: 'PayDeclined'; readonly reasonCode: string }
  | { readonly type: 'VoidRequested'; readonly reason: RefundReason }
  | { readonly type: 'PayVoided' }
  /** The tombstone: the rental was canceled before any payment of it lived, and none may come to life. */
  | {
      readonly type: 'RentalVoided'
      readonly paymentId: string
      readonly rentalId: string
      readonly userId: string
      readonly bookId: string
      readonly voidedDate: Date
    }
  | {
      readonly type: 'RefundStarted'
      readonly refundAttempt: number
      readonly reason: RefundReason
      readonly keepLoan: boolean
    }
  | { readonly type: 'PointsLocked'; readonly revoked: number; readonly shortfall: number }
  /** `pointsReturned`: those that go back with it, which an earlier refund may have done already. */
  | {
      readonly type: 'Refunded'
      readonly amount: number
      readonly pointsReturned: number
      readonly refundedDate: Date
    }
  | {
      readonly type: 'RefundFailed'
      readonly errorCode: string
      readonly wasRefunded: boolean
      readonly amount: number
    }
  | { readonly type: 'Anonymised'; readonly pseudonym: string }

export type PaymentRefusal = {
  readonly code: 'RENTAL_CANCELED' | 'PAYMENT_NOT_FOUND' | 'OWN_RENTAL' | 'NOTHING_TO_REFUND' | 'REFUND_NOT_FAILED'
}
