import { z } from 'zod'
import type { Logger } from '@ebook/chassis/log'
import { on } from '@ebook/nats/policy'
import type { RentDatabase } from '../database.ts'
import { fetchRentals } from '../rental-aggregate.ts'
import { react } from './react.ts'

const Expected = z.object({
  rentalId: z.uuid(),
  paymentId: z.uuid(),
  attemptNo: z.int().positive(),
  reasonCode: z.string(),
})

/** Another attempt may be made (R5); a rental that is being canceled has nothing to give back (R8). */
export const whenPayDeclined = (log: Logger) =>
  on<RentDatabase, typeof Expected>(
    'ebook.payment.PayDeclined.v1',
    Expected,
    (unit, event) => react(unit, event, (now) => ({ type: 'declinePayment', ...event.data, now }), log),
    fetchRentals,
  )
