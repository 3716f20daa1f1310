import type { Change } from './change.ts'

type Reason = string | null | undefined

/** What becomes deprecated, or no longer is. A changed reason is told only when its day changed. */
export function deprecationChanges(coordinate: string, before: Reason, after: Reason): Change[] {
  const base = { coordinate, seenIn: 'head', reaches: [] } as const
  if (before == null && after != null) {
    return [
      { ...base, rule: 'deprecated', message: `${coordinate} is deprecated: ${after}`, reaches: [coordinate] },
      ...(isDated(after) ? [] : [undated(coordinate)]),
    ]
  }
  if (before != null && after == null) {
    return [{ ...base, rule: 'undeprecated', message: `${coordinate} is not deprecated any more` }]
  }
  if (before != null && after != null && isDated(before) && !isDated(after)) {
    return [undated(coordinate)]
  }
  return []
}

function undated(coordinate: string): Change {
  return {
    rule: 'deprecation-undated',
    coordinate,
    message: `the deprecation of ${coordinate} does not say since when`,
    seenIn: 'head',
    reaches: [],
  }
}

/** What a day of removal is told with: "removal after", "will be removed on", "until". */
const goes = /\b(?:remov|delet|dropp|sunset|gone\b|goes\b|until\b)/i

/** The ISO days in a reason that are days at all: since when something is deprecated, and when it is to be removed. */
export function daysIn(reason: string): { readonly since?: string | undefined; readonly removal?: string | undefined } {
  const days = [...reason.matchAll(/\b\d{4}-\d{2}-\d{2}\b/g)].filter(([day]) => isDay(day))
  const isRemoval = ({ index }: RegExpExecArray) => goes.test(lastWords(reason.slice(0, index)))
  return { since: days.find((one) => !isRemoval(one))?.[0], removal: days.find(isRemoval)?.[0] }
}

/** From the last sentence, day or "since" on. */
function lastWords(text: string): string {
  return text.split(/[.;\d]|\bsince\b/i).at(-1) ?? ''
}

function isDay(day: string): boolean {
  const at = new Date(`${day}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day)
}

/** Whether a reason says at all when something may go. */
function isDated(reason: string): boolean {
  const { since, removal } = daysIn(reason)
  return since !== undefined || removal !== undefined
}

/** Whole days from one ISO day to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000)
}
