import { z } from 'zod'
import { on } from '@ebook/nats/policy'
import type { PaymentDatabase } from '../database.ts'
import { fetchPayments } from '../payment-aggregate.ts'
import { refund } from './refund.ts'

const expected = z.object({ rentalId: z.uuid(), paymentId: z.uuid(), reason: z.enum(['PAID_AFTER_CANCEL']) })

/** Case 13: the payment came in after the rental had been canceled. */
export const whenRefundRequested = (wake: () => void) =>
  on<PaymentDatabase, typeof expected>(
    'ebook.rent.RefundRequested.v1',
    expected,
    async (unit, event) => {
      await refund(unit, event, event.data.reason)
      wake()
    },
    fetchPayments,
  )
