/** What can be asked of a promotion, what happens to it, and why a command is refused. */

export type SpendableFrom = 'PAID' | 'APPROVED'
/** Where points lie in the member's account. */
export type Pocket = 'PENDING' | 'AVAILABLE'

/** Whose points they are, and of what. */
export interface Bearer {
  readonly promotionId: string
  readonly paymentId: string
  readonly rentalId: string
  readonly userId: string
}

export type PromotionCommand =
  | ({
      readonly type: 'grantPoints'
      /** Won. */
      readonly chargedAmount: number
      /** Points for ten thousand won. */
      readonly rateBps: number
      readonly spendableFrom: SpendableFrom
    } & Bearer)
  | ({ readonly type: 'noteLoanStarted' } & Bearer)
  | ({
      readonly type: 'lockRevocation'
      readonly refundAttempt: number
      /** What the member can spend now; their account is locked. */
      readonly available: number
    } & Bearer)
  /** The money went back. */
  /** `debt`: what the member owes, if anything. */
  | { readonly type: 'confirmRevocation'; readonly debt?: number }
  /** The money did not go back after all. `owed`: what the member owes until then. */
  | { readonly type: 'restorePoints'; readonly refundAttempt: number; readonly owed: number }
  /** Whose they were is to be forgotten. */
  | { readonly type: 'anonymise'; readonly pseudonym: string }

/** Those with a contract in events.ts are published; the others only the history keeps. */
export type PromotionEvent =
  | ({ readonly type: 'PromotionOpened' } & Bearer)
  | ({ readonly type: 'PromoCompleted'; readonly pocket: Pocket } & Grant)
  /** Paid, but revoked before that: nothing is granted unless the refund fails. */
  | ({ readonly type: 'GrantBlocked' } & Grant)
  /** `released`: points that were pending and can now be spent. */
  | { readonly type: 'LoanStartNoted'; readonly released: number }
  | {
      readonly type: 'PointsLocked'
      readonly refundAttempt: number
      readonly revoked: number
      /** Of these, points that had been spent before: the member owes them. */
      readonly shortfall: number
      readonly pocket: Pocket
    }
  /** The tombstone: revoked before anything was granted. */
  | { readonly type: 'RevocationBlocked'; readonly refundAttempt: number }
  | { readonly type: 'RefundAttemptNoted'; readonly refundAttempt: number }
  | { readonly type: 'BlockLifted' }
  | { readonly type: 'PromoCanceled'; readonly points: number; readonly shortfall: number; readonly debt?: number }
  | {
      readonly type: 'PromoRestored'
      readonly points: number
      /** What is still owed of what was. */
      readonly debt?: number
      readonly refundAttempt: number
      readonly pocket: Pocket
    }
  | { readonly type: 'Anonymised'; readonly pseudonym: string }

export interface Grant {
  readonly points: number
  readonly rateBps: number
  readonly spendableFrom: SpendableFrom
}

export type PromotionRefusal = { readonly code: 'PROMOTION_NOT_FOUND' }
