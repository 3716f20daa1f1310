import type { FigureStep, LibraryFiguresQuery } from '../generated/librarian.ts'

export const SPANS = ['DAY', 'WEEK', 'MONTH', 'YEAR'] as const
export type Span = (typeof SPANS)[number]

const HOUR_MS = 3_600_000
/** From the first point, which is whole, to the one that holds now: of a week seven days. */
const HOURS: Readonly<Record<Span, number>> = { DAY: 23, WEEK: 6 * 24, MONTH: 29 * 24, YEAR: 364 * 24 }

/** What to ask for, so that `now` is in the last point. Up to a week by the hour would be too many bars: by the day. */
export function variablesOf(span: Span, now: Date, timeZone: string) {
  const step: FigureStep = span === 'DAY' ? 'HOUR' : 'DAY'
  return {
    from: new Date(now.getTime() - HOURS[span] * HOUR_MS).toISOString(),
    to: new Date(now.getTime() + 1).toISOString(),
    step,
    timeZone,
  }
}

/** So many bars can be told apart. */
const MOST_BARS = 31

type Counted = Omit<LibraryFiguresQuery['figures']['points'][number], 'from' | 'medianWaitSeconds' | 'p90WaitSeconds'>

/** Of more points than can be told apart, the sums of each seven; a wait is not summed, and is of the first. */
export function barsOf<Point extends Counted>(points: readonly Point[]): readonly Point[] {
  if (points.length <= MOST_BARS) return points
  // The last week is whole; the first has what is left.
  const first = points.length % 7 || 7
  const weeks = [points.slice(0, first)]
  for (let begin = first; begin < points.length; begin += 7) weeks.push(points.slice(begin, begin + 7))
  return weeks.map((week) => week.reduce(sum))
}

function sum<Point extends Counted>(one: Point, other: Point): Point {
  return {
    ...one,
    requests: one.requests + other.requests,
    approvals: one.approvals + other.approvals,
    refusals: one.refusals + other.refusals,
    refunds: one.refunds + other.refunds,
    revenue: one.revenue + other.revenue,
    points: one.points + other.points,
  }
}

/** A wait of days is read in hours. */
export function waitUnitOf(seconds: number): 'minutes' | 'hours' {
  return seconds >= 2 * 3_600 ? 'hours' : 'minutes'
}

/** In the unit, to a tenth. */
export function waitIn(unit: 'minutes' | 'hours', seconds: number): number {
  return Math.round((10 * seconds) / (unit === 'hours' ? 3_600 : 60)) / 10
}
