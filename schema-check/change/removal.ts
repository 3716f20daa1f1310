import type { RuleId } from '../rules.ts'
import type { Change } from './change.ts'
import { dayIn, daysBetween } from './deprecations.ts'

/**
 * A removal, judged by how long it was deprecated. The day stands in the reason as the base has it: that was reviewed
 * and merged, and is there in a shallow clone too.
 */
export function judgeRemoval(change: Change, today: string, minimumDays: number): Change {
  if (change.removal !== true || change.deprecation === undefined) return change
  const day = dayIn(change.deprecation)
  const judged = (rule: RuleId, why: string): Change => ({
    ...change,
    rule,
    severity: undefined,
    message: `${change.message}; ${why}`,
  })
  if (day === undefined) return judged('removed-too-soon', 'it was deprecated, and nobody knows since when')
  const days = daysBetween(day, today)
  return days >= minimumDays
    ? judged('removed-after-deprecation', `it was deprecated ${days} days ago`)
    : judged('removed-too-soon', `it was deprecated ${days} days ago, and clients have ${minimumDays} days`)
}

/** How far from today a new deprecation may be dated: a change waits some days for its merge. */
const TOLERANCE_DAYS = 14

/** What is to be said of the day of a deprecation that is new or was dated anew. */
export function judgeDay(coordinate: string, reason: string, before: string | undefined, today: string): Change[] {
  const day = dayIn(reason)
  if (day === undefined || (before !== undefined && dayIn(before) === day)) return []
  const days = daysBetween(day, today)
  if (Math.abs(days) <= TOLERANCE_DAYS) return []
  const message = `the deprecation of ${coordinate} is dated ${day}, ${Math.abs(days)} days ${days > 0 ? 'ago' : 'from now'}`
  return [{ rule: 'deprecation-misdated', coordinate, message, seenIn: 'head', reaches: [] }]
}
