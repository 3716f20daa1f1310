import type { Refolded } from '../feed/apply.ts'
import type { Place } from '../file/place.ts'
import type { FollowedRow, Kind } from '../projections/kinds.ts'
import type { FoldedEvent } from '../projections/rental-sources.ts'
import type { DashboardRow } from '../projections/row.ts'

/** One event of a row, as subscribers see it: the row after it, and the place after it. */
export interface Change<Row extends FollowedRow = DashboardRow> {
  readonly row: Row
  /** How it stood before; undefined for the first one. */
  readonly previousStatus: string | undefined
  readonly place: Place
}

/** A change that was committed just now. */
export interface NewChange<Row extends FollowedRow = DashboardRow> extends Change<Row> {
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
  /** Only this row's. */
  readonly id?: string | undefined
  readonly status?: string | undefined
}

/** What has just left the status is told of once more, so that a list can drop it. */
export function concerns<Row extends FollowedRow>(
  kind: Kind<Row>,
  scope: Scope,
  { row, previousStatus }: Omit<Change<Row>, 'place'>,
): boolean {
  return isOf(kind, scope, row) && (scope.status === undefined || [row.status, previousStatus].includes(scope.status))
}

export function isOf<Row extends FollowedRow>({ idOf }: Kind<Row>, { userId, id }: Scope, row: Row): boolean {
  return (userId === undefined || userId === row.user_id) && (id === undefined || id === idOf(row))
}

/**
 * The row after each of the `further` events, one by one on top of what was known; nothing for an event after which
 * there is no row yet. So the versions that are told rise by one, whatever batches the events came in.
 */
export function* unfold<Row extends FollowedRow, Event extends FoldedEvent>(
  { fold }: Kind<Row>,
  id: string,
  known: readonly FoldedEvent[],
  further: readonly Event[],
): Generator<Omit<Change<Row>, 'place'> & { readonly event: Event }> {
  const events = [...known]
  let previousStatus = fold(id, events)?.status
  for (const event of further) {
    events.push(event)
    const row = fold(id, events)
    if (row) yield { event, row, previousStatus }
    previousStatus = row?.status
  }
}

/** One change for every event of the rows that are wanted, in the order of taking in. */
export function changesOf<Row extends FollowedRow>(
  kind: Kind<Row>,
  refolded: readonly Refolded<Row>[],
  wants: (row: Row) => boolean,
): NewChange<Row>[] {
  const changes = refolded.filter(({ row }) => wants(row)).flatMap((one) => [...changesOfRow(kind, one)])
  return changes.sort((a, b) => a.applied - b.applied)
}

function* changesOfRow<Row extends FollowedRow>(
  kind: Kind<Row>,
  { row: latest, events, arrived }: Refolded<Row>,
): Generator<NewChange<Row>> {
  const byId = new Map(events.map((event) => [event.id, event]))
  const isNew = new Set(arrived.map(({ event }) => event.id))
  const known = events.filter(({ id }) => !isNew.has(id))
  const further = arrived.flatMap(({ event, ...where }) => {
    const folded = byId.get(event.id)
    return folded ? [{ ...folded, ...where, traceparent: event.traceparent }] : []
  })
  for (const { event, row, previousStatus } of unfold(kind, kind.idOf(latest), known, further)) {
    const { applied, before, place, traceparent } = event
    yield { row, previousStatus, applied, before, place, traceparent }
  }
}
