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

/** What the member still owes; absent when they owed nothing before. */
const stillOwed = z.int().nonnegative().optional()

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
  z.object({
    ...grant,
    shortfall: z.int().nonnegative(),
    /** What the member owes by then; absent when nothing. */
    debt: z.int().positive().optional(),
  }),
)

export const PromoRestored = contract(
  'ebook.promotion.PromoRestored.v1',
  'Promotion',
  'The points of a payment are given again, as its refund failed.',
  z.object({ ...grant, debt: stillOwed }),
)

const spend = { paymentId: z.uuid(), rentalId: z.uuid(), userId: z.string(), points: z.int().positive() }

export const PointsSpent = contract(
  'ebook.promotion.PointsSpent.v1',
  'Spend',
  'Points were taken to pay for something.',
  z.object(spend),
)

export const PointsReturned = contract(
  'ebook.promotion.PointsReturned.v1',
  'Spend',
  'Points that had paid for something are given back.',
  z.object({ ...spend, debt: stillOwed }),
)

export const contracts = [PromoCompleted, PromoCanceled, PromoRestored, PointsSpent, PointsReturned] as const
