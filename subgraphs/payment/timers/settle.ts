import { whenDue, type Timer } from '@ebook/chassis/timer'
import { resumed } from '@ebook/telemetry/tracing'
import { nextStepOf, type Payment } from '../payment/state.ts'
import type { PaymentPorts } from '../ports.ts'
import { settlePayment } from '../settle-payment.ts'
import { settleRefund } from '../settle-refund.ts'
import { findPayment } from '../sql/payment.ts'
import { claimTasks, type Task, type TaskKind } from '../sql/tasks.ts'

const AT_ONCE = 32
/** Whoever makes a task wakes these; this is for one who died before. */
const POLL_MS = 10_000

/** Asks again for points (P1a), what became of charges whose answer was lost (P4, P5), and what members did (P2b, P2d). */
export function chargeTimer(ports: PaymentPorts, pollMs = POLL_MS): Timer {
  return whenDue(pollMs, 'charges', (signal) => settleCharges(ports, signal), ports.log)
}

/** Takes refunds on, and takes up again those that were put off (P8 … P12). */
export function refundTimer(ports: PaymentPorts, pollMs = POLL_MS): Timer {
  return whenDue(pollMs, 'refunds', (signal) => settleRefunds(ports, signal), ports.log)
}

/** All charges that are due now. Returns in how many milliseconds the next one will be. */
export function settleCharges(ports: PaymentPorts, signal: AbortSignal): Promise<number | undefined> {
  return settleDue(ports, ['CHARGE', 'SPEND', 'ACTION'], signal, async (payment, task) => {
    await settlePayment(ports, payment, task, true)
  })
}

/** All refunds that are due now. Returns in how many milliseconds the next one will be. */
export function settleRefunds(ports: PaymentPorts, signal: AbortSignal): Promise<number | undefined> {
  return settleDue(ports, ['REFUND'], signal, (payment, task) => settleRefund(ports, payment, task))
}

async function settleDue(
  { db, log, leaseMs }: PaymentPorts,
  kinds: readonly TaskKind[],
  signal: AbortSignal,
  settle: (payment: Payment, task: Task) => Promise<void>,
): Promise<number | undefined> {
  const one = async (task: Task) => {
    try {
      const payment = await findPayment(db, task.paymentId)
      if (payment && nextStepOf(payment) !== undefined) await settle(payment, task)
    } catch (error) {
      log.error({ err: error, paymentId: task.paymentId }, 'a payment could not be settled; again after its lease')
    }
  }
  for (;;) {
    const { tasks, nextInMs } = await claimTasks(db, kinds, AT_ONCE, leaseMs)
    if (tasks.length === 0 || signal.aborted) return nextInMs
    // What gets no answer is put off, and is then the next.
    await Promise.all(tasks.map((task) => resumed(`task ${task.kind}`, task.cause.traceparent, () => one(task))))
  }
}
