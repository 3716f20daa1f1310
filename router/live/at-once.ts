/** Of one reader: what waits is caught up with, and the subgraphs have time for others. */
const MOST_AT_ONCE = 8

/**
 * How many of the first rows can be hydrated at once: as far as they are of different entities, because a later state of one
 * must not be overtaken by an earlier one.
 */
export function atOnce(rows: Iterable<{ readonly key: string }>): number {
  const keys = new Set<string>()
  for (const { key } of rows) {
    if (keys.size === MOST_AT_ONCE || keys.has(key)) break
    keys.add(key)
  }
  return keys.size
}
