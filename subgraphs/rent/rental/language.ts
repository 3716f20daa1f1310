/** What can be asked of a rental, what happens to it, and why a person is refused. */

export type CancelReason = 'MEMBER' | 'REFUSED' | 'PAYMENT_TIMEOUT' | 'PAID_AFTER_CANCEL' | 'ADMIN'
/** Why rent itself ends a rental; the other reasons come with a refund. */
export type CancelRequestReason = 'MEMBER' | 'PAYMENT_TIMEOUT'

/** Why a payment has no answer yet; UNDER_WAY: payment has taken it on and will tell. */
export type DeferralReason = 'TIMEOUT' | 'OPEN' | 'FULL' | 'FAILED' | 'UNDER_WAY'

/** A title as rent's projection knows it. */
export interface KnownBook {
  readonly bookId: string
  readonly title: string
  readonly rentalFee: number
  /** Null until its availability was heard. */
  readonly status: 'POSSIBLE' | 'IMPOSSIBLE' | 'WITHDRAWN' | null
  /** False when book has not been heard for so long that `status` says nothing. */
  readonly fresh: boolean
}

/** Time, ids and prices come in with the command; `now` is always the owner database's clock. */
export type RentalCommand =
  | {
      readonly type: 'requestRental'
      readonly rentalId: string
      readonly userId: string
      /** Undefined when there is no such title. */
      readonly book: KnownBook | undefined
      readonly expectedFee: number | undefined
      readonly hasOpenRental: boolean
      readonly payForMs: number
      readonly retryAfter: Date
      readonly now: Date
    }
  | { readonly type: 'payRental'; readonly userId: string; readonly retryAfter: Date; readonly now: Date }
  | { readonly type: 'retryPayment'; readonly retryAfter: Date; readonly now: Date }
  | {
      readonly type: 'deferPayment'
      readonly attemptNo: number
      readonly reason: DeferralReason
      readonly paymentId: string | null
      readonly retryAfter: Date
    }
  | { readonly type: 'confirmPayment'; readonly paymentId: string; readonly chargedAmount: number }
  | {
      readonly type: 'declinePayment'
      readonly paymentId: string
      readonly attemptNo: number
      readonly reasonCode: string
      readonly now: Date
    }
  | { readonly type: 'voidPayment'; readonly paymentId: string | null; readonly now: Date }
  /** payUntil has passed. */
  | { readonly type: 'endUnpaid'; readonly now: Date }
  | { readonly type: 'cancelRental'; readonly userId: string; readonly cancelWindowMs: number; readonly now: Date }
  /** The librarian approved. Without a payment's id there is no approval (N1.1). */
  | {
      readonly type: 'startLoan'
      readonly paymentId: string
      readonly copyId: string
      readonly loanPeriodDays: number
      readonly licenceExpiresAt: Date | undefined
      readonly now: Date
    }
  | { readonly type: 'refuseRental'; readonly paymentId: string; readonly reasonCode: string }
  | { readonly type: 'returnRental'; readonly userId: string; readonly admin: boolean; readonly now: Date }
  /** dueAt has passed. */
  | { readonly type: 'expireRental'; readonly now: Date }
  | {
      readonly type: 'recordRefund'
      readonly paymentId: string
      readonly amount: number
      readonly reason: CancelReason
      readonly now: Date
    }
  | { readonly type: 'recordRefundFailure'; readonly paymentId: string; readonly errorCode: string }
  | { readonly type: 'notePoints'; readonly points: number }

/** What happens to a rental. Those that others hear have their contract in events.ts; the history keeps all. */
export type RentalEvent =
  | {
      readonly type: 'Rented'
      readonly rentalId: string
      readonly userId: string
      readonly bookId: string
      readonly title: string
      readonly rentalFee: number
      readonly rentedDate: Date
      readonly payUntil: Date
    }
  | { readonly type: 'PaymentRequested'; readonly attemptNo: number; readonly retryAfter: Date }
  | {
      readonly type: 'PaymentDeferred'
      readonly attemptNo: number
      readonly reason: DeferralReason
      readonly paymentId: string | null
      readonly retryAfter: Date
    }
  | { readonly type: 'PaymentConfirmed'; readonly paymentId: string; readonly chargedAmount: number }
  | {
      readonly type: 'PaymentDeclined'
      readonly paymentId: string
      readonly attemptNo: number
      readonly reasonCode: string
    }
  | { readonly type: 'PaymentVoided'; readonly paymentId: string | null }
  | {
      readonly type: 'LoanStarted'
      readonly rentalId: string
      readonly paymentId: string
      readonly userId: string
      readonly bookId: string
      readonly copyId: string
      readonly startsAt: Date
      readonly dueAt: Date
    }
  | { readonly type: 'RefusalNoted'; readonly paymentId: string; readonly reasonCode: string }
  | { readonly type: 'ApprovalVoided'; readonly decision: 'APPROVED' | 'REFUSED' }
  | {
      readonly type: 'Returned'
      readonly rentalId: string
      readonly bookId: string
      readonly copyId: string
      readonly returnedDate: Date
      readonly early: boolean
    }
  | {
      readonly type: 'Expired'
      readonly rentalId: string
      readonly bookId: string
      readonly copyId: string
      readonly dueAt: Date
      readonly expiredDate: Date
    }
  | {
      readonly type: 'CancelRequested'
      readonly rentalId: string
      readonly bookId: string
      readonly userId: string
      readonly paymentId: string | null
      readonly reason: CancelRequestReason
      readonly requestedDate: Date
      readonly loanStarted: boolean
    }
  | {
      readonly type: 'Canceled'
      readonly rentalId: string
      readonly bookId: string
      readonly userId: string
      readonly canceledDate: Date
      readonly reason: CancelReason
      readonly refundedAmount: number
    }
  | { readonly type: 'RefundRequested'; readonly paymentId: string; readonly reason: 'PAID_AFTER_CANCEL' }
  | { readonly type: 'RefundRecorded'; readonly paymentId: string; readonly amount: number }
  | { readonly type: 'RefundFailureNoted'; readonly paymentId: string; readonly errorCode: string }
  | { readonly type: 'PointsNoted'; readonly points: number }

export type RentalRefusal =
  | { readonly code: 'PRICE_CHANGED'; readonly rentalFee: number }
  | {
      readonly code:
        | 'BOOK_NOT_FOUND'
        | 'BOOK_WITHDRAWN'
        | 'BOOK_NOT_AVAILABLE'
        | 'ALREADY_RENTED'
        | 'RENTAL_NOT_FOUND'
        | 'NOT_PAYABLE'
        | 'CANCEL_WINDOW_CLOSED'
        | 'NOT_ON_LOAN'
    }
