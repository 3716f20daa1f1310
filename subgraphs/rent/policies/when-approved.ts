import { z } from 'zod'
import type { Logger } from '@ebook/chassis/log'
import { on } from '@ebook/nats/policy'
import type { RentDatabase } from '../database.ts'
import { fetchRentals } from '../rental-aggregate.ts'
import { react } from './react.ts'

const Expected = z.object({
  rentalId: z.uuid(),
  paymentId: z.uuid(),
  copyId: z.uuid(),
  loanPeriodDays: z.int().positive(),
  licenceExpiresAt: z.iso.datetime().optional(),
})

/** The loan starts (R10), unless the rental ends already (R13). Without a payment's id it is a dead letter (N1.1). */
export const whenApproved = (log: Logger) =>
  on<RentDatabase, typeof Expected>(
    'ebook.book.Approved.v1',
    Expected,
    (unit, event) =>
      react(
        unit,
        event,
        (now) => ({ type: 'startLoan', ...event.data, licenceExpiresAt: instant(event.data.licenceExpiresAt), now }),
        log,
      ),
    fetchRentals,
  )

function instant(text: string | undefined): Date | undefined {
  return text === undefined ? undefined : new Date(text)
}
