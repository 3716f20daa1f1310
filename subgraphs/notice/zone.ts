/** Clocks on walls: what time it is where somebody lives. */

/** A day and the minutes since its midnight, in a zone. */
export interface WallTime {
  /** Such as 2026-11-29. */
  readonly date: string
  readonly minutes: number
}

const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone)
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    })
    formats.set(zone, format)
  }
  return format
}

/** Whether it is the name of a zone, such as Asia/Seoul: an offset has no summer, so it is none. */
export function isZone(zone: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+\-/]{0,63}$/.test(zone)) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}

export function wallTimeOf(zone: string, at: Date): WallTime {
  const parts = Object.fromEntries(
    formatOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  )
  const date = `${parts['year']}-${parts['month']}-${parts['day']}`
  return { date, minutes: Number(parts['hour']) * 60 + Number(parts['minute']) }
}

/** When a wall shows that. Of an hour that a clock jumps over, the moment of the jump or soon after it. */
export function instantOf(zone: string, { date, minutes }: WallTime): Date {
  const asIfUtc = Date.parse(`${date}T00:00:00Z`) + minutes * 60_000
  let at = asIfUtc
  // The offset at a guess is that of the instant, but near a change of clocks: there the second guess is better.
  for (const _ of [1, 2]) {
    const shown = wallTimeOf(zone, new Date(at))
    at += asIfUtc - (Date.parse(`${shown.date}T00:00:00Z`) + shown.minutes * 60_000)
  }
  return new Date(at)
}

/** The next time after `at` that a wall shows so many minutes after midnight. */
export function nextAt(zone: string, minutes: number, at: Date): Date {
  const today = wallTimeOf(zone, at).date
  for (const days of [0, 1, 2]) {
    const one = instantOf(zone, { date: laterBy(days, today), minutes })
    if (one > at) return one
  }
  return at
}

export function laterBy(days: number, date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

/** The Monday of its week, or itself. */
export const mondayOf = (date: string): string => laterBy(-((new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7), date)

/** Minutes after midnight of `21:00`; undefined for what is no time of a day. */
export function minutesOf(time: string): number | undefined {
  const [, hours, minutes] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(time) ?? []
  return hours === undefined ? undefined : Number(hours) * 60 + Number(minutes)
}
