/** What can be asked of a request, what happens to it, and why a person is refused. */

export type RefusalReason = 'NO_COPY' | 'POLICY' | 'MEMBER_BLOCKED' | 'DECISION_TIMEOUT' | 'WITHDRAWN' | 'LICENCE_ENDED'

/** Who decides when nobody does. */
export const SYSTEM = 'SYSTEM'

/** What Paid says of the rental. */
export interface PaidRental {
  readonly rentalId: string
  readonly bookId: string
  readonly paymentId: string
  readonly userId: string
  /** Won; null when the payment did not say. */
  readonly chargedAmount: number | null
}

/** What a cancellation says of the rental. */
export interface CanceledRental {
  readonly rentalId: string
  readonly bookId: string
  /** Null when it was not told: then only librarians see the tombstone. */
  readonly userId: string | null
}

export type RequestCommand =
  | {
      readonly type: 'open'
      readonly rental: PaidRental
      readonly copyId: string
      readonly decideBy: Date
      readonly now: Date
    }
  /** Paid, but there is no seat to be had. */
  | {
      readonly type: 'turnAway'
      readonly rental: PaidRental
      readonly reasonCode: 'NO_COPY' | 'WITHDRAWN'
      readonly now: Date
    }
  | {
      readonly type: 'approve'
      readonly by: string
      readonly expectedVersion: number | undefined
      readonly loanPeriodDays: number
      /** Of the licence, if it ends. */
      readonly licenceExpiresAt: Date | null
      /** A renewal is a loan of the licence. */
      readonly renewalCounts: boolean
      readonly now: Date
    }
  | {
      readonly type: 'refuse'
      readonly by: string
      readonly reasonCode: RefusalReason
      readonly note: string | null
      readonly expectedVersion: number | undefined
      readonly now: Date
    }
  /** decideBy has passed. */
  | { readonly type: 'timeOut'; readonly now: Date }
  /** The licence of its seat has ended, and there was no other. */
  | { readonly type: 'loseSeat'; readonly now: Date }
  /** The licence of its seat has ended: it has one of another. */
  | { readonly type: 'changeSeat'; readonly copyId: string }
  /** The title was taken out of the catalogue. */
  | { readonly type: 'dismiss'; readonly by: string; readonly now: Date }
  /** The rental ended without a decision that counts. */
  | ({ readonly type: 'withdraw' } & CanceledRental)
  /** The loan ended. */
  | { readonly type: 'close' }
  /** Whose it was is to be forgotten. */
  | { readonly type: 'anonymise'; readonly pseudonym: string }

export type RequestEvent =
  | ({
      readonly type: 'ApprovalRequested'
      readonly copyId: string
      readonly requestedDate: Date
      readonly decideBy: Date
    } & PaidRental)
  | ({
      readonly type: 'Approved'
      readonly copyId: string
      readonly approvedDate: Date
      readonly approvedBy: string
      readonly loanPeriodDays: number
      readonly licenceExpiresAt: Date | null
      /** A renewal is a loan of the licence. */
      readonly renewalCounts: boolean
    } & PaidRental)
  | ({
      readonly type: 'Refused'
      readonly refusedDate: Date
      readonly refusedBy: string
      readonly reasonCode: RefusalReason
      readonly note: string | null
    } & PaidRental)
  | ({ readonly type: 'Withdrawn' } & CanceledRental)
  | { readonly type: 'SeatChanged'; readonly copyId: string }
  | { readonly type: 'Closed' }
  | { readonly type: 'Anonymised'; readonly pseudonym: string }

export interface RequestRefusal {
  readonly code: 'REQUEST_NOT_FOUND' | 'OWN_RENTAL' | 'ALREADY_DECIDED' | 'REQUEST_WITHDRAWN' | 'VERSION_CONFLICT'
}
