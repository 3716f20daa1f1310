import type { RequestContext } from '@ebook/chassis/request'
import type { RetryRefundInput } from '../generated/resolvers.ts'
import type { PaymentPorts } from '../ports.ts'
import { sendToPayment, type Sent } from './send-to-payment.ts'

/** The next attempt at a refund that failed for good (P12). */
export function retryRefund(
  ports: PaymentPorts,
  { paymentId }: RetryRefundInput,
  context: RequestContext,
): Promise<Sent> {
  return sendToPayment(ports, paymentId, (by, now) => ({ type: 'retryRefund', by, now }), context)
}
