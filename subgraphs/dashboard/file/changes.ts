import { foldRow, type DashboardRow, type DashboardStatus } from '../projections/row.ts'
import type { FoldedEvent } from '../projections/rental-sources.ts'
import type { Place } from './place.ts'
import type { StoredEvent } from './tables.ts'

/** One event of a rental, as subscribers see it: the row after it, and the place after it. */
export interface Change {
  readonly row: DashboardRow
  /** Where the rental stood before; undefined for its first row. */
  readonly previousStatus: DashboardStatus | undefined
  readonly place: Place
}

/** Whose changes, and of what, a subscriber hears. All of what is given must hold. */
export interface Scope {
  readonly userId?: string | undefined
  readonly rentalId?: string | undefined
  readonly status?: DashboardStatus | undefined
}

/** A rental that has just left the status is told of once more, so that a list can drop it. */
export function concerns(scope: Scope, { row, previousStatus }: Omit<Change, 'place'>): boolean {
  return isOf(scope, row) && (scope.status === undefined || [row.status, previousStatus].includes(scope.status))
}

export function isOf(scope: Scope, row: DashboardRow): boolean {
  return (
    (scope.userId === undefined || scope.userId === row.user_id) &&
    (scope.rentalId === undefined || scope.rentalId === row.rental_id)
  )
}

/**
 * The row after each of the `further` events, one by one on top of what was known; nothing for an event after which
 * there is no row yet. So the versions that are told rise by one, whatever batches the events came in.
 */
export function* unfold<Event extends FoldedEvent>(
  rentalId: string,
  known: readonly FoldedEvent[],
  further: readonly Event[],
): Generator<Omit<Change, 'place'> & { readonly event: Event }> {
  const events = [...known]
  let previousStatus = foldRow(rentalId, events)?.status
  for (const event of further) {
    events.push(event)
    const row = foldRow(rentalId, events)
    if (row) yield { event, row, previousStatus }
    previousStatus = row?.status
  }
}

export function toFolded(stored: StoredEvent): FoldedEvent & { readonly sequence: number | null } {
  return {
    id: stored.event_id,
    sequence: stored.sequence,
    type: stored.type,
    aggregateType: stored.aggregate_type,
    aggregateId: stored.aggregate_id,
    aggregateVersion: stored.aggregate_version,
    data: JSON.parse(stored.data) as unknown,
  }
}
