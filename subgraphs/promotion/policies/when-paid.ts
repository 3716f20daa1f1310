import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { causeOfReaction, on } from '@ebook/nats/policy'
import type { PromotionDatabase } from '../database.ts'
import type { PromotionSettings } from '../ports.ts'
import { tellPromotion } from '../promotion-aggregate.ts'
import { lockAccount } from '../sql/account.ts'
import { findPromotion } from '../sql/promotion.ts'

const expected = z.object({
  paymentId: z.uuid(),
  rentalId: z.uuid(),
  userId: z.string(),
  chargedAmount: z.int().nonnegative(),
})

/** Points are earned on money paid (PF1). */
export const whenPaid = ({ rateBps, spendableFrom }: PromotionSettings) =>
  on<PromotionDatabase, typeof expected>('ebook.payment.Paid.v1', expected, async (tx, event) => {
    await lockAccount(tx, event.data.userId)
    const promotionId = (await findPromotion(tx, event.data.paymentId))?.id ?? randomUUID()
    const command = { type: 'grantPoints', promotionId, ...event.data, rateBps, spendableFrom } as const
    await tellPromotion(tx, promotionId, command, causeOfReaction(event))
  })
