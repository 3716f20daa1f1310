import { z } from 'zod'
import { on } from '@ebook/nats/policy'
import type { PromotionDatabase } from '../database.ts'
import { fetchPoints } from '../fetch-points.ts'
import { returnPoints } from './return-points.ts'

const expected = z.object({
  paymentId: z.uuid().nullable(),
  rentalId: z.uuid(),
  userId: z.string().optional(),
  pointsToReturn: z.int().positive().optional(),
})

/** Nothing was charged and nothing will be: the points that were to pay a part of it are the member's again. */
export const whenPayVoided = on<PromotionDatabase, typeof expected>(
  'ebook.payment.PayVoided.v1',
  expected,
  returnPoints,
  fetchPoints,
)
