/** In milliseconds of the epoch. */
export interface Window {
  readonly from: number
  readonly to: number
}

/**
 * The longest distance between two neighbours that has a part in the window: a silence counts as long as it was, also when
 * it began before the window or ended after it. Undefined when nothing was heard on one of its sides.
 */
export function longestGap(instants: readonly number[], { from, to }: Window): number | undefined {
  const sorted = instants.toSorted((a, b) => a - b)
  let longest: number | undefined
  for (const [index, instant] of sorted.entries()) {
    const next = sorted[index + 1]
    if (next === undefined || next < from || instant > to) continue
    longest = Math.max(longest ?? 0, next - instant)
  }
  const isCovered = (sorted[0] ?? Infinity) <= from && (sorted.at(-1) ?? -Infinity) >= to
  return isCovered ? longest : undefined
}

export const within = ({ from, to }: Window, instant: number): boolean => instant >= from && instant < to
