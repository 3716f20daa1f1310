import { inUnitOfWork } from '@ebook/nats/unit-of-work'
import { tellPayment } from './payment-aggregate.ts'
import { backoffMs } from './payment-task.ts'
import type { ChargeOutcome } from './payment/language.ts'
import { chargeKey, nextStepOf, type Payment } from './payment/state.ts'
import type { PaymentPorts } from './ports.ts'
import { deferTask, type Task } from './sql/tasks.ts'

export interface Settled {
  readonly payment: Payment
  readonly eventIds: readonly string[]
}

/**
 * Finds out what becomes of a charge and tells the payment: asks the provider outside any transaction, records the
 * answer in one. `asked`: the charge may have been sent before, so it is looked for first (P4).
 *
 * Returns the payment as it stands then, and the ids of the events that others hear of it.
 */
export async function settleCharge(
  ports: PaymentPorts,
  payment: Payment,
  task: Task,
  asked: boolean,
): Promise<Settled> {
  const outcome = await outcomeOf(ports, payment, asked)
  if (outcome.kind === 'unknown') {
    await deferTask(ports.db, task, backoffMs(task.tries, Math.random()))
    return { payment, eventIds: [] }
  }
  const handled = await inUnitOfWork(ports.db, (unit) =>
    tellPayment(unit, payment.id, (now) => ({ type: 'recordCharge', outcome, now }), task.cause),
  )
  ports.messaging.nudge()
  const settled = handled.state ?? payment
  if (nextStepOf(settled) !== undefined) ports.wake()
  if (outcome.kind === 'charged' && settled.chargedAmount === 0) {
    const { id: paymentId, rentalId: correlationId, status } = settled
    ports.log.error({ correlationId, paymentId, status }, 'the provider charged what it had voided or declined before')
  }
  return { payment: settled, eventIds: handled.kind === 'accepted' ? handled.eventIds : [] }
}

async function outcomeOf({ provider }: PaymentPorts, payment: Payment, asked: boolean): Promise<ChargeOutcome> {
  const key = chargeKey(payment.id)
  // "Not found" alone would say nothing of a charge that is still under way; a void does (P5).
  if (nextStepOf(payment) === 'VOID') return provider.voidCharge(key)
  if (asked) {
    const found = await provider.findCharge(key)
    if (found.kind !== 'not found') return found
  }
  return provider.charge(key, payment.rentalFee)
}
