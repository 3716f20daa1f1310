import { z } from 'zod'
import type { Logger } from '@ebook/chassis/log'
import { on } from '@ebook/nats/policy'
import type { RentDatabase } from '../database.ts'
import { fetchRentals } from '../rental-aggregate.ts'
import { noteDebt } from './note-debt.ts'
import { react } from './react.ts'

const Expected = z.object({
  rentalId: z.uuid(),
  points: z.int().nonnegative(),
  userId: z.string(),
  debt: z.int().nonnegative().optional(),
})

/** The refund failed, so the points are given again (R21). */
export const whenPromoRestored = (log: Logger) =>
  on<RentDatabase, typeof Expected>(
    'ebook.promotion.PromoRestored.v1',
    Expected,
    async (unit, event) => {
      await react(unit, event, () => ({ type: 'notePoints', points: event.data.points }), log)
      await noteDebt(unit, event)
    },
    fetchRentals,
  )
