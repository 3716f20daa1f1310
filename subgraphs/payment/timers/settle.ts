import { every, type Timer } from '@ebook/chassis/timer'
import { nextStepOf, type Payment } from '../payment/state.ts'
import type { PaymentPorts } from '../ports.ts'
import { settleCharge } from '../settle-charge.ts'
import { settleRefund } from '../settle-refund.ts'
import { findPayment } from '../sql/payment.ts'
import { claimTasks, type Task, type TaskKind } from '../sql/tasks.ts'

const AT_ONCE = 32

/** P4, P5: asks the provider what became of charges whose answer was lost. */
export function chargeTimer(ports: PaymentPorts, pollMs = 200): Timer {
  return every(pollMs, 'charges', (signal) => settleCharges(ports, signal), ports.log)
}

/** P8 … P12: takes refunds on, and takes up again those that were put off. */
export function refundTimer(ports: PaymentPorts, pollMs = 100): Timer {
  return every(pollMs, 'refunds', (signal) => settleRefunds(ports, signal), ports.log)
}

/** All charges that are due now. */
export function settleCharges(ports: PaymentPorts, signal: AbortSignal): Promise<void> {
  return settleDue(ports, 'CHARGE', signal, async (payment, task) => {
    await settleCharge(ports, payment, task, true)
  })
}

/** All refunds that are due now. */
export function settleRefunds(ports: PaymentPorts, signal: AbortSignal): Promise<void> {
  return settleDue(ports, 'REFUND', signal, (payment, task) => settleRefund(ports, payment, task))
}

async function settleDue(
  { db, log, leaseMs }: PaymentPorts,
  kind: TaskKind,
  signal: AbortSignal,
  settle: (payment: Payment, task: Task) => Promise<void>,
): Promise<void> {
  const one = async (task: Task) => {
    try {
      const payment = await findPayment(db, task.paymentId)
      if (payment && nextStepOf(payment) !== undefined) await settle(payment, task)
    } catch (error) {
      log.error({ err: error, paymentId: task.paymentId }, 'a payment could not be settled; again after its lease')
    }
  }
  for (let more = true; more && !signal.aborted;) {
    const tasks = await claimTasks(db, kind, AT_ONCE, leaseMs)
    await Promise.all(tasks.map(one))
    more = tasks.length === AT_ONCE
  }
}
