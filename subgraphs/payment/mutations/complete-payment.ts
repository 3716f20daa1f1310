import { z } from 'zod'
import { causeOf, requireRole } from '@ebook/chassis/guard'
import type { RequestContext } from '@ebook/chassis/request'
import { isKey } from '@ebook/chassis/text'
import type { CompletePaymentInput } from '../generated/resolvers.ts'
import { chargeNameOf, nextStepOf, type Payment } from '../payment/state.ts'
import type { PaymentPorts } from '../ports.ts'
import { readPayments } from '../queries/payment.ts'
import { record } from '../record-outcome.ts'
import { followUp } from '../settle-payment.ts'
import { findPayment } from '../sql/payment.ts'
import { userErrorOf } from '../user-errors.ts'
import type { Sent } from './send-to-payment.ts'

const LONGEST_PROOF = 500
const Id = z.uuid().toLowerCase()

/**
 * The member is back from the provider's page (P2b). It does what a timer and a message of the provider do, at once: asks
 * the provider, and believes nobody else. Of several at once the payment's lock lets one say what happened.
 */
export async function completePayment(
  ports: PaymentPorts,
  { paymentId, proof = null }: CompletePaymentInput,
  context: RequestContext,
): Promise<Sent> {
  const { sub } = requireRole(context, 'MEMBER')
  const { data: id } = Id.safeParse(paymentId)
  const payment = id === undefined ? undefined : await findPayment(ports.db, id)
  // Another member's is not found either.
  if (payment?.userId !== sub) return refused('PAYMENT_NOT_FOUND', null)
  const code = await complete(ports, payment, proof, context)
  const [view = null] = await readPayments(ports.db, [payment.id], { userId: sub }, sub)
  return code === undefined ? { payment: view, userErrors: [] } : refused(code, view)
}

type Refused = 'PAYMENT_NOT_FOUND' | 'NOT_WAITING_FOR_YOU' | 'PROOF_REFUSED'

const refused = (code: Refused, payment: Sent['payment']): Sent => ({ payment, userErrors: [userErrorOf({ code })] })

async function complete(
  ports: PaymentPorts,
  payment: Payment,
  proof: string | null,
  context: RequestContext,
): Promise<Refused | undefined> {
  if (nextStepOf(payment) !== 'AWAIT_MEMBER') {
    // Who comes second, after the provider's message or another tab, finds done what they came for.
    return payment.action !== null && payment.paidDate !== null ? undefined : 'NOT_WAITING_FOR_YOU'
  }
  if (proof !== null && !isKey(proof, LONGEST_PROOF)) return 'PROOF_REFUSED'
  const outcome = await ports.provider.complete(chargeNameOf(payment), proof)
  if (outcome.kind === 'proof refused') return 'PROOF_REFUSED'
  // Nothing is known yet: it is asked again by itself.
  if (outcome.kind === 'unknown' || outcome.kind === 'not found' || outcome.kind === 'action') return undefined
  const cause = causeOf(context, payment.rentalId, 'MEMBER')
  const task = { paymentId: payment.id, kind: 'ACTION', tries: 0, cause } as const
  const settled = await record(ports, payment, task, (now) => ({ type: 'recordCharge', outcome, now }))
  await followUp(ports, settled, outcome)
  context.consistency.said(...settled.eventIds)
  return undefined
}
