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
  renewalCounts: z.literal(true).optional(),
  /** An older book does not say it. */
  chargedAmount: z.int().nonnegative().optional(),
})

/** The loan starts (R10, R10b), unless the rental ends already (R13). Without a payment's id it is a dead letter (N1.1). */
export const whenApproved = (log: Logger) =>
  on<RentDatabase, typeof Expected>(
    'ebook.book.Approved.v1',
    Expected,
    (unit, event) =>
      react(
        unit,
        event,
        (now) => {
          const { chargedAmount, licenceExpiresAt, ...approved } = event.data
          return { type: 'startLoan', ...approved, chargedAmount, licenceExpiresAt: instant(licenceExpiresAt), now }
        },
        log,
      ),
    fetchRentals,
  )

function instant(text: string | undefined): Date | undefined {
  return text === undefined ? undefined : new Date(text)
}
