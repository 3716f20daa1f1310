import { sql, type Kysely } from 'kysely'
import { concerns, toFolded, unfold, type Change, type Scope } from '../changes.ts'
import { placeAt, type Place } from '../place.ts'
import type { StoredEvent, Tables } from '../tables.ts'

export interface Slice {
  readonly changes: readonly Change[]
  /** How far this slice has read: behind its last change, or further. */
  readonly place: Place
  /** Whether that is as far as the file has. */
  readonly atEnd: boolean
}

interface Found {
  readonly rental_id: string
  readonly sequence: number
}

/**
 * The changes after a place, in the order of the stream, one for each of at most `limit` events. `ours` is the file's
 * place in the same transaction, with the same mended events as `place`.
 */
export async function readChanges(
  tx: Kysely<Tables>,
  place: Place,
  ours: Place,
  scope: Scope,
  limit: number,
): Promise<Slice> {
  const found = await eventsAfter(tx, place.sequence, scope, limit)
  const last = found.at(-1)
  const atEnd = found.length < limit || last === undefined
  const changes = last ? await unfoldAll(tx, place, found, last.sequence, scope) : []
  return { changes, atEnd, place: atEnd ? ours : placeAt(ours.stream, last.sequence, ours.mended) }
}

/** By the shortest way: the rental's own events, those of the member's rentals, or the stream. */
async function eventsAfter(tx: Kysely<Tables>, sequence: number, scope: Scope, limit: number): Promise<Found[]> {
  const { userId, rentalId } = scope
  if (rentalId !== undefined) {
    const { rows } = await sql<Found>`
      select rental_id, sequence from event where rental_id = ${rentalId} and sequence > ${sequence}
      order by sequence limit ${limit}`.execute(tx)
    return rows
  }
  if (userId !== undefined) {
    // `cross join` keeps SQLite from walking through everybody's events in the order of the stream.
    const { rows } = await sql<Found>`
      select event.rental_id, event.sequence from dashboard_row cross join event on event.rental_id = dashboard_row.rental_id
      where dashboard_row.user_id = ${userId} and event.sequence > ${sequence}
      order by event.sequence limit ${limit}`.execute(tx)
    return rows
  }
  const { rows } = await sql<Found>`
    select rental_id, sequence from event where sequence > ${sequence} and rental_id is not null
    order by sequence limit ${limit}`.execute(tx)
  return rows
}

async function unfoldAll(
  tx: Kysely<Tables>,
  place: Place,
  found: readonly Found[],
  upTo: number,
  scope: Scope,
): Promise<Change[]> {
  const changes: Change[] = []
  const ofRentals = await eventsOf(tx, [...new Set(found.map(({ rental_id }) => rental_id))], upTo)
  for (const [rentalId, stored] of ofRentals) {
    const events = stored.map(toFolded).sort((a, b) => (a.sequence ?? 0) - (b.sequence ?? 0))
    const known = events.filter(({ sequence }) => (sequence ?? 0) <= place.sequence)
    for (const { event, ...change } of unfold(rentalId, known, events.slice(known.length))) {
      if (concerns(scope, change)) {
        changes.push({ ...change, place: placeAt(place.stream, event.sequence ?? 0, place.mended) })
      }
    }
  }
  return changes.sort((a, b) => a.place.sequence - b.place.sequence)
}

/** All events of some rentals that belong to a place with this sequence. */
export async function eventsOf(
  tx: Kysely<Tables>,
  rentalIds: readonly string[],
  upTo: number,
): Promise<Map<string, StoredEvent[]>> {
  // One parameter, so that the statement is the same for any number of rentals.
  const { rows } = await sql<StoredEvent & { rental_id: string }>`
    select * from event where rental_id in (select value from json_each(${JSON.stringify(rentalIds)}))
      and (sequence is null or sequence <= ${upTo})`.execute(tx)
  return Map.groupBy(rows, (event) => event.rental_id)
}
