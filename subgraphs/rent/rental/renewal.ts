import type { RenewalFacts, RenewalRefusal } from './language.ts'
import type { OnLoan } from './state.ts'

export const DAY_MS = 86_400_000
/** Before the loan's end, and in its last third. */
const AUTO_RENEWAL_MS = DAY_MS
const AUTO_RENEWAL_PART = 1 / 3
/** What keeps from a renewal may pass: others take their hold away, a block is lifted. */
const TRY_AGAIN_MS = 3_600_000
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
  if (facts.bar) return facts.bar
  const periodMs = loanPeriodDays * DAY_MS
  const from = new Date(dueAt.getTime() - periodMs * facts.lastPart)
  if (now < from) return { code: 'RENEWAL_TOO_EARLY', from }
  if (!facts.fresh) return { code: 'RENEWAL_UNKNOWN', retryAfterMs: HEARD_AGAIN_MS }
  if (facts.holdsWaiting > 0) return { code: 'HOLDS_WAITING', count: facts.holdsWaiting }
  if (facts.loansToRenew !== null && facts.loansToRenew <= 0) return { code: 'LICENCE_ENDS', at: dueAt, mayPass: true }
  const full = dueAt.getTime() + periodMs
  return { dueAt: new Date(Math.min(full, licenceEndsAt?.getTime() ?? full)) }
}

/** When a loan with this end renews by itself. */
export function autoRenewalAt(dueAt: Date, periodMs: number): Date {
  return new Date(dueAt.getTime() - Math.min(AUTO_RENEWAL_MS, periodMs * AUTO_RENEWAL_PART))
}

/** When an automatic renewal that was refused is tried again; undefined when nothing will change. */
export function triedAgainAt(refusal: RenewalRefusal, now: Date): Date | undefined {
  const { code } = refusal
  if (code === 'RENEWAL_LIMIT' || (code === 'LICENCE_ENDS' && !refusal.mayPass)) return undefined
  return new Date(now.getTime() + (code === 'RENEWAL_UNKNOWN' ? HEARD_AGAIN_MS : TRY_AGAIN_MS))
}
