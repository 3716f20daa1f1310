import { sql, type Transaction } from 'kysely'
import type { PublishedEvent } from '@ebook/nats/event'
import type { StreamPlace } from '@ebook/nats/ordered-consumer'
import type { DashboardFile } from '../file/dashboard-file.ts'
import { toFolded } from '../file/folded-event.ts'
import { lastApplied, type Place } from '../file/place.ts'
import type { StoredEvent, Tables } from '../file/tables.ts'
import { foldTitle } from '../projections/catalogue-row.ts'
import type { FoldedEvent } from '../projections/rental-sources.ts'
import { foldRow, type DashboardRow } from '../projections/row.ts'
import { keepEvents, rentalOf, type Arrival, type Taken } from './keep-events.ts'
import { advancePositions } from './positions.ts'

/** A rental whose row was folded anew. */
export interface Refolded {
  readonly row: DashboardRow
  /** All of its events, in no order. */
  readonly events: readonly FoldedEvent[]
  /** Those of them that are new, in the order of taking in. */
  readonly arrived: readonly Taken[]
}

/** What was committed: all that whoever hears of it may want to know. */
export interface Applied {
  /** The events that were new to the file. */
  readonly taken: readonly PublishedEvent[]
  readonly refolded: readonly Refolded[]
  /** Events whose position another event holds already: their producer went back in time. Not taken in. */
  readonly conflicts: readonly PublishedEvent[]
  /** How far the file has read now. */
  readonly place: Place
  /** The number of the last event that it has now, in the order of taking in. */
  readonly applied: number
}

/**
 * Takes events into the file: events, rows and the place in the stream in one transaction, so that after a crash the file
 * is at the place it says. Events that it has are passed over. Events that were fetched from an outbox come without a
 * place: they do not move the file in the stream.
 */
export async function applyEvents(
  file: Pick<DashboardFile, 'write'>,
  arrivals: readonly Arrival[],
  place?: StreamPlace,
  now = new Date(),
): Promise<Applied> {
  return file.write.transaction().execute(async (tx) => {
    const kept = await keepEvents(tx, arrivals, place)
    const taken = kept.taken.map(({ event }) => event)
    const refolded = await refoldRentals(tx, kept.taken)
    const rows = refolded.map(({ row }) => row)
    await refoldTitles(tx, taken, rows)
    await advancePositions(tx, taken)
    await moveOn(tx, kept.place, taken.at(-1), now)
    const applied = await lastApplied(tx)
    return { taken, refolded, conflicts: kept.conflicts, place: kept.place, applied }
  })
}

async function refoldRentals(tx: Transaction<Tables>, taken: readonly Taken[]): Promise<Refolded[]> {
  const refolded: Refolded[] = []
  for (const [rentalId, arrived] of Map.groupBy(taken, ({ event }) => rentalOf(event))) {
    if (rentalId === null) continue
    const stored = await tx.selectFrom('event').selectAll().where('rental_id', '=', rentalId).execute()
    const events = stored.map(toFolded)
    const row = foldRow(rentalId, events)
    if (!row) continue
    await tx
      .insertInto('dashboard_row')
      .values(row)
      .onConflict((conflict) => conflict.column('rental_id').doUpdateSet(row))
      .execute()
    refolded.push({ row, events, arrived })
  }
  return refolded
}

async function refoldTitles(
  tx: Transaction<Tables>,
  taken: readonly PublishedEvent[],
  rows: readonly DashboardRow[],
): Promise<void> {
  const applied = new Set(taken.filter((event) => event.type === 'ebook.rent.Rented.v1').map(rentalOf))
  const titles = new Set([
    ...taken.filter((event) => event.aggregatetype === 'Book').map((event) => event.subject),
    ...rows.filter((row) => applied.has(row.rental_id)).map((row) => row.book_id),
  ])
  for (const bookId of titles) {
    const row = foldTitle(bookId, await newestOfEachType(tx, bookId), await timesRequested(tx, bookId))
    if (!row) continue
    await tx
      .insertInto('catalogue_row')
      .values(row)
      .onConflict((conflict) => conflict.column('book_id').doUpdateSet(row))
      .execute()
  }
}

/** A title's history grows for ever, and only the newest of each kind says how it stands. */
async function newestOfEachType(tx: Transaction<Tables>, bookId: string) {
  const { rows } = await sql<StoredEvent>`
    select event.* from event join (
      select type, max(aggregate_version) as version from event
      where aggregate_type = 'Book' and aggregate_id = ${bookId}
        and type in ('ebook.book.Registered.v1', 'ebook.book.AvailabilityChanged.v1')
      group by type
    ) newest on event.type = newest.type and event.aggregate_version = newest.version
    where event.aggregate_type = 'Book' and event.aggregate_id = ${bookId}`.execute(tx)
  return rows.map(toFolded)
}

async function timesRequested(tx: Transaction<Tables>, bookId: string): Promise<number> {
  const { times } = await tx
    .selectFrom('dashboard_row')
    .select((select) => select.fn.countAll<number>().as('times'))
    .where('book_id', '=', bookId)
    .executeTakeFirstOrThrow()
  return times
}

async function moveOn(
  tx: Transaction<Tables>,
  { stream, sequence, mended }: Place,
  last: PublishedEvent | undefined,
  now: Date,
): Promise<void> {
  await tx
    .updateTable('feed_state')
    .set({
      stream_identity: stream === '' ? null : stream,
      last_sequence: sequence,
      mended: mended ?? null,
      ...(last ? { lag_ms: Math.max(0, now.getTime() - Date.parse(last.time)) } : {}),
    })
    .execute()
}
