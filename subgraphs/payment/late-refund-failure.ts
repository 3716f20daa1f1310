import { inUnitOfWork } from '@ebook/nats/unit-of-work'
import { tellPayment } from './payment-aggregate.ts'
import type { PaymentPorts } from './ports.ts'
import { findPayment } from './sql/payment.ts'

const refundIdOf = /^refund:([0-9a-f-]{36}):[1-9]\d*$/

/** The notice names a refund that was never made here. */
export class UnknownRefund extends Error {
  override readonly name = 'UnknownRefund'
}

/**
 * The provider tells that a refund which it had done came back (P13). An entrance without a road yet: a provider that
 * calls back over HTTP gets a route that verifies its signature and calls this. Resolves when the notice is committed,
 * so that it can be acknowledged; the same notice again changes nothing.
 */
export async function recordLateRefundFailure(
  { db, messaging, log }: Pick<PaymentPorts, 'db' | 'messaging' | 'log'>,
  notice: { readonly refundId: string; readonly errorCode: string },
): Promise<void> {
  const { refundId, errorCode } = notice
  const paymentId = refundIdOf.exec(refundId)?.[1]
  if (paymentId === undefined) throw new UnknownRefund(`${refundId} is not the name of a refund`)
  const handled = await inUnitOfWork(db, async (unit) => {
    const payment = await findPayment(unit.tx, paymentId)
    if (!payment) throw new UnknownRefund(`${refundId} is of no payment`)
    const cause = { correlationId: payment.rentalId, causationId: refundId, actor: 'SYSTEM' } as const
    return tellPayment(unit, paymentId, () => ({ type: 'recordLateRefundFailure', refundId, errorCode }), cause)
  })
  messaging.nudge()
  if (handled.kind === 'accepted' && handled.events.length > 0) {
    const correlationId = handled.state.rentalId
    log.error({ correlationId, paymentId, refundId, errorCode }, 'a refund that was done came back: retryRefund')
  }
}
