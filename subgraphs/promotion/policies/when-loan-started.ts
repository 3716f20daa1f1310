import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { causeOfReaction, on } from '@ebook/nats/policy'
import type { PromotionDatabase } from '../database.ts'
import { tellPromotion } from '../promotion-aggregate.ts'
import { lockAccount } from '../sql/account.ts'
import { findPromotion } from '../sql/promotion.ts'

const expected = z.object({ paymentId: z.uuid(), rentalId: z.uuid(), userId: z.string() })

/** Pending points become available; it may come before Paid. */
export const whenLoanStarted = on<PromotionDatabase, typeof expected>(
  'ebook.rent.LoanStarted.v1',
  expected,
  async (tx, event) => {
    await lockAccount(tx, event.data.userId)
    const promotionId = (await findPromotion(tx, event.data.paymentId))?.id ?? randomUUID()
    const command = { type: 'noteLoanStarted', promotionId, ...event.data } as const
    await tellPromotion(tx, promotionId, command, causeOfReaction(event))
  },
)
