/** What the order of events is made of: the aggregate and its version, never a clock and never the arrival. */
export interface Ordered {
  readonly id: string
  readonly aggregateType: string
  readonly aggregateId: string
  readonly aggregateVersion: number
}

/** Each event once, per aggregate in the order of its versions: the same list for any order and repetition given. */
export function inAggregateOrder<E extends Ordered>(events: readonly E[]): E[] {
  const once = new Map(events.map((event) => [event.id, event]))
  return [...once.values()].sort(
    (a, b) =>
      compare(a.aggregateType, b.aggregateType) ||
      compare(a.aggregateId, b.aggregateId) ||
      a.aggregateVersion - b.aggregateVersion ||
      compare(a.id, b.id),
  )
}

/** By code unit, not by locale: it must be the same on every machine. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
