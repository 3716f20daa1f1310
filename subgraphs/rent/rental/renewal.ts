import type { RenewalFacts, RenewalRefusal } from './language.ts'
import type { OnLoan } from './state.ts'

const DAY_MS = 86_400_000
/** Book announces itself every two seconds: by then it has been heard again, if it lives. */
const HEARD_AGAIN_MS = 5_000

/**
 * The end that a renewal would give a loan, or why it cannot be renewed now (R17). The period is added to the old end, so
 * that nobody loses a day by renewing early. What will not change is said before what may.
 */
export function renewalOf(rental: OnLoan, facts: RenewalFacts, now: Date): { readonly dueAt: Date } | RenewalRefusal {
  const { dueAt, loanPeriodDays, licenceEndsAt } = rental
  const maxRenewals = rental.maxRenewals ?? 0
  if (loanPeriodDays === null || rental.renewalCount >= maxRenewals) return { code: 'RENEWAL_LIMIT', maxRenewals }
  if (licenceEndsAt !== null && licenceEndsAt <= dueAt) return { code: 'LICENCE_ENDS', at: licenceEndsAt }
  const periodMs = loanPeriodDays * DAY_MS
  const from = new Date(dueAt.getTime() - periodMs * facts.lastPart)
  if (now < from) return { code: 'RENEWAL_TOO_EARLY', from }
  if (!facts.fresh) return { code: 'RENEWAL_UNKNOWN', retryAfterMs: HEARD_AGAIN_MS }
  if (facts.holdsWaiting > 0) return { code: 'HOLDS_WAITING', count: facts.holdsWaiting }
  const full = dueAt.getTime() + periodMs
  return { dueAt: new Date(Math.min(full, licenceEndsAt?.getTime() ?? full)) }
}
