import { z } from 'zod'
import type { Logger } from '@ebook/chassis/log'
import { on } from '@ebook/nats/policy'
import type { RentDatabase } from '../database.ts'
import { fetchRentals } from '../rental-aggregate.ts'
import { react } from './react.ts'

const Expected = z.object({ rentalId: z.uuid(), paymentId: z.uuid(), reasonCode: z.string() })

/** The library does not lend (R11, R13 for a rental that ends anyway). Payment hears the same and gives the money back. */
export const whenRefused = (log: Logger) =>
  on<RentDatabase, typeof Expected>(
    'ebook.book.Refused.v1',
    Expected,
    (unit, event) => react(unit, event, () => ({ type: 'refuseRental', ...event.data }), log),
    fetchRentals,
  )
