import { backoffMs } from './payment-task.ts'
import type { ChargeOutcome } from './payment/language.ts'
import { amountToCharge, chargeKey, nextStepOf, type Payment } from './payment/state.ts'
import type { PaymentPorts } from './ports.ts'
import { record, type Settled } from './record-outcome.ts'
import { deferTask, type Task } from './sql/tasks.ts'

/**
 * Takes a payment as far as it goes: first the points, if any are to pay it (P1a), then the money. Every step is
 * committed before the next begins. `asked`: the next step may have been sent before.
 *
 * Returns the payment as it stands then, and the ids of the events that others hear of it.
 */
export async function settlePayment(
  ports: PaymentPorts,
  payment: Payment,
  task: Task,
  asked: boolean,
): Promise<Settled> {
  if (nextStepOf(payment) !== 'SPEND_POINTS') return settleCharge(ports, payment, task, asked)
  const spent = await spendPoints(ports, payment, task)
  // The points have been taken just now: a charge that somebody else sends meanwhile has the same key.
  return nextStepOf(spent.payment) === 'CHARGE' ? settleCharge(ports, spent.payment, task, false) : spent
}

/** Takes the points before anything is charged: without an answer nothing is, and the payment waits (P1a). */
async function spendPoints(ports: PaymentPorts, payment: Payment, task: Task): Promise<Settled> {
  const outcome = await ports.points.spendPoints(payment, task.cause)
  if (outcome.kind === 'deferred') {
    await deferTask(ports.db, task, Math.max(outcome.retryAfterMs, backoffMs(task.tries, Math.random())))
    return { payment, eventIds: [] }
  }
  return record(ports, payment, task, (now) => ({ type: 'recordSpend', outcome, now }))
}

/**
 * Finds out what becomes of a charge and tells the payment: asks the provider outside any transaction, records the
 * answer in one. `asked`: the charge may have been sent before, so it is looked for first (P4).
 */
async function settleCharge(ports: PaymentPorts, payment: Payment, task: Task, asked: boolean): Promise<Settled> {
  const outcome = await outcomeOf(ports, payment, asked)
  if (outcome.kind === 'unknown') {
    await deferTask(ports.db, task, backoffMs(task.tries, Math.random()))
    return { payment, eventIds: [] }
  }
  const { payment: settled, eventIds } = await record(ports, payment, task, (now) => ({
    type: 'recordCharge',
    outcome,
    now,
  }))
  if (nextStepOf(settled) !== undefined) ports.wake()
  if (outcome.kind === 'charged' && settled.chargedAmount === 0) {
    const { id: paymentId, rentalId: correlationId, status } = settled
    ports.log.error({ correlationId, paymentId, status }, 'the provider charged what it had voided or declined before')
  }
  return { payment: settled, eventIds }
}

async function outcomeOf({ provider }: PaymentPorts, payment: Payment, asked: boolean): Promise<ChargeOutcome> {
  const key = chargeKey(payment.id)
  // "Not found" alone would say nothing of a charge that is still under way; a void does (P5).
  if (nextStepOf(payment) === 'VOID') return provider.voidCharge(key)
  if (asked) {
    const found = await provider.findCharge(key)
    if (found.kind !== 'not found') return found
  }
  return provider.charge(key, amountToCharge(payment))
}
