import { causeOfReaction, type Received } from '@ebook/nats/policy'
import type { UnitOfWork } from '@ebook/nats/unit-of-work'
import { debtOf } from '../account.ts'
import type { PromotionDatabase } from '../database.ts'
import { spendOf, tellSpend } from '../spend-aggregate.ts'

interface Ended {
  /** Null when there never was a payment. */
  readonly paymentId: string | null
  readonly rentalId: string
  readonly userId?: string | undefined
  /** Of a payment that points were to pay, wholly or in part: they may have been taken, or still be asked for. */
  readonly pointsToReturn?: number | undefined
}

/**
 * Gives back what was spent on a payment that ended, once. Of one whose points have not been taken yet none will be: the
 * twin of the tombstone of lockRevocation.
 */
export async function returnPoints(unit: UnitOfWork<PromotionDatabase>, event: Received<Ended>): Promise<void> {
  const { paymentId, rentalId, pointsToReturn } = event.data
  if (paymentId === null) return
  const spent = spendOf(unit, paymentId)
  const userId = spent?.userId ?? event.data.userId
  if (userId === undefined || (spent === undefined && pointsToReturn === undefined)) return
  const command = { type: 'returnPoints', paymentId, rentalId, userId, owed: debtOf(unit, userId) } as const
  await tellSpend(unit, command, causeOfReaction(event))
}
