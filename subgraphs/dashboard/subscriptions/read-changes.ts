import { sql, type Kysely } from 'kysely'
import { toFolded } from '../file/folded-event.ts'
import { toggled } from '../file/mended.ts'
import { placeAt, ResyncRequired, type Place } from '../file/place.ts'
import type { StoredEvent, Tables } from '../file/tables.ts'
import type { FollowedRow, Kind } from '../projections/kinds.ts'
import { concerns, unfold, type Change, type Scope } from './changes.ts'

export interface Slice<Row extends FollowedRow> {
  readonly changes: readonly Change<Row>[]
  /** How far this slice has read: behind its last change, or further. */
  readonly place: Place
  /** Whether that is as far as the file has. */
  readonly atEnd: boolean
}

interface Found {
  readonly row_id: string
  readonly event_id: string
  readonly sequence: number
}

/** An event after the place, and the place after it. */
interface Later extends Omit<Found, 'sequence'> {
  readonly place: Place
}

/** Of so many events it can be told one by one that an outbox brought them; beyond, it is sooner begun anew. */
const MOST_MENDED = 1_000

/**
 * The changes after a place, in the order of the stream, one for each of at most `limit` events. `ours` is the file's
 * place in the same transaction. A place from before something was mended is read on as the stream alone would have
 * it; what was mended follows at the end.
 */
export async function readChanges<Row extends FollowedRow>(
  tx: Kysely<Tables>,
  kind: Kind<Row>,
  place: Place,
  ours: Place,
  scope: Scope,
  limit: number,
): Promise<Slice<Row>> {
  const found = await eventsAfter(tx, kind, place.sequence, scope, limit)
  const last = found.at(-1)
  const atEnd = found.length < limit || last === undefined
  const later: Later[] = found.map((event) => ({
    ...event,
    place: placeAt(ours.stream, event.sequence, place.mended),
  }))
  if (atEnd && place.mended !== ours.mended) later.push(...(await mendedSince(tx, ours)))
  return {
    changes: await unfoldAll(tx, kind, place, later, scope),
    atEnd,
    place: atEnd ? ours : placeAt(ours.stream, last.sequence, place.mended),
  }
}

/** By the shortest way: the row's own events, those of the member's rows, or the stream. */
async function eventsAfter(
  tx: Kysely<Tables>,
  kind: Pick<Kind<never>, 'table' | 'id'>,
  sequence: number,
  { userId, id }: Scope,
  limit: number,
): Promise<Found[]> {
  if (id !== undefined) {
    const { rows } = await sql<Found>`
      select row_id, event_id, sequence from event where row_id = ${id} and sequence > ${sequence}
      order by sequence limit ${limit}`.execute(tx)
    return rows
  }
  if (userId !== undefined) {
    // `cross join` keeps SQLite from walking through everybody's events in the order of the stream.
    const { rows } = await sql<Found>`
      select event.row_id, event.event_id, event.sequence
      from ${sql.table(kind.table)} followed cross join event on event.row_id = followed.${sql.ref(kind.id)}
      where followed.user_id = ${userId} and event.sequence > ${sequence}
      order by event.sequence limit ${limit}`.execute(tx)
    return rows
  }
  const { rows } = await sql<Found>`
    select row_id, event_id, sequence from event where sequence > ${sequence} and row_id is not null
    order by sequence limit ${limit}`.execute(tx)
  return rows
}

/** All events that an outbox brought, behind all that the stream did; the last leads to the file's own place. */
async function mendedSince(tx: Kysely<Tables>, ours: Place): Promise<Later[]> {
  const { rows } = await sql<Omit<Found, 'sequence'>>`
    select row_id, event_id from event where sequence is null and row_id is not null
    order by applied limit ${MOST_MENDED + 1}`.execute(tx)
  if (rows.length > MOST_MENDED) throw new ResyncRequired('VIEWS_DIFFER')
  let mended: string | undefined
  return rows.map((event, index) => {
    mended = toggled(mended, event.event_id)
    return { ...event, place: index === rows.length - 1 ? ours : placeAt(ours.stream, ours.sequence, mended) }
  })
}

async function unfoldAll<Row extends FollowedRow>(
  tx: Kysely<Tables>,
  kind: Kind<Row>,
  from: Place,
  later: readonly Later[],
  scope: Scope,
): Promise<Change<Row>[]> {
  const order = new Map(later.map((event, index) => [event.event_id, { index, ...event }]))
  const changes: (Change<Row> & { readonly index: number })[] = []
  for (const [id, stored] of await eventsOf(tx, [...new Set(later.map(({ row_id }) => row_id))])) {
    const events = stored.map(toFolded)
    const known = events.filter((event) => isAt(from, event) && !order.has(event.id))
    const further = events
      .flatMap((event) => {
        const where = order.get(event.id)
        return where ? [{ ...event, ...where }] : []
      })
      .sort((a, b) => a.index - b.index)
    for (const { event, row, previousStatus } of unfold(kind, id, known, further)) {
      if (!concerns(kind, scope, { row, previousStatus })) continue
      changes.push({ row, previousStatus, place: event.place, index: event.index })
    }
  }
  return changes.sort((a, b) => a.index - b.index)
}

/** Whether an event belongs to what is known at a place. Mended ones do, unless the place is from before. */
export function isAt(place: Place, { sequence }: { readonly sequence: number | null }): boolean {
  return sequence === null ? place.mended !== undefined : sequence <= place.sequence
}

/** All events of some rows. */
export async function eventsOf(tx: Kysely<Tables>, ids: readonly string[]): Promise<Map<string, StoredEvent[]>> {
  if (ids.length === 0) return new Map()
  // One parameter, so that the statement is the same for any number of rows.
  const { rows } = await sql<StoredEvent & { row_id: string }>`
    select * from event where row_id in (select value from json_each(${JSON.stringify(ids)}))`.execute(tx)
  return Map.groupBy(rows, (event) => event.row_id)
}
