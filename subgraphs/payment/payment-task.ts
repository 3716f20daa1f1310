import { nextStepOf, type NextStep, type Payment } from './payment/state.ts'
import type { TaskKind } from './sql/tasks.ts'

const kindOf = {
  SPEND_POINTS: 'SPEND',
  CHARGE: 'CHARGE',
  VOID: 'CHARGE',
  LOCK_POINTS: 'REFUND',
  REFUND: 'REFUND',
} as const satisfies Record<NextStep, TaskKind>

/** The kind of task in which the payment's next step is taken; undefined when it has come to rest. */
export function taskKindOf(payment: Payment): TaskKind | undefined {
  const step = nextStepOf(payment)
  const kind = step && kindOf[step]
  // Apart from the others: a process of a release without points would charge the whole fee.
  return kind === 'CHARGE' && payment.pointsToUse > 0 ? 'SPEND' : kind
}

const FIRST_RETRY_MS = 300
const LONGEST_RETRY_MS = 15_000

/** Exponential and capped; the jitter (0 to 1) keeps those that failed together from coming back together. */
export function backoffMs(tries: number, jitter: number): number {
  return Math.round(Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** tries) * (0.5 + jitter / 2))
}
