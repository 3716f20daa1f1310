import { sql, type Transaction } from 'kysely'
import type { PublishedEvent } from '../event.ts'
import type { MessagingTables } from '../tables.ts'

type Subject = Pick<PublishedEvent, 'aggregatetype' | 'subject'>

/** What the versions of an event are counted by. */
export function aggregateKey({ aggregatetype, subject }: Subject): string {
  return `${aggregatetype}/${subject}`
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
  events: readonly Subject[],
): Promise<void> {
  const keys = [...new Set(events.map((event) => `${consumer}/${aggregateKey(event)}`))].toSorted()
  await sql`select pg_advisory_xact_lock(hashtextextended(key, 0)) from unnest(${keys}::text[]) as key`.execute(tx)
}
