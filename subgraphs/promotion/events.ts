/** What promotion says to others. A field is added, never changed or taken away, within a version. */
import { z } from 'zod'
import { contract } from '@ebook/nats/event'

const grant = {
  promotionId: z.uuid(),
  paymentId: z.uuid(),
  rentalId: z.uuid(),
  userId: z.string(),
  points: z.int().nonnegative(),
}

export const PromoCompleted = contract(
  'ebook.promotion.PromoCompleted.v1',
  'Promotion',
  'A payment earned points.',
  z.object({ ...grant, rateBps: z.int().nonnegative(), spendableFrom: z.enum(['PAID', 'APPROVED']) }),
)

export const PromoCanceled = contract(
  'ebook.promotion.PromoCanceled.v1',
  'Promotion',
  'The points of a payment are taken back.',
  z.object({ ...grant, shortfall: z.int().nonnegative() }),
)

export const PromoRestored = contract(
  'ebook.promotion.PromoRestored.v1',
  'Promotion',
  'The points of a payment are given again, as its refund failed.',
  z.object(grant),
)

export const contracts = [PromoCompleted, PromoCanceled, PromoRestored] as const
