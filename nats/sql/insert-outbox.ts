import { sql, type Transaction } from 'kysely'
import type { DomainEvent } from '../event.ts'
import { storeOperation } from '../store-operation.ts'
import type { MessagingTables } from '../tables.ts'

/** An event before its row is written: its version and its time come with the row. */
export type Envelope = Omit<DomainEvent, 'time' | 'aggregateversion' | 'data'> & { readonly data: object }

/** Appends events in the order given, each with its aggregate's next version and the owner's clock (rule G6). */
export const insertOutbox = storeOperation(
  'nats/insert-outbox',
  async (tx: Transaction<MessagingTables>, envelopes: readonly Envelope[]): Promise<void> => {
    for (const envelope of envelopes) {
      const { id, aggregatetype, subject } = envelope
      // The version and the owner's clock come from the same statement that writes the row: no second round trip.
      await sql`
        insert into outbox (event_id, aggregate_type, aggregate_id, aggregate_version, event)
        select ${id}, ${aggregatetype}, ${subject}, next.version,
          (${JSON.stringify(envelope)}::jsonb || jsonb_build_object(
            'aggregateversion', next.version,
            'time', to_char(now() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))::json
        from (
          select coalesce(max(aggregate_version), 0) + 1 as version from outbox
          where aggregate_type = ${aggregatetype} and aggregate_id = ${subject}
        ) next`.execute(tx)
    }
  },
)
