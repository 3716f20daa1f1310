import { sql, type Kysely, type RawBuilder } from 'kysely'
import { toFolded } from '../file/folded-event.ts'
import { placeAt, type Place, type SnapshotKey } from '../file/place.ts'
import type { Tables } from '../file/tables.ts'
import type { FollowedRow, Kind } from '../projections/kinds.ts'
import { isOf, type Scope } from './changes.ts'
import { eventsOf, isAt } from './read-changes.ts'

export interface SnapshotSlice<Row extends FollowedRow> {
  readonly rows: readonly { readonly row: Row; readonly place: Place }[]
  /** Without `snapshotAfter` when all rows have been read. */
  readonly place: Place
}

/**
 * The next rows of a snapshot, in the order of their kind, at most `limit`, as they were at its place: so
 * one that is read over hours and on several replicas is one state, and what came after the place are the changes
 * after it. Rows that have changed since are folded again from the events that belong to the place.
 */
export async function readSnapshot<Row extends FollowedRow>(
  tx: Kysely<Tables>,
  kind: Kind<Row>,
  place: Place & { readonly snapshotAfter: SnapshotKey },
  scope: Scope,
  limit: number,
): Promise<SnapshotSlice<Row>> {
  const { idOf, orderOf, fold } = kind
  const candidates = await candidatesAfter(tx, kind, place, scope, limit)
  const ids = candidates.map(idOf)
  const changed = await changedSince(tx, ids, place)
  const events = await eventsOf(tx, [...changed])
  const then = candidates.flatMap((row) => {
    const id = idOf(row)
    const was = changed.has(id)
      ? fold(
          id,
          (events.get(id) ?? []).map(toFolded).filter((event) => isAt(place, event)),
        )
      : row
    return was && isOf(kind, scope, was) && (scope.status === undefined || scope.status === was.status) ? [was] : []
  })
  const after = (row: Row): Place => ({ ...place, snapshotAfter: [orderOf(row), idOf(row)] })
  const whole = placeAt(place.stream, place.sequence, place.mended)
  const last = candidates.length < limit ? undefined : candidates.at(-1)
  return {
    rows: then.map((row, at) => ({ row, place: last === undefined && at === then.length - 1 ? whole : after(row) })),
    place: last === undefined ? whole : after(last),
  }
}

/** Rows that may belong to the snapshot: they match now, or have changed since and may have matched. */
async function candidatesAfter<Row extends FollowedRow>(
  tx: Kysely<Tables>,
  kind: Kind<Row>,
  place: Place & { readonly snapshotAfter: SnapshotKey },
  { userId, id, status }: Scope,
  limit: number,
): Promise<Row[]> {
  const { snapshotAfter } = place
  const [rows, rowId, order] = [sql.table(kind.table), sql.ref(kind.id), sql.ref(kind.order)]
  const within = [sql`(${order}, ${rowId}) > (${snapshotAfter[0]}, ${snapshotAfter[1]})`]
  if (userId !== undefined) within.push(sql`user_id = ${userId}`)
  if (id !== undefined) within.push(sql`${rowId} = ${id}`)
  const inOrder = (from: RawBuilder<unknown>, ...more: RawBuilder<unknown>[]) => sql<Row>`
    select followed.* from ${from} where ${sql.join([...within, ...more], sql` and `)}
    order by ${order}, ${rowId} limit ${limit}`
  if (status === undefined) return (await inOrder(sql`${rows} followed`).execute(tx)).rows
  // `cross join` keeps SQLite from walking through all rows to find the few that have changed.
  const changed = sql`(${changedAfter(place)}) changed
      cross join ${rows} followed on followed.${rowId} = changed.row_id`
  const either = await sql<Row>`
    select * from (${inOrder(sql`${rows} followed`, sql`status = ${status}`)}) union select * from (${inOrder(changed)})
    order by ${order}, ${rowId} limit ${limit}`.execute(tx)
  return either.rows
}

/** The rows of all events that `isAt` denies. Two statements, since an `or` would be answered by no index. */
function changedAfter({ sequence, mended }: Place): RawBuilder<unknown> {
  // Left to itself SQLite takes the index of the rows, which it need not sort, and walks through all of it.
  const later = sql`select row_id from event indexed by event_of_stream
    where sequence > ${sequence} and row_id is not null`
  const unknown = sql`select row_id from event indexed by event_mended
    where sequence is null and row_id is not null`
  return mended === undefined ? sql`${later} union ${unknown}` : sql`select distinct row_id from (${later})`
}

async function changedSince(
  tx: Kysely<Tables>,
  ids: readonly string[],
  { sequence, mended }: Place,
): Promise<Set<string>> {
  const among = sql`row_id in (select value from json_each(${JSON.stringify(ids)}))`
  const later = sql`select row_id from event where ${among} and sequence > ${sequence}`
  const unknown = sql`select row_id from event where ${among} and sequence is null`
  const changed = mended === undefined ? sql`${later} union ${unknown}` : later
  const { rows } = await sql<{ row_id: string }>`${changed}`.execute(tx)
  return new Set(rows.map(({ row_id }) => row_id))
}
