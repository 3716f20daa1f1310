import { z } from 'zod'
import { causeOfReaction, on } from '@ebook/nats/policy'
import { debtOf } from '../account.ts'
import type { PromotionDatabase } from '../database.ts'
import { fetchPoints } from '../fetch-points.ts'
import { promotionOf, tellPromotion } from '../promotion-aggregate.ts'
import { returnPoints } from './return-points.ts'

const expected = z.object({ paymentId: z.uuid(), rentalId: z.uuid() })

/** The money went back, so the points that were locked are gone (PF2), and those that paid are the member's again. */
export const whenRefunded = on<PromotionDatabase, typeof expected>(
  'ebook.payment.Refunded.v1',
  expected,
  async (unit, event) => {
    await returnPoints(unit, event)
    const promotion = promotionOf(unit, event.data.paymentId)
    // No money goes back before the lock has been answered, and that made one.
    if (promotion === undefined) return
    const confirmed = { type: 'confirmRevocation', debt: debtOf(unit, promotion.userId) } as const
    await tellPromotion(unit, promotion.promotionId, confirmed, causeOfReaction(event))
  },
  fetchPoints,
)
