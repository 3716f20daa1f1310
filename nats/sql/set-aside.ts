import type { Transaction } from 'kysely'
import type { PublishedEvent } from '../event.ts'
import { storeOperation } from '../store-operation.ts'
import type { MessagingTables } from '../tables.ts'
import { setOutcome } from './inbox-rows.ts'

/** Of a batch that was taken in, what is not handled: `stale` is older than what was, `early` waits for what is missing. */
export const setAside = storeOperation(
  'nats/set-aside',
  async (
    tx: Transaction<MessagingTables>,
    consumer: string,
    stale: readonly PublishedEvent[],
    early: readonly PublishedEvent[],
  ): Promise<void> => {
    if (stale.length > 0) await setOutcome(tx, consumer, idsOf(stale), 'stale')
    if (early.length === 0) return
    await setOutcome(tx, consumer, idsOf(early), 'parked')
    const parked = early.map((event) => ({
      consumer,
      event_id: event.id,
      aggregate_type: event.aggregatetype,
      aggregate_id: event.subject,
      aggregate_version: event.aggregateversion,
      event: JSON.stringify(event),
    }))
    await tx.insertInto('parked_message').values(parked).execute()
  },
)

const idsOf = (events: readonly PublishedEvent[]) => events.map(({ id }) => id)
