import { z } from 'zod'
import type { Logger } from '@ebook/chassis/log'
import { on } from '@ebook/nats/policy'
import type { RentDatabase } from '../database.ts'
import { fetchRentals } from '../rental-aggregate.ts'
import { react } from './react.ts'

const Expected = z.object({ rentalId: z.uuid(), paymentId: z.uuid(), chargedAmount: z.int().nonnegative() })

/** The reply may have been lost, or come first (R2, R2b). A rental that was canceled meanwhile asks it back (R14). */
export const whenPaid = (log: Logger) =>
  on<RentDatabase, typeof Expected>(
    'ebook.payment.Paid.v1',
    Expected,
    (unit, event) => react(unit, event, () => ({ type: 'confirmPayment', ...event.data }), log),
    fetchRentals,
  )
