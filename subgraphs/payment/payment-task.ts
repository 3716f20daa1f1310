import { nextStepOf, type NextStep, type Payment } from './payment/state.ts'
import type { TaskKind } from './sql/tasks.ts'

const kindOf = {
  SPEND_POINTS: 'SPEND',
  CHARGE: 'CHARGE',
  AWAIT_MEMBER: 'ACTION',
  VOID: 'CHARGE',
  RETURN_CHARGE: 'ACTION',
  LOCK_POINTS: 'REFUND',
  REFUND: 'REFUND',
} as const satisfies Record<NextStep, TaskKind>

/** The kind of task in which the payment's next step is taken; undefined when it has come to rest. */
export function taskKindOf(payment: Payment): TaskKind | undefined {
  const step = nextStepOf(payment)
  const kind = step && kindOf[step]
  if (kind !== 'CHARGE') return kind
  // Apart from the others: a process of an older release does not know a charge by its reference (ACTION), and one
  // without points would charge the whole fee (SPEND).
  if (payment.action !== null) return 'ACTION'
  return payment.pointsToUse > 0 ? 'SPEND' : kind
}

const LOOKS_MS = [10_000, 30_000, 120_000, 300_000] as const

/** Milliseconds until it is asked again what the member has done: ever less often, and when their time is over. */
export function nextLookMs(tries: number, leftMs: number): number {
  const inTurn = LOOKS_MS[Math.min(tries, LOOKS_MS.length - 1)] ?? 0
  return leftMs > 0 ? Math.min(inTurn, leftMs) : inTurn
}

const FIRST_RETRY_MS = 300
const LONGEST_RETRY_MS = 15_000

/** Exponential and capped; the jitter (0 to 1) keeps those that failed together from coming back together. */
export function backoffMs(tries: number, jitter: number): number {
  return Math.round(Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** tries) * (0.5 + jitter / 2))
}
