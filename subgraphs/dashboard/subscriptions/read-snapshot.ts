import { sql, type Kysely, type RawBuilder } from 'kysely'
import { toFolded } from '../file/folded-event.ts'
import { placeAt, type Place, type SnapshotKey } from '../file/place.ts'
import type { Tables } from '../file/tables.ts'
import { foldRow, type DashboardRow } from '../projections/row.ts'
import { isOf, type Scope } from './changes.ts'
import { eventsOf, isAt } from './read-changes.ts'

export interface SnapshotSlice {
  readonly rows: readonly { readonly row: DashboardRow; readonly place: Place }[]
  /** Without `snapshotAfter` when all rows have been read. */
  readonly place: Place
}

/**
 * The next rows of a snapshot, in the order of (rented date, rental), at most `limit`, as they were at its place: so
 * one that is read over hours and on several replicas is one state, and what came after the place are the changes
 * after it. Rows that have changed since are folded again from the events that belong to the place.
 */
export async function readSnapshot(
  tx: Kysely<Tables>,
  place: Place & { readonly snapshotAfter: SnapshotKey },
  scope: Scope,
  limit: number,
): Promise<SnapshotSlice> {
  const candidates = await candidatesAfter(tx, place, scope, limit)
  const ids = candidates.map(({ rental_id }) => rental_id)
  const changed = await changedSince(tx, ids, place)
  const events = await eventsOf(tx, [...changed])
  const then = candidates.flatMap((row) => {
    const was = changed.has(row.rental_id)
      ? foldRow(
          row.rental_id,
          (events.get(row.rental_id) ?? []).map(toFolded).filter((event) => isAt(place, event)),
        )
      : row
    return was && isOf(scope, was) && (scope.status === undefined || scope.status === was.status) ? [was] : []
  })
  const after = (row: DashboardRow): Place => ({ ...place, snapshotAfter: [row.rented_date, row.rental_id] })
  const whole = placeAt(place.stream, place.sequence, place.mended)
  const last = candidates.length < limit ? undefined : candidates.at(-1)
  return {
    rows: then.map((row, at) => ({ row, place: last === undefined && at === then.length - 1 ? whole : after(row) })),
    place: last === undefined ? whole : after(last),
  }
}

/** Rows that may belong to the snapshot: they match now, or have changed since and may have matched. */
async function candidatesAfter(
  tx: Kysely<Tables>,
  place: Place & { readonly snapshotAfter: SnapshotKey },
  { userId, rentalId, status }: Scope,
  limit: number,
): Promise<DashboardRow[]> {
  const { snapshotAfter } = place
  const within = [sql`(rented_date, dashboard_row.rental_id) > (${snapshotAfter[0]}, ${snapshotAfter[1]})`]
  if (userId !== undefined) within.push(sql`user_id = ${userId}`)
  if (rentalId !== undefined) within.push(sql`dashboard_row.rental_id = ${rentalId}`)
  const inOrder = (from: RawBuilder<unknown>, ...more: RawBuilder<unknown>[]) => sql<DashboardRow>`
    select dashboard_row.* from ${from} where ${sql.join([...within, ...more], sql` and `)}
    order by rented_date, dashboard_row.rental_id limit ${limit}`
  const rows = sql`dashboard_row`
  if (status === undefined) return (await inOrder(rows).execute(tx)).rows
  // `cross join` keeps SQLite from walking through all rows to find the few that have changed.
  const changed = sql`(${changedAfter(place)}) changed
      cross join dashboard_row on dashboard_row.rental_id = changed.rental_id`
  const either = await sql<DashboardRow>`
    select * from (${inOrder(rows, sql`status = ${status}`)}) union select * from (${inOrder(changed)})
    order by rented_date, rental_id limit ${limit}`.execute(tx)
  return either.rows
}

/** The rentals of all events that `isAt` denies. Two statements, since an `or` would be answered by no index. */
function changedAfter({ sequence, mended }: Place): RawBuilder<unknown> {
  // Left to itself SQLite takes the index of the rentals, which it need not sort, and walks through all of it.
  const later = sql`select rental_id from event indexed by event_of_stream
    where sequence > ${sequence} and rental_id is not null`
  const unknown = sql`select rental_id from event indexed by event_mended
    where sequence is null and rental_id is not null`
  return mended === undefined ? sql`${later} union ${unknown}` : sql`select distinct rental_id from (${later})`
}

async function changedSince(
  tx: Kysely<Tables>,
  rentalIds: readonly string[],
  { sequence, mended }: Place,
): Promise<Set<string>> {
  const among = sql`rental_id in (select value from json_each(${JSON.stringify(rentalIds)}))`
  const later = sql`select rental_id from event where ${among} and sequence > ${sequence}`
  const unknown = sql`select rental_id from event where ${among} and sequence is null`
  const changed = mended === undefined ? sql`${later} union ${unknown}` : later
  const { rows } = await sql<{ rental_id: string }>`${changed}`.execute(tx)
  return new Set(rows.map(({ rental_id }) => rental_id))
}
