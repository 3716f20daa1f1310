import { z } from 'zod'
import type { Logger } from '@ebook/chassis/log'
import { on } from '@ebook/nats/policy'
import type { RentDatabase } from '../database.ts'
import { fetchRentals } from '../rental-aggregate.ts'
import { react } from './react.ts'

const Expected = z.object({ rentalId: z.uuid(), paymentId: z.uuid(), errorCode: z.string() })

/** The money stays until a librarian acts, so this has to be seen (R22). */
export const whenRefundFailed = (log: Logger) =>
  on<RentDatabase, typeof Expected>(
    'ebook.payment.RefundFailed.v1',
    Expected,
    async (unit, event) => {
      const { rentalId, paymentId, errorCode } = event.data
      log.error({ correlationId: rentalId, paymentId, errorCode }, 'a refund failed for good')
      await react(unit, event, () => ({ type: 'recordRefundFailure', paymentId, errorCode }), log)
    },
    fetchRentals,
  )
