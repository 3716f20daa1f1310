import type { RequestContext } from '@ebook/chassis/request'
import type { RefundPaymentInput } from '../generated/resolvers.ts'
import type { PaymentPorts } from '../ports.ts'
import { sendToPayment, type Sent } from './send-to-payment.ts'

/** Gives money back as goodwill (P7), once (P14), and only what was paid (P15). */
export function refundPayment(
  ports: PaymentPorts,
  { paymentId }: RefundPaymentInput,
  context: RequestContext,
): Promise<Sent> {
  return sendToPayment(ports, paymentId, (by, now) => ({ type: 'refundPayment', reason: 'ADMIN', by, now }), context)
}
