import { z } from 'zod'
import type { Logger } from '@ebook/chassis/log'
import { on } from '@ebook/nats/policy'
import type { RentDatabase } from '../database.ts'
import { fetchRentals } from '../rental-aggregate.ts'
import { react } from './react.ts'

const Expected = z.object({ rentalId: z.uuid(), paymentId: z.uuid().nullable() })

/** Nothing was charged, and nothing will be: the cancellation is done (R8). */
export const whenPayVoided = (log: Logger) =>
  on<RentDatabase, typeof Expected>(
    'ebook.payment.PayVoided.v1',
    Expected,
    (unit, event) => react(unit, event, (now) => ({ type: 'voidPayment', paymentId: event.data.paymentId, now }), log),
    fetchRentals,
  )
