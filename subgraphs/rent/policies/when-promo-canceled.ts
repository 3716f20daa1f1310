import { z } from 'zod'
import type { Logger } from '@ebook/chassis/log'
import { on } from '@ebook/nats/policy'
import type { RentDatabase } from '../database.ts'
import { fetchRentals } from '../rental-aggregate.ts'
import { react } from './react.ts'

const Expected = z.object({ rentalId: z.uuid() })

/** The points are taken back (R21). */
export const whenPromoCanceled = (log: Logger) =>
  on<RentDatabase, typeof Expected>(
    'ebook.promotion.PromoCanceled.v1',
    Expected,
    (unit, event) => react(unit, event, () => ({ type: 'notePoints', points: 0 }), log),
    fetchRentals,
  )
