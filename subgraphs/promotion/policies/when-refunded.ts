import { z } from 'zod'
import { causeOfReaction, on } from '@ebook/nats/policy'
import type { PromotionDatabase } from '../database.ts'
import { tellPromotion } from '../promotion-aggregate.ts'
import { lockAccount } from '../sql/account.ts'
import { findPromotion } from '../sql/promotion.ts'

const expected = z.object({ paymentId: z.uuid(), rentalId: z.uuid() })

/** The money went back, so the points that were locked are gone (PF2). */
export const whenRefunded = on<PromotionDatabase, typeof expected>(
  'ebook.payment.Refunded.v1',
  expected,
  async (tx, event) => {
    const promotion = await findPromotion(tx, event.data.paymentId)
    // No money goes back before the lock has been answered, and that made one.
    if (promotion === undefined) return
    await lockAccount(tx, promotion.userId)
    await tellPromotion(tx, promotion.id, { type: 'confirmRevocation' }, causeOfReaction(event))
  },
)
