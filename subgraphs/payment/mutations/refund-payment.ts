import type { RequestContext } from '@ebook/chassis/request'
import type { Cashier } from '../ports.ts'
import type { RefundPaymentInput } from '../generated/resolvers.ts'
import { sendToPayment, type Sent } from './send-to-payment.ts'

/** P7 as goodwill, P14, P15. */
export function refundPayment(
  cashier: Cashier,
  { paymentId }: RefundPaymentInput,
  context: RequestContext,
): Promise<Sent> {
  return sendToPayment(cashier, paymentId, (by, now) => ({ type: 'refundPayment', reason: 'ADMIN', by, now }), context)
}
