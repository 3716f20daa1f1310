import { causeOfReaction, type Received } from '@ebook/nats/policy'
import type { UnitOfWork } from '@ebook/nats/unit-of-work'
import type { PaymentDatabase } from '../database.ts'
import { tellPayment } from '../payment-aggregate.ts'
import type { RefundReason } from '../payment/language.ts'

/**
 * Gives back what was paid, once (P7, P14, P15). Nobody can refuse or ask back a payment that was never said to be
 * paid: an event of an unknown one is not ours to ignore, so it becomes a dead letter and somebody looks.
 */
export async function refund(
  unit: UnitOfWork<PaymentDatabase>,
  event: Received<{ paymentId: string; rentalId: string }>,
  reason: RefundReason,
): Promise<void> {
  const { paymentId } = event.data
  const commandAt = (now: Date) => ({ type: 'refundPayment', reason, now }) as const
  const handled = await tellPayment(unit, paymentId, commandAt, causeOfReaction(event))
  if (handled.kind === 'refused' && handled.refusal.code === 'PAYMENT_NOT_FOUND') {
    throw new Error(`${event.type} names a payment that does not exist: ${paymentId}`)
  }
}
