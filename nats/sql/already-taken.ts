import { sql, type Kysely, type RawBuilder } from 'kysely'
import { storeOperation } from '../store-operation.ts'
import type { InboxOutcome, MessagingTables } from '../tables.ts'

/**
 * What the inbox has of these events: rows of `event_id` and `outcome`. Each is looked up by its key whatever PostgreSQL
 * knows of the table: of one that is new it expects next to nothing of a consumer, and would read all of that each time.
 * The key's order is what no other index has; of an equality it would not be asked.
 */
export const knownInInbox = (consumer: string, eventIds: readonly string[]): RawBuilder<KnownEvent> => sql<KnownEvent>`
  select known.event_id, known.outcome from unnest(${eventIds}::uuid[]) as asked(id), lateral (
    select event_id, outcome from inbox
    where consumer = ${consumer} and event_id >= asked.id and event_id <= asked.id order by consumer, event_id limit 1
  ) as known`

export interface KnownEvent {
  readonly event_id: string
  readonly outcome: InboxOutcome
}

/** Those of the ids that are in the inbox, whatever became of them. */
export const alreadyTaken = storeOperation(
  'nats/already-taken',
  async (db: Kysely<MessagingTables>, consumer: string, ids: readonly string[]): Promise<Set<string>> => {
    const { rows } = await knownInInbox(consumer, ids).execute(db)
    return new Set(rows.map((row) => row.event_id))
  },
)
