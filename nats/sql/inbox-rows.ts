import { sql, type Transaction } from 'kysely'
import type { PublishedEvent } from '../event.ts'
import type { InboxOutcome, MessagingTables } from '../tables.ts'

/** Returns the ids that were not in the inbox before. A second event at a taken position is an error, not a duplicate. */
export async function insertInbox(
  tx: Transaction<MessagingTables>,
  consumer: string,
  events: readonly PublishedEvent[],
): Promise<Set<string>> {
  const { rows } = await sql<{ event_id: string }>`
    insert into inbox (consumer, event_id, producer, pos, aggregate_type, aggregate_id, aggregate_version, outcome)
    select ${consumer}, *, 'handled' from unnest(
      ${events.map((event) => event.id)}::uuid[],
      ${events.map((event) => event.producer)}::text[],
      ${events.map((event) => event.pos)}::bigint[],
      ${events.map((event) => event.aggregatetype)}::text[],
      ${events.map((event) => event.subject)}::text[],
      ${events.map((event) => event.aggregateversion)}::integer[])
    on conflict (consumer, event_id) do nothing
    returning event_id`.execute(tx)
  return new Set(rows.map((row) => row.event_id))
}

export async function setOutcome(
  tx: Transaction<MessagingTables>,
  consumer: string,
  eventIds: readonly string[],
  outcome: InboxOutcome,
): Promise<void> {
  await tx
    .updateTable('inbox')
    .set({ outcome })
    .where('consumer', '=', consumer)
    .where('event_id', '=', sql<string>`any(${eventIds}::uuid[])`)
    .execute()
}
