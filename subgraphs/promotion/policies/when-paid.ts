import { z } from 'zod'
import { causeOfReaction, on } from '@ebook/nats/policy'
import type { PromotionDatabase } from '../database.ts'
import { fetchPoints } from '../fetch-points.ts'
import type { PromotionSettings } from '../ports.ts'
import { promotionIdOf, tellPromotion } from '../promotion-aggregate.ts'

const expected = z.object({
  paymentId: z.uuid(),
  rentalId: z.uuid(),
  userId: z.string(),
  chargedAmount: z.int().nonnegative(),
})

/** Points are earned on money paid (PF1). */
export const whenPaid = ({ rateBps, spendableFrom }: PromotionSettings) =>
  on<PromotionDatabase, typeof expected>(
    'ebook.payment.Paid.v1',
    expected,
    async (unit, event) => {
      const promotionId = promotionIdOf(unit, event.data.paymentId)
      const command = { type: 'grantPoints', promotionId, ...event.data, rateBps, spendableFrom } as const
      await tellPromotion(unit, promotionId, command, causeOfReaction(event))
    },
    fetchPoints,
  )
