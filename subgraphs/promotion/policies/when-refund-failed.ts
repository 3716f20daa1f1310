import { on } from '@ebook/nats/policy'
import { z } from 'zod'
import { lockPromotionOf, type PromotionDatabase } from '../database.ts'
import { tellPromotion } from '../promotion-aggregate.ts'
import { causeOf } from './cause.ts'

const expected = z.object({ paymentId: z.uuid(), rentalId: z.uuid(), refundAttempt: z.int().positive() })

/** The money did not go back after all, so neither do the points. */
export const whenRefundFailed = on<PromotionDatabase, typeof expected>(
  'ebook.payment.RefundFailed.v1',
  expected,
  async (tx, event) => {
    const { paymentId, refundAttempt } = event.data
    const promotionId = await lockPromotionOf(tx, paymentId)
    await tellPromotion(tx, promotionId, { type: 'restorePoints', refundAttempt }, causeOf(event))
  },
)
