import { z } from 'zod'
import { causeOf, requireRole } from '@ebook/chassis/guard'
import { eventsBehind } from '@ebook/chassis/handle-command'
import type { RequestContext } from '@ebook/chassis/request'
import { inUnitOfWork } from '@ebook/nats/unit-of-work'
import type { UserError } from '../generated/resolvers.ts'
import { tellPayment } from '../payment-aggregate.ts'
import type { PaymentCommand } from '../payment/language.ts'
import type { PaymentPorts } from '../ports.ts'
import { readPayments, type PaymentView } from '../queries/payment.ts'
import { userErrorOf } from '../user-errors.ts'

export interface Sent {
  readonly payment: PaymentView | null
  readonly userErrors: readonly UserError[]
}

const Id = z.uuid().transform((id) => id.toLowerCase())

/** A librarian's command about one payment, and the payment as it stands then. ADMIN only. */
export async function sendToPayment(
  ports: PaymentPorts,
  paymentId: string,
  command: (librarian: string, now: Date) => PaymentCommand,
  context: RequestContext,
): Promise<Sent> {
  const { sub } = requireRole(context, 'ADMIN')
  const { data: id } = Id.safeParse(paymentId)
  const [known] = id === undefined ? [] : await readPayments(ports.db, [id], 'all', sub)
  if (known === undefined) return { payment: null, userErrors: [userErrorOf({ code: 'PAYMENT_NOT_FOUND' })] }
  const cause = causeOf(context, known.rentalId, 'ADMIN')
  const { handled, eventIds } = await inUnitOfWork(ports.db, async (unit) => {
    const handled = await tellPayment(unit, known.id, (now) => command(sub, now), cause)
    return { handled, eventIds: await eventsBehind(unit, { type: 'Payment', id: known.id }, handled) }
  })
  context.consistency.said(...eventIds)
  ports.messaging.nudge()
  ports.wake()
  const [payment = null] = await readPayments(ports.db, [known.id], 'all', sub)
  return { payment, userErrors: handled.kind === 'refused' ? [userErrorOf(handled.refusal)] : [] }
}
