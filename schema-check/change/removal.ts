import type { RuleId } from '../rules.ts'
import type { Change } from './change.ts'
import { daysBetween, daysIn } from './deprecations.ts'

/**
 * A removal, judged by how long it was deprecated. The day stands in the reason as the base has it: that was reviewed
 * and merged, and is there in a shallow clone too. A day of removal that the reason names has to have come as well, and is
 * enough where no other is said.
 */
export function judgeRemoval(change: Change, today: string, minimumDays: number): Change {
  if (change.removal !== true || change.deprecation === undefined) return change
  const { since: day, removal } = daysIn(change.deprecation)
  const judged = (rule: RuleId, why: string): Change => ({
    ...change,
    rule,
    severity: undefined,
    message: `${change.message}; ${why}`,
  })
  if (removal !== undefined && today < removal) {
    return judged('removed-too-soon', `its reason names ${removal} for the removal, which has not come`)
  }
  if (day === undefined && removal !== undefined) {
    return judged('removed-after-deprecation', `its reason named ${removal} for the removal, which has come`)
  }
  if (day === undefined) return judged('removed-too-soon', 'it was deprecated, and nobody knows since when')
  const days = daysBetween(day, today)
  const ago = `it was deprecated ${days} ${days === 1 ? 'day' : 'days'} ago`
  if (days < 0) return judged('removed-too-soon', `its deprecation is dated ${day}, which has not come`)
  return days >= minimumDays
    ? judged('removed-after-deprecation', ago)
    : judged('removed-too-soon', `${ago}, and clients have ${minimumDays} days`)
}

/** How far from today a new deprecation may be dated: a change waits some days for its merge. */
const TOLERANCE_DAYS = 14

/** What is to be said of the day of a deprecation that is new or was dated anew. */
export function judgeDay(coordinate: string, reason: string, before: string | undefined, today: string): Change[] {
  const { since, removal } = daysIn(reason)
  const old = daysIn(before ?? '')
  if (since === undefined && removal !== undefined && removal !== old.removal && removal <= today) {
    const message = `the removal of ${coordinate} is dated ${removal}, which lets it go at once`
    return [{ rule: 'deprecation-misdated', coordinate, message, seenIn: 'head', reaches: [] }]
  }
  if (since === undefined || old.since === since) return []
  const days = daysBetween(since, today)
  if (Math.abs(days) <= TOLERANCE_DAYS) return []
  const message = `the deprecation of ${coordinate} is dated ${since}, ${Math.abs(days)} days ${days > 0 ? 'ago' : 'from now'}`
  return [{ rule: 'deprecation-misdated', coordinate, message, seenIn: 'head', reaches: [] }]
}
