import { sql, type Kysely, type Transaction } from 'kysely'
import type { PublishedEvent } from '../event.ts'
import { storeOperation } from '../store-operation.ts'
import type { MessagingTables } from '../tables.ts'
import { lockAggregates } from './aggregates.ts'
import { setOutcome } from './inbox-rows.ts'

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

/** Enters a parked message as handled; false when another has done so, or buried it. Locks its aggregate. */
export const takeParked = storeOperation(
  'nats/take-parked',
  async (tx: Transaction<MessagingTables>, consumer: string, event: PublishedEvent): Promise<boolean> => {
    await lockAggregates(tx, consumer, [event])
    const taken = await tx
      .deleteFrom('parked_message')
      .where('consumer', '=', consumer)
      .where('event_id', '=', event.id)
      .returning('event_id')
      .executeTakeFirst()
    if (taken) await setOutcome(tx, consumer, [event.id], 'handled')
    return taken !== undefined
  },
)
