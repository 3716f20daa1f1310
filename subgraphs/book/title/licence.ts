/** By what right seats are lent, which of them can be lent now, and which one is lent first. */
import type { Licence, NearEnd } from './language.ts'

const DAY_MS = 86_400_000

/**
 * A loan begins when somebody has decided, and three days are left for that, whatever RENTAL_DECIDE_BY says. One that
 * begins later still, so that less than half of it is left, is given back by rent.
 */
const TO_DECIDE_MS = 3 * DAY_MS

/** So much is left of a licence when librarians are told, in time to buy another. */
const NEAR_END_MS = 30 * DAY_MS
const FEW_LOANS = 3

/** What of a loan that is asked for now the licence covers. Less than half is not worth paying for. */
type Cover = 'WHOLE' | 'PART' | 'NONE'

export function coverOf({ expiresAt, endedAt }: Licence, loanPeriodDays: number, now: Date): Cover {
  if (endedAt !== null) return 'NONE'
  if (expiresAt === null) return 'WHOLE'
  const leftMs = expiresAt.getTime() - now.getTime() - TO_DECIDE_MS
  if (leftMs >= loanPeriodDays * DAY_MS) return 'WHOLE'
  return leftMs >= (loanPeriodDays * DAY_MS) / 2 ? 'PART' : 'NONE'
}

export function nearEndOf(
  { expiresAt, loansLeft, endedAt }: Pick<Licence, 'expiresAt' | 'loansLeft' | 'endedAt'>,
  now: Date,
): NearEnd[] {
  if (endedAt !== null) return []
  const leftMs = expiresAt === null ? Number.POSITIVE_INFINITY : expiresAt.getTime() - now.getTime()
  return [
    ...(leftMs > 0 && leftMs <= NEAR_END_MS ? (['TIME'] as const) : []),
    ...(loansLeft !== null && loansLeft <= FEW_LOANS ? (['LOANS'] as const) : []),
  ]
}

/**
 * When something changes of it by itself: when its end is near, when it covers no whole loan any more, none at all, and when
 * it ends.
 */
export function turnsOf({ expiresAt, endedAt }: Licence, loanPeriodDays: number): Date[] {
  if (expiresAt === null || endedAt !== null) return []
  const end = expiresAt.getTime()
  // A millisecond later, as until then it covers them.
  const whole = new Date(end - TO_DECIDE_MS - loanPeriodDays * DAY_MS + 1)
  const part = new Date(end - TO_DECIDE_MS - (loanPeriodDays * DAY_MS) / 2 + 1)
  return [new Date(end - NEAR_END_MS), whole, part, expiresAt]
}

/**
 * How many more may be lent: a loan is reserved when it is paid for, so that nobody pays for one that the licence
 * does not allow any more.
 */
export function lendable(licence: Licence, loanPeriodDays: number, now: Date): number {
  if (coverOf(licence, loanPeriodDays, now) === 'NONE') return 0
  if (licence.kind === 'UNLIMITED') return Number.POSITIVE_INFINITY
  const loans = licence.loansLeft === null ? licence.free : Math.max(0, licence.loansLeft - licence.promised)
  return Math.min(licence.free, loans)
}

/** How many renewals there are loans for, where they count as such: of several licences of the one that has fewest. */
export function loansToRenew(licences: readonly Licence[]): number | null {
  const left = licences.flatMap(({ renewalCountsAsLoan, loansLeft, promised, endedAt }) =>
    renewalCountsAsLoan && loansLeft !== null && endedAt === null ? [Math.max(0, loansLeft - promised)] : [],
  )
  return left.length === 0 ? null : Math.min(...left)
}

/**
 * The licence that is lent of first: of those that cover the whole loan the one that ends soonest, then what does not
 * wear out, and what does last; when there is none, the one that covers most.
 */
export function nextLicence(licences: readonly Licence[], loanPeriodDays: number, now: Date): Licence | undefined {
  return licences
    .filter((licence) => lendable(licence, loanPeriodDays, now) > 0)
    .map((licence) => ({ licence, rank: rankOf(licence, loanPeriodDays, now) }))
    .toSorted((one, other) => one.rank[0] - other.rank[0] || one.rank[1] - other.rank[1])[0]?.licence
}

function rankOf(licence: Licence, loanPeriodDays: number, now: Date): readonly [kind: number, within: number] {
  const { kind, expiresAt, loansLeft } = licence
  const end = expiresAt?.getTime() ?? 0
  if (coverOf(licence, loanPeriodDays, now) === 'PART') return [9, -end]
  if (kind === 'UNLIMITED') return [2, end]
  if (expiresAt !== null) return [loansLeft === null ? 0 : 3, end]
  return loansLeft === null ? [1, 0] : [4, -loansLeft]
}
