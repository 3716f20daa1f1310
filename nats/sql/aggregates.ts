import { sql, type Transaction } from 'kysely'
import type { PublishedEvent } from '../event.ts'
import type { MessagingTables } from '../tables.ts'

/** What the versions of an event are counted by. */
export function aggregateKey(event: Pick<PublishedEvent, 'aggregatetype' | 'subject'>): string {
  return `${event.aggregatetype}/${event.subject}`
}

/**
 * Until the transaction ends nobody else handles, parks or buries an event of these aggregates.
 *
 * Two replicas may hold versions 1 and 2 of one aggregate at the same moment: without this lock the second could park
 * just after the first looked for parked ones. Sorted, so that two batches cannot wait for each other.
 */
export async function lockAggregates(
  tx: Transaction<MessagingTables>,
  consumer: string,
  events: readonly PublishedEvent[],
): Promise<void> {
  const keys = [...new Set(events.map((event) => `${consumer}/${aggregateKey(event)}`))].toSorted()
  await sql`select pg_advisory_xact_lock(hashtextextended(key, 0)) from unnest(${keys}::text[]) as key`.execute(tx)
}

/** The highest version of each aggregate that was handled. */
export async function versionsHandled(
  tx: Transaction<MessagingTables>,
  consumer: string,
  events: readonly PublishedEvent[],
): Promise<Map<string, number>> {
  const ids = [...new Set(events.map((event) => event.subject))]
  const rows = await tx
    .selectFrom('inbox')
    .select(['aggregate_type', 'aggregate_id', (eb) => eb.fn.max('aggregate_version').as('version')])
    .where('consumer', '=', consumer)
    .where('aggregate_type', 'in', [...new Set(events.map((event) => event.aggregatetype))])
    .where('aggregate_id', '=', sql<string>`any(${ids}::text[])`)
    .where('outcome', '=', 'handled')
    .groupBy(['aggregate_type', 'aggregate_id'])
    .execute()
  return new Map(rows.map((row) => [`${row.aggregate_type}/${row.aggregate_id}`, row.version]))
}
