import type { FigureStep } from '../generated/resolvers.ts'

/** From `from` until just before `to`; ISO 8601 in UTC, as the rows have it. */
export interface Bucket {
  readonly from: string
  readonly to: string
}

export interface Span {
  /** In milliseconds since 1970. */
  readonly from: number
  readonly to: number
  /** DAY begins at midnight in the reader's zone, HOUR at its full hour. */
  readonly step: FigureStep
  readonly zone: Zone
}

/** No IANA time zone of this name is known here. */
export class UnknownTimeZone extends Error {
  override readonly name = 'UnknownTimeZone'
}

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** A time zone by its IANA name, as `Asia/Seoul`. */
export class Zone {
  readonly #parts: Intl.DateTimeFormat

  /** Throws UnknownTimeZone. */
  constructor(name: string) {
    try {
      this.#parts = new Intl.DateTimeFormat('en-US', {
        timeZone: name,
        hourCycle: 'h23',
        year: 'numeric',
        month: 'numeric',
        day: 'numeric',
        hour: 'numeric',
        minute: 'numeric',
        second: 'numeric',
      })
    } catch (error) {
      throw new UnknownTimeZone(`there is no time zone ${name}`, { cause: error })
    }
  }

  /** What the clocks on the wall show, as if they showed UTC. */
  wall(instant: number): number {
    const part = Object.fromEntries(this.#parts.formatToParts(instant).map(({ type, value }) => [type, Number(value)]))
    const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = part
    return Date.UTC(year, month - 1, day, hour, minute, second) + (((instant % 1_000) + 1_000) % 1_000)
  }

  /** When the clocks show this for the first time; where they skip it, when they have skipped it. */
  instant(wall: number): number {
    const candidates = [DAY_MS, -DAY_MS].map((away) => wall - (this.wall(wall + away) - (wall + away)))
    const shown = candidates.filter((instant) => this.wall(instant) === wall)
    return shown.length > 0 ? Math.min(...shown) : Math.max(...candidates)
  }
}

/** How many buckets a span takes at most, without making them. Where the clocks are put forward a day is an hour shorter. */
export function countOf({ from, to, step }: Pick<Span, 'from' | 'to' | 'step'>): number {
  return 1 + (step === 'DAY' ? Math.ceil((to - from + HOUR_MS) / DAY_MS) : Math.ceil((to - from) / HOUR_MS))
}

/** The span in whole steps, without a hole: the first holds `from`, the last what is just before `to`. */
export function bucketsOf({ from, to, step, zone }: Span): Bucket[] {
  const begins = (instant: number) => beginningOf(instant, step, zone)
  const buckets: Bucket[] = []
  for (let begin = begins(from); begin < to;) {
    // A day has 23 to 25 hours: an instant well within the next one leads to its beginning.
    const next = step === 'DAY' ? begins(begin + 36 * HOUR_MS) : begin + HOUR_MS
    const end = next > begin ? next : begin + HOUR_MS
    buckets.push({ from: new Date(begin).toISOString(), to: new Date(end).toISOString() })
    begin = end
  }
  return buckets
}

function beginningOf(instant: number, step: FigureStep, zone: Zone): number {
  const wall = zone.wall(instant)
  const into = wall % (step === 'DAY' ? DAY_MS : HOUR_MS)
  // Within an hour no clock is put back, so that nothing has to be looked up; half an hour's offset is in `wall`.
  return step === 'HOUR' ? instant - into : zone.instant(wall - into)
}
