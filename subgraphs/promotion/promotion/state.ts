import type { Bearer, Grant, PromotionEvent } from './language.ts'

export type PromotionStatus = 'NONE' | 'GRANTED' | 'LOCKED' | 'REVOKED' | 'BLOCKED'
export type SpendableFrom = 'PAID' | 'APPROVED'
/** Where points lie in the member's account. */
export type Pocket = 'PENDING' | 'AVAILABLE'

/** The points of one payment. */
export interface Promotion extends Bearer {
  readonly status: PromotionStatus
  /** What was granted, or is to be granted if the block is lifted; null until Paid was seen. */
  readonly grant: Grant | null
  readonly loanStarted: boolean
  /** The newest refund attempt that asked for a lock, whatever became of it; 0 for none. */
  readonly refundAttempt: number
  /** The answer to that attempt, to be given again. */
  readonly revoked: number
  readonly shortfall: number
}

/** Where these points lie, or would lie if they were given again. */
export function pocketOf(promotion: Promotion | undefined, { spendableFrom }: Pick<Grant, 'spendableFrom'>): Pocket {
  return spendableFrom === 'PAID' || promotion?.loanStarted === true ? 'AVAILABLE' : 'PENDING'
}

/** What an event makes of the state. */
export function evolve(promotion: Promotion | undefined, event: PromotionEvent): Promotion {
  if (event.type === 'PromotionOpened') {
    const { type: _, ...bearer } = event
    return { ...bearer, ...nothingYet }
  }
  if (promotion === undefined) throw new Error(`${event.type} happened to no promotion`)
  switch (event.type) {
    case 'PromoCompleted':
      return { ...promotion, status: 'GRANTED', grant: grantOf(event) }
    case 'GrantBlocked':
      return { ...promotion, grant: grantOf(event) }
    case 'LoanStartNoted':
      return { ...promotion, loanStarted: true }
    case 'PointsLocked': {
      const { refundAttempt, revoked, shortfall } = event
      return { ...promotion, status: 'LOCKED', refundAttempt, revoked, shortfall }
    }
    case 'RevocationBlocked':
      return { ...promotion, status: 'BLOCKED', refundAttempt: event.refundAttempt }
    case 'RefundAttemptNoted':
      return { ...promotion, refundAttempt: event.refundAttempt }
    case 'BlockLifted':
      return { ...promotion, status: 'NONE' }
    case 'PromoCanceled':
      return { ...promotion, status: 'REVOKED' }
    case 'PromoRestored':
      return { ...promotion, status: 'GRANTED' }
  }
}

const nothingYet = {
  status: 'NONE',
  grant: null,
  loanStarted: false,
  refundAttempt: 0,
  revoked: 0,
  shortfall: 0,
} as const

function grantOf({ points, rateBps, spendableFrom }: Grant): Grant {
  return { points, rateBps, spendableFrom }
}
