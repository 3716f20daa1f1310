import type { Transaction } from 'kysely'
import type { Cause } from '@ebook/nats/outbox'
import type { PaymentDatabase } from './database.ts'
import { nextStepOf, type NextStep, type Payment } from './payment/state.ts'
import { putTask, removeTask, type TaskKind } from './sql/tasks.ts'

const kindOf = {
  CHARGE: 'CHARGE',
  VOID: 'CHARGE',
  LOCK_POINTS: 'REFUND',
  REFUND: 'REFUND',
} as const satisfies Record<NextStep, TaskKind>

/**
 * There is a task exactly while the payment has a next step: called with every change. A change makes it due at once;
 * whoever has claimed it for this kind of step keeps it.
 */
export async function keepTask(
  tx: Transaction<PaymentDatabase>,
  payment: Payment,
  cause: Cause,
  leaseMs: number,
): Promise<void> {
  const step = nextStepOf(payment)
  if (step === undefined) await removeTask(tx, payment.id)
  else await putTask(tx, { paymentId: payment.id, kind: kindOf[step], cause }, leaseMs)
}

const FIRST_RETRY_MS = 300
const LONGEST_RETRY_MS = 15_000

/** Exponential and capped; the jitter (0 to 1) keeps those that failed together from coming back together. */
export function backoffMs(tries: number, jitter: number): number {
  return Math.round(Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** tries) * (0.5 + jitter / 2))
}
