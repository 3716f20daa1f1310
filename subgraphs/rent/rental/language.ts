/** What can be asked of a rental, what happens to it, and why a person is refused. */
import type { Decision } from '@ebook/chassis/decider'

/** Why rent itself ends a rental; the other reasons come with a refund. */
export type CancelRequestReason = 'MEMBER' | 'PAYMENT_TIMEOUT' | 'LICENCE_ENDED' | 'LIBRARY'
export type CancelReason = CancelRequestReason | 'REFUSED' | 'PAID_AFTER_CANCEL' | 'ADMIN'

/** Why a payment has no answer yet; UNDER_WAY: payment has taken it on and will tell. */
export type DeferralReason = 'TIMEOUT' | 'OPEN' | 'FULL' | 'FAILED' | 'UNDER_WAY'

/** A title as rent's projection knows it. */
export interface KnownBook {
  readonly bookId: string
  readonly title: string
  readonly rentalFee: number
  /** For how long it is lent, and how often that can be renewed; null while book has not told it here. */
  readonly loanPeriodDays: number | null
  readonly maxRenewals: number | null
  /** Null until its availability was heard. */
  readonly status: 'POSSIBLE' | 'IMPOSSIBLE' | 'WITHDRAWN' | null
  /** When the loan would end that a next one gets, if its licence leaves less than the period; null when it does not. */
  readonly nextLoanEnds: Date | null
  /** False when book has not been heard for so long that `status` and `nextLoanEnds` say nothing. */
  readonly fresh: boolean
}

/** Why the library does not let a member borrow or renew now. */
export type Bar =
  | { readonly code: 'MEMBER_BLOCKED'; readonly message: string | null; readonly until: string | null }
  | { readonly code: 'MEMBERSHIP_ENDED'; readonly at: Date }

/** What a request depends on besides the title. */
export interface Borrower {
  /** Why the member may not borrow now. */
  readonly bar: Bar | undefined
  /** Rentals that are applied for, paid or on loan. */
  readonly openLoans: number
  readonly loanLimit: number
}

/** What a renewal depends on besides the loan itself. */
export interface RenewalFacts {
  /** How many members wait for the title, as book last told. */
  readonly holdsWaiting: number
  /** Loans of the licence that are promised to nobody, where a renewal is one, less those renewed since; null: no limit. */
  readonly loansToRenew: number | null
  /** False when book has not been heard for so long that it says nothing about either. */
  readonly fresh: boolean
  /** The share of a period, before the loan's end, in which it can be renewed. */
  readonly lastPart: number
  /** Why the member may not renew now. */
  readonly bar: Bar | undefined
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
      /** The member names a hold of theirs that is ready: then a seat is theirs though none is free, which book knows. */
      readonly holdsSeat: boolean
      /** A seat that is taken before the payment is known puts the member on the waiting list. */
      readonly holdIfTaken: boolean
      readonly pointsToUse: number
      readonly acceptsShorterLoan: boolean
      readonly hasOpenRental: boolean
      readonly borrower: Borrower
      readonly payForMs: number
      readonly cancelWindowMs: number
      readonly retryAfter: Date
      readonly now: Date
    }
  | {
      readonly type: 'payRental'
      readonly userId: string
      /** Undefined leaves them as they are. */
      readonly pointsToUse: number | undefined
      readonly retryAfter: Date
      readonly now: Date
    }
  | { readonly type: 'retryPayment'; readonly retryAfter: Date; readonly now: Date }
  | {
      readonly type: 'deferPayment'
      readonly attemptNo: number
      readonly reason: DeferralReason
      readonly paymentId: string | null
      readonly retryAfter: Date
    }
  /** The payment waits for the member, until then. */
  | {
      readonly type: 'awaitMember'
      readonly attemptNo: number
      readonly paymentId: string
      readonly expiresAt: Date
      readonly now: Date
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
  | { readonly type: 'cancelRental'; readonly userId: string; readonly now: Date }
  /** The librarian approved. Without a payment's id there is no approval (N1.1). */
  | {
      readonly type: 'startLoan'
      readonly paymentId: string
      readonly copyId: string
      /** The title's as book knew it then: for a rental that was applied for before the terms were fixed with it. */
      readonly loanPeriodDays: number
      readonly licenceExpiresAt: Date | undefined
      /** A renewal is a loan of the licence. */
      readonly renewalCounts?: true | undefined
      /** Undefined when book does not say it: then the fee was charged. */
      readonly chargedAmount: number | undefined
      readonly now: Date
    }
  | { readonly type: 'refuseRental'; readonly paymentId: string; readonly reasonCode: string }
  | { readonly type: 'returnRental'; readonly userId: string; readonly admin: boolean; readonly now: Date }
  /** The member opens the book. */
  | { readonly type: 'openRental'; readonly userId: string; readonly now: Date }
  | {
      readonly type: 'renewRental'
      readonly userId: string
      /** The end that the member saw: another one has been renewed already. */
      readonly expectedDueAt: Date | undefined
      readonly facts: RenewalFacts
      readonly now: Date
    }
  /** A librarian takes the book back. */
  | { readonly type: 'revokeRental'; readonly note: string | null; readonly now: Date }
  | { readonly type: 'setAutoRenewal'; readonly userId: string; readonly on: boolean }
  /** The time to renew by itself has come. */
  | { readonly type: 'autoRenew'; readonly facts: RenewalFacts; readonly now: Date }
  /** dueAt has passed. */
  | { readonly type: 'expireRental'; readonly now: Date }
  | {
      readonly type: 'recordRefund'
      readonly paymentId: string
      readonly amount: number
      readonly reason: CancelReason
      /** A loan goes on although its money is back. */
      readonly keepLoan: boolean
      readonly now: Date
    }
  | { readonly type: 'recordRefundFailure'; readonly paymentId: string; readonly errorCode: string }
  | { readonly type: 'notePoints'; readonly points: number }
  /** Whose it was is to be forgotten. */
  | {
      readonly type: 'anonymise'
      readonly pseudonym: string
      /** For how long nothing has happened to it. */
      readonly quietForMs: number
      /** How long whose it was is kept; null when the member has asked that it is not. */
      readonly retentionMs: number | null
      readonly keepsHistory: boolean
    }

export type Command<Type extends RentalCommand['type']> = Extract<RentalCommand, { type: Type }>

export type RentalDecision = Decision<RentalEvent, RentalRefusal>

/** What happens to a rental. Those that others hear have their contract in events.ts; the history keeps all. */
export type RentalEvent =
  | {
      readonly type: 'Rented'
      readonly rentalId: string
      readonly userId: string
      readonly bookId: string
      readonly title: string
      readonly rentalFee: number
      readonly loanPeriodDays: number | null
      readonly maxRenewals: number | null
      readonly cancelWindowMs: number
      /** When the loan may end although the period is longer, as the member was told; null when it is not shorter. */
      readonly shorterLoanEnds: Date | null
      readonly pointsToUse: number
      readonly holdIfTaken: boolean
      readonly rentedDate: Date
      readonly payUntil: Date
    }
  | {
      readonly type: 'PaymentRequested'
      readonly attemptNo: number
      readonly retryAfter: Date
      /** When they are others than before. */
      readonly pointsToUse?: number
    }
  | {
      readonly type: 'PaymentDeferred'
      readonly attemptNo: number
      readonly reason: DeferralReason
      readonly paymentId: string | null
      readonly retryAfter: Date
    }
  | {
      readonly type: 'PaymentWaitsForMember'
      readonly attemptNo: number
      readonly paymentId: string
      /** When it is later than before. */
      readonly payUntil?: Date
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
      readonly licenceEndsAt: Date | null
      /** A renewal is a loan of the licence. */
      readonly renewalCounts?: true
      /** When it renews by itself, if it is to. */
      readonly renewAt?: Date
    }
  | {
      readonly type: 'LoanOpened'
      readonly rentalId: string
      readonly userId: string
      readonly bookId: string
      readonly openedDate: Date
    }
  | {
      readonly type: 'Renewed'
      readonly rentalId: string
      readonly userId: string
      readonly bookId: string
      readonly previousDueAt: Date
      readonly dueAt: Date
      readonly renewalCount: number
      readonly automatic: boolean
      /** When it renews by itself the next time, if it is to. */
      readonly renewAt?: Date
    }
  | { readonly type: 'AutoRenewalSet'; readonly on: boolean; readonly renewAt?: Date }
  /** It could not; without a time it is not tried again. */
  | { readonly type: 'AutoRenewalPutOff'; readonly code: RenewalRefusal['code']; readonly renewAt?: Date }
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
      /** The library's words to the member. */
      readonly note?: string
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
  | {
      readonly type: 'RentalAnonymised'
      readonly rentalId: string
      readonly bookId: string
      readonly pseudonym: string
    }

export type RentalRefusal =
  | RenewalRefusal
  | { readonly code: 'LOAN_LIMIT_REACHED'; readonly limit: number }
  | { readonly code: 'LOAN_WOULD_BE_SHORT'; readonly ends: Date }
  | { readonly code: 'POINTS_EXCEED_FEE'; readonly rentalFee: number }
  | { readonly code: 'POINTS_LEAVE_TOO_LITTLE'; readonly minimum: number }
  | { readonly code: 'PRICE_CHANGED'; readonly rentalFee: number }
  | { readonly code: 'NOT_READABLE'; readonly status: 'REFUSED' | 'CANCELING' | 'RETURNED' | 'EXPIRED' | 'CANCELED' }
  | {
      readonly code:
        | 'BOOK_NOT_FOUND'
        | 'BOOK_WITHDRAWN'
        | 'BOOK_NOT_AVAILABLE'
        | 'ALREADY_RENTED'
        | 'RENTAL_NOT_FOUND'
        | 'NOT_PAYABLE'
        | 'LOAN_ENDED'
        | 'CANCEL_WINDOW_CLOSED'
        | 'NOT_ON_LOAN'
        | 'NOT_READABLE_YET'
    }

/** Why a loan is not renewed now, with what there is to know about it. */
export type RenewalRefusal =
  | Bar
  | { readonly code: 'RENEWAL_LIMIT'; readonly maxRenewals: number }
  /** `mayPass`: no loan of it is left just now that is promised to nobody. */
  | { readonly code: 'LICENCE_ENDS'; readonly at: Date; readonly mayPass?: true }
  | { readonly code: 'RENEWAL_TOO_EARLY'; readonly from: Date }
  | { readonly code: 'RENEWAL_UNKNOWN'; readonly retryAfterMs: number }
  | { readonly code: 'HOLDS_WAITING'; readonly count: number }
