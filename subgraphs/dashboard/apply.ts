import type { PublishedEvent } from '@ebook/nats/event'
import type { StreamPosition } from '@ebook/nats/ordered-consumer'
import { sql, type Transaction } from 'kysely'
import { foldTitle } from './catalogue-row.ts'
import type { DashboardFile } from './file.ts'
import { advancePositions } from './positions.ts'
import { foldRow, type DashboardRow } from './row.ts'
import type { EventTable, Tables } from './tables.ts'

/** What a batch changed: what subscribers are told once it is committed. */
export interface Applied {
  /** How many of the events were new to the file. */
  readonly newEvents: number
  readonly rows: readonly DashboardRow[]
  /** Events whose position another event holds already: their producer went back in time. Not taken in. */
  readonly conflicts: readonly PublishedEvent[]
}

/**
 * Takes events into the file: events, rows and the stream position in one transaction, so that after a crash the
 * file is at the position it says. Events that it has are passed over. Events that were fetched from an outbox come
 * without a position: they do not move the one in the stream.
 */
export async function applyEvents(
  file: Pick<DashboardFile, 'write'>,
  events: readonly PublishedEvent[],
  position?: StreamPosition,
  now: Date = new Date(),
): Promise<Applied> {
  return file.write.transaction().execute(async (tx) => {
    const { taken, conflicts } = await keepEvents(tx, events)
    const rows = await refoldRentals(tx, taken)
    await refoldTitles(tx, taken, rows)
    await advancePositions(tx, taken)
    await moveOn(tx, position, taken.at(-1), now)
    return { newEvents: taken.length, rows, conflicts }
  })
}

async function keepEvents(tx: Transaction<Tables>, events: readonly PublishedEvent[]) {
  const taken: PublishedEvent[] = []
  const conflicts: PublishedEvent[] = []
  for (const event of events) {
    const { numInsertedOrUpdatedRows } = await tx
      .insertInto('event')
      .values(toStored(event))
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirstOrThrow()
    if (numInsertedOrUpdatedRows === 1n) taken.push(event)
    else if (!(await isKnown(tx, event.id))) conflicts.push(event)
  }
  return { taken, conflicts }
}

async function isKnown(tx: Transaction<Tables>, eventId: string): Promise<boolean> {
  const known = await tx.selectFrom('event').select('event_id').where('event_id', '=', eventId).executeTakeFirst()
  return known !== undefined
}

function toStored(event: PublishedEvent): EventTable {
  return {
    event_id: event.id,
    producer: event.producer,
    pos: event.pos,
    rental_id: rentalOf(event),
    aggregate_type: event.aggregatetype,
    aggregate_id: event.subject,
    aggregate_version: event.aggregateversion,
    type: event.type,
    time: event.time,
    actor: event.actor,
    causation_id: event.causationid,
    data: JSON.stringify(event.data),
  }
}

/** The correlation id ties a rental's events together; a title's own are tied by the title's id. */
function rentalOf(event: PublishedEvent): string | null {
  return event.correlationid === event.subject && event.aggregatetype === 'Book' ? null : event.correlationid
}

async function refoldRentals(tx: Transaction<Tables>, taken: readonly PublishedEvent[]): Promise<DashboardRow[]> {
  const rows: DashboardRow[] = []
  for (const rentalId of new Set(taken.map(rentalOf))) {
    if (rentalId === null) continue
    const events = await tx.selectFrom('event').selectAll().where('rental_id', '=', rentalId).execute()
    const row = foldRow(rentalId, events.map(toFolded))
    if (!row) continue
    await tx
      .insertInto('dashboard_row')
      .values(row)
      .onConflict((conflict) => conflict.column('rental_id').doUpdateSet(row))
      .execute()
    rows.push(row)
  }
  return rows
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
  const { rows } = await sql<EventTable>`
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

function toFolded(stored: EventTable) {
  return {
    id: stored.event_id,
    type: stored.type,
    aggregateType: stored.aggregate_type,
    aggregateId: stored.aggregate_id,
    aggregateVersion: stored.aggregate_version,
    data: JSON.parse(stored.data) as unknown,
  }
}

async function moveOn(
  tx: Transaction<Tables>,
  position: StreamPosition | undefined,
  last: PublishedEvent | undefined,
  now: Date,
): Promise<void> {
  const moved = {
    ...(position ? { stream_identity: position.identity, last_sequence: position.sequence } : {}),
    ...(last ? { lag_ms: Math.max(0, now.getTime() - Date.parse(last.time)) } : {}),
  }
  if (Object.keys(moved).length > 0) await tx.updateTable('feed_state').set(moved).execute()
}
