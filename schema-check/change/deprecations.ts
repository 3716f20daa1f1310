import type { Change } from './change.ts'

type Reason = string | null | undefined

/** What becomes deprecated, or no longer is. A changed reason is told only when its day changed. */
export function deprecationChanges(coordinate: string, before: Reason, after: Reason): Change[] {
  const base = { coordinate, seenIn: 'head', reaches: [] } as const
  if (before == null && after != null) {
    return [
      { ...base, rule: 'deprecated', message: `${coordinate} is deprecated: ${after}`, reaches: [coordinate] },
      ...(dayIn(after) === undefined ? [undated(coordinate)] : []),
    ]
  }
  if (before != null && after == null) {
    return [{ ...base, rule: 'undeprecated', message: `${coordinate} is not deprecated any more` }]
  }
  if (before != null && after != null && dayIn(before) !== undefined && dayIn(after) === undefined) {
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

/** The first ISO day in a reason that is a day at all. */
export function dayIn(reason: string): string | undefined {
  const [day] = /\b\d{4}-\d{2}-\d{2}\b/.exec(reason) ?? []
  if (day === undefined) return undefined
  const at = new Date(`${day}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day) ? day : undefined
}

/** Whole days from one ISO day to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000)
}
