import { z } from 'zod'
import { causeOfReaction, on } from '@ebook/nats/policy'
import type { PaymentDatabase } from '../database.ts'
import { fetchPaymentsOf, newPayment, paymentsOf, tellPayment } from '../payment-aggregate.ts'
import { LIVE } from '../payment/state.ts'

const expected = z.object({
  rentalId: z.uuid(),
  bookId: z.uuid(),
  userId: z.string(),
  reason: z
    .enum(['MEMBER', 'PAYMENT_TIMEOUT', 'ADMIN', 'LICENCE_ENDED', 'LIBRARY'])
    // Whatever the library's own reason is: it gives the money back.
    .transform((reason) => (reason === 'LICENCE_ENDED' || reason === 'LIBRARY' ? 'ADMIN' : reason)),
})

/** P5, P6, P7: voids what is under way, gives back what was taken, and makes sure that nothing is taken later. */
export const whenCancelRequested = (wake: () => void) =>
  on<PaymentDatabase, typeof expected>(
    'ebook.rent.CancelRequested.v1',
    expected,
    async (unit, event) => {
      const { rentalId, bookId, userId, reason } = event.data
      const payments = paymentsOf(unit, rentalId)
      const concerned =
        payments.find(({ status }) => LIVE.some((live) => live === status)) ??
        payments.find(({ status }) => status === 'VOIDED')
      const paymentId = concerned?.id ?? newPayment(unit)
      const commandAt = (now: Date) =>
        ({ type: 'cancelPayment', paymentId, rentalId, userId, bookId, reason, now }) as const
      await tellPayment(unit, paymentId, commandAt, causeOfReaction(event))
      wake()
    },
    fetchPaymentsOf,
  )
