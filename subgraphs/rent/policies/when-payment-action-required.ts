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
  expiresAt: z.iso.datetime().transform((date) => new Date(date)),
})

/** The payment waits for the member; the reply that says so may have been lost (R26). */
export const whenPaymentActionRequired = (log: Logger) =>
  on<RentDatabase, typeof Expected>(
    'ebook.payment.PaymentActionRequired.v1',
    Expected,
    (unit, event) => react(unit, event, (now) => ({ type: 'awaitMember', ...event.data, now }), log),
    fetchRentals,
  )
