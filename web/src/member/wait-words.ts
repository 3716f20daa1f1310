import type { TFunction } from 'i18next'

interface Estimate {
  readonly likely: string
  readonly late: string
}

const DAY_MS = 86_400_000
/** From two weeks on nobody counts days. */
const WEEKS_FROM_DAYS = 14

/** How long one waits for a title: a guess, so in round numbers, from what is likely to what is hardly ever passed. */
export function waitWords({ likely, late }: Estimate, t: TFunction, now = Date.now()): string {
  const days = (instant: string) => Math.max(1, Math.round((Date.parse(instant) - now) / DAY_MS))
  const inWeeks = days(late) >= WEEKS_FROM_DAYS
  const units = (instant: string) => (inWeeks ? Math.max(1, Math.round(days(instant) / 7)) : days(instant))
  const [from, to] = [units(likely), units(late)]
  if (from >= to) return t(inWeeks ? 'wait.weeks' : 'wait.days', { count: from })
  return t(inWeeks ? 'wait.weeksBetween' : 'wait.daysBetween', { from, to })
}

interface Line {
  readonly holdsWaiting: number
  readonly estimate: Estimate | null
}

/** "Place a hold · 3 wait · about 2 weeks", as far as there is something to say. */
export function holdOffer({ holdsWaiting, estimate }: Line, t: TFunction): string {
  return [
    t('hold.place'),
    ...(holdsWaiting > 0 ? [t('wait.line', { count: holdsWaiting })] : []),
    ...(estimate === null ? [] : [waitWords(estimate, t)]),
  ].join(' · ')
}
