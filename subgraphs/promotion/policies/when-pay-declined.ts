import { z } from 'zod'
import { on } from '@ebook/nats/policy'
import type { PromotionDatabase } from '../database.ts'
import { fetchPoints } from '../fetch-points.ts'
import { returnPoints } from './return-points.ts'

const expected = z.object({
  paymentId: z.uuid(),
  rentalId: z.uuid(),
  userId: z.string().optional(),
  pointsToReturn: z.int().positive().optional(),
})

/** The attempt came to nothing: the points that were to pay for it are the member's again. */
export const whenPayDeclined = on<PromotionDatabase, typeof expected>(
  'ebook.payment.PayDeclined.v1',
  expected,
  returnPoints,
  fetchPoints,
)
