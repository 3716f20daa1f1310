import { sql, type Transaction } from 'kysely'
import type { PublishedEvent } from '../event.ts'
import { storeWrite } from '../store-write.ts'
import type { InboxOutcome, MessagingTables } from '../tables.ts'

/** An event that came to a consumer, and what became of it there. */
export interface TakenIn {
  readonly consumer: string
  readonly event: PublishedEvent
  readonly outcome: InboxOutcome
}

/** Enters events that are not in the inbox yet. A second event at a taken position is an error, and so is one that is known. */
export const enterInInbox = storeWrite('nats/enter-in-inbox', (taken: readonly TakenIn[]) => {
  const rows = taken.map(({ consumer, event, outcome }) => ({
    consumer,
    event_id: event.id,
    producer: event.producer,
    pos: event.pos,
    aggregate_type: event.aggregatetype,
    aggregate_id: event.subject,
    aggregate_version: event.aggregateversion,
    outcome,
  }))
  return sql`
    insert into inbox (consumer, event_id, producer, pos, aggregate_type, aggregate_id, aggregate_version, outcome)
    select consumer, event_id, producer, pos, aggregate_type, aggregate_id, aggregate_version, outcome
    from json_populate_recordset(null::inbox, ${JSON.stringify(rows)}::json)`
})

/** What becomes of an event that may be in the inbox already. */
export async function setOutcome(
  tx: Transaction<MessagingTables>,
  { consumer, event, outcome }: TakenIn,
): Promise<void> {
  await sql`
    insert into inbox (consumer, event_id, producer, pos, aggregate_type, aggregate_id, aggregate_version, outcome)
    values (${consumer}, ${event.id}, ${event.producer}, ${event.pos}, ${event.aggregatetype}, ${event.subject},
      ${event.aggregateversion}, ${outcome})
    on conflict (consumer, event_id) do update set outcome = excluded.outcome`.execute(tx)
}
