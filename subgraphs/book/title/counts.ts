import type { Availability, Counts } from './language.ts'
import { coverOf, lendable, loansToRenew, nextLicence, turnsOf } from './licence.ts'
import type { Title } from './state.ts'

export function availabilityOf(title: Pick<Title, 'withdrawn' | 'seatsFree' | 'unlimited'>): Availability {
  if (title.withdrawn) return 'WITHDRAWN'
  return title.seatsFree > 0 || title.unlimited ? 'POSSIBLE' : 'IMPOSSIBLE'
}

/** What can be lent at this moment. */
export function countsOf(title: Title, now: Date): Counts {
  const { licences, loanPeriodDays, withdrawn } = title
  const living = licences.filter(({ endedAt }) => endedAt === null)
  // What a withdrawn title had stays counted: its loans run on.
  const copiesTotal = withdrawn ? title.seatsTotal : sumOf(living.map(({ seats }) => seats ?? 0))
  const each = withdrawn ? [] : living.map((licence) => lendable(licence, loanPeriodDays, now))
  const copiesFree = sumOf(each.filter(Number.isFinite))
  const unlimited = each.some((free) => !Number.isFinite(free))
  const next = withdrawn ? undefined : nextLicence(licences, loanPeriodDays, now)
  return {
    status: availabilityOf({ withdrawn, seatsFree: copiesFree, unlimited }),
    copiesTotal,
    copiesFree,
    holdsWaiting: title.waiting,
    nextLoanEnds: next && coverOf(next, loanPeriodDays, now) === 'PART' ? next.expiresAt : null,
    unlimited,
    loansToRenew: loansToRenew(licences),
  }
}

/** What others were told last. */
export const toldOf = (title: Title): Counts => ({
  status: availabilityOf(title),
  copiesTotal: title.seatsTotal,
  copiesFree: title.seatsFree,
  holdsWaiting: title.holdsWaiting,
  nextLoanEnds: title.nextLoanEnds,
  unlimited: title.unlimited,
  loansToRenew: loansToRenew(title.licences),
})

export const sameCounts = (one: Counts, other: Counts): boolean =>
  one.status === other.status &&
  one.copiesTotal === other.copiesTotal &&
  one.copiesFree === other.copiesFree &&
  one.holdsWaiting === other.holdsWaiting &&
  one.nextLoanEnds?.getTime() === other.nextLoanEnds?.getTime() &&
  one.unlimited === other.unlimited &&
  one.loansToRenew === other.loansToRenew

/** When the counts change by themselves; null when they never do. */
export function changesAtOf({ licences, loanPeriodDays, withdrawn }: Title, now: Date): Date | null {
  const turns = licences.flatMap((licence) => turnsOf(licence, loanPeriodDays))
  // The end of a licence that is over already is still to be noted: by whoever has its rentals at hand.
  const ends = licences.flatMap(({ expiresAt, endedAt }) => (expiresAt && endedAt === null ? [expiresAt] : []))
  const ahead = withdrawn ? ends : [...turns.filter((turn) => turn > now), ...ends]
  return ahead.length === 0 ? null : new Date(Math.min(...ahead.map(Number)))
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0)
}
