import { z } from 'zod'
import type { Logger } from '@ebook/chassis/log'
import { on } from '@ebook/nats/policy'
import type { RentDatabase } from '../database.ts'
import { fetchRentals } from '../rental-aggregate.ts'
import { react } from './react.ts'

const Expected = z.object({
  rentalId: z.uuid(),
  paymentId: z.uuid(),
  amount: z.int().nonnegative(),
  reason: z.enum(['REFUSED', 'MEMBER', 'PAYMENT_TIMEOUT', 'PAID_AFTER_CANCEL', 'ADMIN', 'LICENCE_ENDED', 'LIBRARY']),
  /** An older payment does not say it. */
  keepLoan: z.boolean().default(false),
})

/** The rental ends for the reason of its refund (R12); of one that has ended the refund is recorded (R20c). */
export const whenRefunded = (log: Logger) =>
  on<RentDatabase, typeof Expected>(
    'ebook.payment.Refunded.v1',
    Expected,
    (unit, event) => react(unit, event, (now) => ({ type: 'recordRefund', ...event.data, now }), log),
    fetchRentals,
  )
