import { byName } from '../figures.ts'
import { metric } from '../installation.ts'

const STATES = ['open', 'half-open', 'closed'] as const
export type Transitions = Readonly<Record<(typeof STATES)[number], number>>

/** How often the circuit to a callee has gone into each state, from the /metrics of the caller. */
export function transitionsOf(metrics: string, callee: string): Transitions {
  const into = (to: string) => metric(metrics, 'ebook_circuit_transitions_total', `callee="${callee}"`, `to="${to}"`)
  return byName(STATES, into)
}

/** What was added between two looks. */
export const between = (before: Transitions, after: Transitions): Transitions =>
  byName(STATES, (state) => after[state] - before[state])
