import type { Pocket, PromotionEvent } from './language.ts'

export type PointEntryKind = 'GRANT' | 'REVOKE' | 'RESTORE' | 'SPEND' | 'RETURN'

/** A line of the points ledger. At most one per payment, kind and `n`: the key that makes a second one impossible. */
export interface PointEntry {
  readonly kind: PointEntryKind
  readonly n: number
  /** Negative when taken. */
  readonly points: number
}

/** What an event does to the member's account. */
export interface Movement {
  readonly pending: number
  readonly available: number
  /** Undefined when points only change pockets. */
  readonly entry: PointEntry | undefined
}

/** Undefined when no points move. */
export function movementOf(event: PromotionEvent): Movement | undefined {
  switch (event.type) {
    case 'PromoCompleted':
      return moved(event.pocket, { kind: 'GRANT', n: 1, points: event.points })
    case 'PointsLocked':
      return moved(event.pocket, { kind: 'REVOKE', n: event.refundAttempt, points: -event.revoked })
    case 'PromoRestored':
      return moved(event.pocket, { kind: 'RESTORE', n: event.refundAttempt, points: event.points })
    case 'LoanStartNoted':
      return event.released === 0
        ? undefined
        : { pending: -event.released, available: event.released, entry: undefined }
    default:
      return undefined
  }
}

function moved(pocket: Pocket, entry: PointEntry): Movement | undefined {
  if (entry.points === 0) return undefined
  const { points } = entry
  return pocket === 'PENDING' ? { pending: points, available: 0, entry } : { pending: 0, available: points, entry }
}
