import type { In } from '@ebook/chassis/decider'
import type { Bearer, Grant, Pocket, PromotionEvent } from './language.ts'

/** The points of one payment. */
export type Promotion = Facts &
  // What was granted, or is to be granted if the block is lifted: unknown until Paid was seen.
  (
    | In<'NONE', { grant: Grant }>
    | In<'BLOCKED', { grant: Grant }, never, 'grant'>
    | In<'GRANTED' | 'LOCKED' | 'REVOKED', { grant: Grant }, 'grant'>
  )

interface Facts extends Bearer {
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
      return { ...promotion, status: 'BLOCKED', grant: grantOf(event) }
    case 'LoanStartNoted':
      return { ...promotion, loanStarted: true }
    case 'PointsLocked': {
      const { refundAttempt, revoked, shortfall } = event
      return { ...granted(promotion), status: 'LOCKED', refundAttempt, revoked, shortfall }
    }
    case 'RevocationBlocked':
      return { ...promotion, status: 'BLOCKED', refundAttempt: event.refundAttempt }
    case 'RefundAttemptNoted':
      return { ...promotion, refundAttempt: event.refundAttempt }
    case 'BlockLifted':
      return { ...promotion, status: 'NONE', grant: null }
    case 'PromoCanceled':
      return { ...granted(promotion), status: 'REVOKED' }
    case 'PromoRestored':
      return { ...granted(promotion), status: 'GRANTED' }
    case 'Anonymised':
      return { ...promotion, userId: event.pseudonym }
  }
}

function granted(promotion: Promotion) {
  const { grant } = promotion
  if (grant === null) throw new Error(`promotion ${promotion.promotionId} never granted anything`)
  return { ...promotion, grant }
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
