export const SPANS = ['DAY', 'WEEK', 'MONTH', 'YEAR'] as const
export type Span = (typeof SPANS)[number]

const HOUR_MS = 3_600_000
const HOURS: Readonly<Record<Span, number>> = { DAY: 24, WEEK: 7 * 24, MONTH: 30 * 24, YEAR: 365 * 24 }

/** What to ask for, so that `now` is in the last point. Up to a week by the hour would be too many bars: by the day. */
export function variablesOf(span: Span, now: Date, timeZone: string) {
  return {
    from: new Date(now.getTime() - HOURS[span] * HOUR_MS).toISOString(),
    to: new Date(now.getTime() + 1).toISOString(),
    step: span === 'DAY' ? ('HOUR' as const) : ('DAY' as const),
    timeZone,
  }
}
