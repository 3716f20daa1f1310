import { z } from 'zod'
import { on } from '@ebook/nats/policy'
import type { PaymentDatabase } from '../database.ts'
import { fetchPayments } from '../payment-aggregate.ts'
import { refund } from './refund.ts'

const expected = z.object({ rentalId: z.uuid(), paymentId: z.uuid() })

/** F8: what the library refuses it gives back, without waiting for anybody. */
export const whenRefused = (wake: () => void) =>
  on<PaymentDatabase, typeof expected>(
    'ebook.book.Refused.v1',
    expected,
    async (unit, event) => {
      await refund(unit, event, 'REFUSED')
      wake()
    },
    fetchPayments,
  )
