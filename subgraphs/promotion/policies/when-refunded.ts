import { on } from '@ebook/nats/policy'
import { z } from 'zod'
import { lockPromotionOf, type PromotionDatabase } from '../database.ts'
import { tellPromotion } from '../promotion-aggregate.ts'
import { causeOf } from './cause.ts'

const expected = z.object({ paymentId: z.uuid(), rentalId: z.uuid() })

/** PF2: the money went back, so the points that were locked are gone. */
export const whenRefunded = on<PromotionDatabase, typeof expected>(
  'ebook.payment.Refunded.v1',
  expected,
  async (tx, event) => {
    const promotionId = await lockPromotionOf(tx, event.data.paymentId)
    await tellPromotion(tx, promotionId, { type: 'confirmRevocation' }, causeOf(event))
  },
)
