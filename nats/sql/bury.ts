import { sql, type Transaction } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import type { PublishedEvent } from '../event.ts'
import { storeOperation } from '../store-operation.ts'
import type { MessagingTables } from '../tables.ts'
import { lockAggregates } from './aggregates.ts'

/** Makes a dead letter of an event; false when it was handled, called stale or buried before. Locks its aggregate. */
export const buryEvent = storeOperation(
  'nats/bury-event',
  async (
    tx: Transaction<MessagingTables>,
    consumer: string,
    event: PublishedEvent,
    error: string,
    attempts: number,
  ): Promise<boolean> => {
    await lockAggregates(tx, consumer, [event])
    const known = await tx
      .selectFrom('inbox')
      .select('outcome')
      .where('consumer', '=', consumer)
      .where('event_id', '=', event.id)
      .executeTakeFirst()
    if (known && known.outcome !== 'parked') return false
    await sql`
      insert into inbox (consumer, event_id, producer, pos, aggregate_type, aggregate_id, aggregate_version, outcome)
      values (${consumer}, ${event.id}, ${event.producer}, ${event.pos}, ${event.aggregatetype}, ${event.subject},
        ${event.aggregateversion}, 'dead')
      on conflict do nothing`.execute(tx)
    await tx
      .updateTable('inbox')
      .set({ outcome: 'dead' })
      .where('consumer', '=', consumer)
      .where('event_id', '=', event.id)
      .execute()
    await tx.deleteFrom('parked_message').where('consumer', '=', consumer).where('event_id', '=', event.id).execute()
    await tx.deleteFrom('delivery_attempt').where('consumer', '=', consumer).where('event_id', '=', event.id).execute()
    await tx
      .insertInto('dead_letter')
      .values({
        id: uuidv7(),
        consumer,
        source: event.id,
        event_id: event.id,
        event_type: event.type,
        payload: JSON.stringify(event),
        error,
        attempts,
        status: 'DEAD',
      })
      .onConflict((conflict) => conflict.columns(['consumer', 'source']).doNothing())
      .execute()
    return true
  },
)
