import type { Applied, Refolded } from '../feed/apply.ts'
import type { Place } from '../file/place.ts'
import type { FoldedEvent } from '../projections/rental-sources.ts'
import { foldRow, type DashboardRow, type DashboardStatus } from '../projections/row.ts'

/** One event of a rental, as subscribers see it: the row after it, and the place after it. */
export interface Change {
  readonly row: DashboardRow
  /** Where the rental stood before; undefined for its first row. */
  readonly previousStatus: DashboardStatus | undefined
  readonly place: Place
}

/** A change that was committed just now. */
export interface NewChange extends Change {
  /** The number of its event, in the order in which this replica took them in. */
  readonly applied: number
  /** The file's place before it. */
  readonly before: Place
  /** Of its event. */
  readonly traceparent: string | undefined
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

/** One change for every event of the rentals that are wanted, in the order of taking in. */
export function changesOf({ refolded }: Pick<Applied, 'refolded'>, wants: (row: DashboardRow) => boolean): NewChange[] {
  const changes = refolded.filter(({ row }) => wants(row)).flatMap((rental) => [...changesOfRental(rental)])
  return changes.sort((a, b) => a.applied - b.applied)
}

function* changesOfRental({ row: { rental_id }, events, arrived }: Refolded): Generator<NewChange> {
  const byId = new Map(events.map((event) => [event.id, event]))
  const isNew = new Set(arrived.map(({ event }) => event.id))
  const known = events.filter(({ id }) => !isNew.has(id))
  const further = arrived.flatMap(({ event, ...where }) => {
    const folded = byId.get(event.id)
    return folded ? [{ ...folded, ...where, traceparent: event.traceparent }] : []
  })
  for (const { event, row, previousStatus } of unfold(rental_id, known, further)) {
    const { applied, before, place, traceparent } = event
    yield { row, previousStatus, applied, before, place, traceparent }
  }
}
