import type { RequestContext } from '@ebook/chassis/request'
import type { RefundPaymentInput } from '../generated/resolvers.ts'
import type { PaymentPorts } from '../ports.ts'
import { sendToPayment, type Sent } from './send-to-payment.ts'

/** P7 as goodwill, P14, P15. */
export function refundPayment(
  ports: PaymentPorts,
  { paymentId }: RefundPaymentInput,
  context: RequestContext,
): Promise<Sent> {
  return sendToPayment(ports, paymentId, (by, now) => ({ type: 'refundPayment', reason: 'ADMIN', by, now }), context)
}
