import type { RequestContext } from '@ebook/chassis/request'
import type { RefundPaymentInput } from '../generated/resolvers.ts'
import type { PaymentPorts } from '../ports.ts'
import { sendToPayment, type Sent } from './send-to-payment.ts'

/** Gives back as goodwill what was paid (P7), once (P14), and only that (P15); `keepLoan`: the member reads on. */
export function refundPayment(
  ports: PaymentPorts,
  { paymentId, keepLoan = false }: RefundPaymentInput,
  context: RequestContext,
): Promise<Sent> {
  const goodwill = { type: 'refundPayment', reason: 'ADMIN', keepLoan } as const
  return sendToPayment(ports, paymentId, (by, now) => ({ ...goodwill, by, now }), context)
}
