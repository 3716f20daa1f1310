import type { Kysely } from 'kysely'
import type { AggregateType } from '../event.ts'
import { storeOperation } from '../store-operation.ts'
import type { MessagingTables } from '../tables.ts'

/** The id of the last event that an aggregate appended; none when it has not said anything yet. */
export const newestEventOf = storeOperation(
  'nats/newest-event-of',
  async (db: Kysely<MessagingTables>, aggregate: AggregateType, aggregateId: string): Promise<readonly string[]> => {
    const rows = await db
      .selectFrom('outbox')
      .select('event_id')
      .where('aggregate_type', '=', aggregate)
      .where('aggregate_id', '=', aggregateId)
      .orderBy('aggregate_version', 'desc')
      .limit(1)
      .execute()
    return rows.map(({ event_id }) => event_id)
  },
)
