import { z } from 'zod'
import { causeOfReaction, on } from '@ebook/nats/policy'
import { debtOf } from '../account.ts'
import type { PromotionDatabase } from '../database.ts'
import { fetchPoints } from '../fetch-points.ts'
import { promotionOf, tellPromotion } from '../promotion-aggregate.ts'

const expected = z.object({ paymentId: z.uuid(), rentalId: z.uuid(), refundAttempt: z.int().positive() })

/** The money did not go back after all, so neither do the points. */
export const whenRefundFailed = on<PromotionDatabase, typeof expected>(
  'ebook.payment.RefundFailed.v1',
  expected,
  async (unit, event) => {
    const { paymentId, refundAttempt } = event.data
    const promotion = promotionOf(unit, paymentId)
    // No refund is tried before the lock has been answered, and that made one.
    if (promotion === undefined) return
    const command = { type: 'restorePoints', refundAttempt, owed: debtOf(unit, promotion.userId) } as const
    await tellPromotion(unit, promotion.promotionId, command, causeOfReaction(event))
  },
  fetchPoints,
)
