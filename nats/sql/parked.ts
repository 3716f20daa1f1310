import { sql, type Kysely } from 'kysely'
import type { PublishedEvent } from '../event.ts'
import { storeOperation } from '../store-operation.ts'
import { rowsAs, storeWrite } from '../store-write.ts'
import type { InboxOutcome, MessagingTables } from '../tables.ts'

interface Parked {
  readonly consumer: string
  readonly event: PublishedEvent
}

/** Keeps events that wait for those before them. */
export const park = storeWrite('nats/park', (parked: readonly Parked[]) => {
  const rows = parked.map(({ consumer, event }) => ({
    consumer,
    event_id: event.id,
    aggregate_type: event.aggregatetype,
    aggregate_id: event.subject,
    aggregate_version: event.aggregateversion,
    event,
  }))
  return sql`
    insert into parked_message (consumer, event_id, aggregate_type, aggregate_id, aggregate_version, event)
    select consumer, event_id, aggregate_type, aggregate_id, aggregate_version, event
    from json_populate_recordset(null::parked_message, ${JSON.stringify(rows)}::json)`
})

/** Parked messages whose predecessor was handled, in the order of their versions; at most 100. */
export const readyParked = storeOperation(
  'nats/ready-parked',
  async (db: Kysely<MessagingTables>, consumer: string): Promise<PublishedEvent[]> => {
    // A scalar subquery, so that the plan always begins with the few parked messages: as a join it read the whole inbox.
    const { rows } = await sql<{ event: PublishedEvent }>`
      select parked.event from parked_message parked
      where parked.consumer = ${consumer} and (
        select true from inbox
        where inbox.consumer = parked.consumer and inbox.outcome = 'handled'
          and inbox.aggregate_type = parked.aggregate_type and inbox.aggregate_id = parked.aggregate_id
          and inbox.aggregate_version = parked.aggregate_version - 1
        limit 1)
      order by parked.aggregate_version limit 100`.execute(db)
    return rows.map((row) => row.event)
  },
)

/** Whether any message waits for its predecessor. */
export const isAnyParked = storeOperation(
  'nats/is-any-parked',
  async (db: Kysely<MessagingTables>, consumer: string): Promise<boolean> => {
    const { rows } = await sql`select from parked_message where consumer = ${consumer} limit 1`.execute(db)
    return rows.length > 0
  },
)

/** What was parked is so no longer: it is handled, or was overtaken. */
export const takeParked = storeWrite('nats/take-parked', (taken: readonly (Parked & { outcome: InboxOutcome })[]) => {
  const rows = taken.map(({ consumer, event, outcome }) => ({ consumer, event_id: event.id, outcome }))
  return {
    no_longer_parked: sql`
      delete from parked_message using ${rowsAs('taken', 'inbox', rows)}
      where parked_message.consumer = taken.consumer and parked_message.event_id = taken.event_id`,
    parked_outcome: sql`
      update inbox set outcome = taken.outcome from ${rowsAs('taken', 'inbox', rows)}
      where inbox.consumer = taken.consumer and inbox.event_id = taken.event_id`,
  }
})
