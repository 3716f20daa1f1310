import { backoffMs } from './payment-task.ts'
import type { RefundOutcome } from './payment/language.ts'
import {
  chargeNameOf,
  nextStepOf,
  refundedPayment,
  refundKey,
  type Payment,
  type RefundedPayment,
} from './payment/state.ts'
import type { PaymentPorts } from './ports.ts'
import { record } from './record-outcome.ts'
import { deferTask, type Task } from './sql/tasks.ts'

/**
 * Takes a refund as far as it goes: first the points, then the money. Every step is committed before the next begins, so
 * that after a crash anywhere the next worker goes on where this one stopped.
 */
export async function settleRefund(ports: PaymentPorts, payment: Payment, task: Task): Promise<void> {
  const began = nextStepOf(payment)
  const locked = began === 'LOCK_POINTS' ? await lockPoints(ports, refundedPayment(payment), task) : payment
  if (locked === undefined || nextStepOf(locked) !== 'REFUND') return
  // Who finds a refund at this step cannot know whether it was sent; who has just come to it can.
  await giveBack(ports, refundedPayment(locked), task, began === 'REFUND')
}

/** Points first, then money (P8). Undefined when promotion gave no answer (P9). */
async function lockPoints(ports: PaymentPorts, payment: RefundedPayment, task: Task): Promise<Payment | undefined> {
  const refundAttempt = payment.refund.attempt
  const answer = await ports.points.lockRevocation(payment, task.cause)
  if (answer.kind === 'deferred') {
    await deferTask(ports.db, task, Math.max(answer.retryAfterMs, backoffMs(task.tries, Math.random())))
    return undefined
  }
  const { revoked, shortfall } = answer
  const locked = { type: 'recordPointsLock', refundAttempt, revoked, shortfall } as const
  return (await record(ports, payment, task, (now) => ({ ...locked, now }))).payment
}

/** Given back, unanswered, or refused for good (P10 … P12). */
async function giveBack(ports: PaymentPorts, payment: RefundedPayment, task: Task, asked: boolean): Promise<void> {
  const refundAttempt = payment.refund.attempt
  const outcome = await outcomeOf(ports, payment, refundKey(payment.id, refundAttempt), asked)
  if (outcome.kind === 'unknown') {
    await deferTask(ports.db, task, backoffMs(task.tries, Math.random()))
    return
  }
  const { payment: settled } = await record(ports, payment, task, (now) => ({
    type: 'recordRefund',
    refundAttempt,
    outcome,
    now,
  }))
  if (settled.status === 'REFUND_FAILED') {
    const { id: paymentId, rentalId: correlationId, refund } = settled
    const { errorCode } = refund
    ports.log.error({ correlationId, paymentId, refundAttempt, errorCode }, 'a refund failed for good: retryRefund')
  }
}

async function outcomeOf(
  { provider }: PaymentPorts,
  payment: Payment,
  key: string,
  asked: boolean,
): Promise<RefundOutcome> {
  if (asked) {
    const found = await provider.findRefund(key, chargeNameOf(payment))
    if (found.kind !== 'not found') return found
  }
  return provider.refund(key, chargeNameOf(payment), payment.chargedAmount)
}
