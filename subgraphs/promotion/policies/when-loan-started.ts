import { z } from 'zod'
import { causeOfReaction, on } from '@ebook/nats/policy'
import type { PromotionDatabase } from '../database.ts'
import { fetchPoints } from '../fetch-points.ts'
import { promotionIdOf, tellPromotion } from '../promotion-aggregate.ts'

const expected = z.object({ paymentId: z.uuid(), rentalId: z.uuid(), userId: z.string() })

/** Pending points become available; it may come before Paid. */
export const whenLoanStarted = on<PromotionDatabase, typeof expected>(
  'ebook.rent.LoanStarted.v1',
  expected,
  async (unit, event) => {
    const promotionId = promotionIdOf(unit, event.data.paymentId)
    const command = { type: 'noteLoanStarted', promotionId, ...event.data } as const
    await tellPromotion(unit, promotionId, command, causeOfReaction(event))
  },
  fetchPoints,
)
