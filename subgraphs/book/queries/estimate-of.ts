import type { WaitEstimate } from '../generated/resolvers.ts'
import { waitOf } from '../wait/estimate.ts'
import type { WaitFacts } from './wait-facts.ts'

/** For somebody whom so many are before; for somebody new when nothing is said. Null when nobody waits, or can tell. */
export function estimateOf(facts: WaitFacts | undefined, ahead = facts?.holdsWaiting ?? 0): WaitEstimate | null {
  const wait = facts?.isOut ? waitOf(facts, ahead) : undefined
  if (facts === undefined || wait === undefined) return null
  const after = (ms: number) => new Date(facts.now.getTime() + ms)
  return { likely: after(wait.likely), late: after(wait.late) }
}
