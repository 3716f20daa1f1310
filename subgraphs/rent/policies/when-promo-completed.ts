import { z } from 'zod'
import type { Logger } from '@ebook/chassis/log'
import { on } from '@ebook/nats/policy'
import type { RentDatabase } from '../database.ts'
import { fetchRentals } from '../rental-aggregate.ts'
import { react } from './react.ts'

const Expected = z.object({ rentalId: z.uuid(), points: z.int().nonnegative() })

/** The rental shows the points that its payment earned (R21). */
export const whenPromoCompleted = (log: Logger) =>
  on<RentDatabase, typeof Expected>(
    'ebook.promotion.PromoCompleted.v1',
    Expected,
    (unit, event) => react(unit, event, () => ({ type: 'notePoints', points: event.data.points }), log),
    fetchRentals,
  )
