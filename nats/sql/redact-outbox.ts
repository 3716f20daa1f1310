import { sql, type Kysely, type Transaction } from 'kysely'
import { subjectOf, type AggregateType, type DomainEvent } from '../event.ts'
import { redact, type Redaction } from '../redact.ts'
import { storeOperation } from '../store-operation.ts'
import type { MessagingTables } from '../tables.ts'

/** Somebody's or something's life. */
export interface Life {
  readonly aggregate: AggregateType
  readonly id: string
}

/** What they have said, and is not redacted yet, says less from now on: at its positions, and with its versions. */
export const redactOutbox = storeOperation(
  'nats/redact-outbox',
  async (tx: Transaction<MessagingTables>, lives: readonly Life[], redaction: Redaction): Promise<void> => {
    const { rows } = await sql<{ event: DomainEvent }>`
      select event from outbox join unnest(
        ${lives.map(({ aggregate }) => aggregate)}::text[], ${lives.map(({ id }) => id)}::text[]
      ) as life (type, id) on aggregate_type = type and aggregate_id = id
      where redacted_at is null order by seq for update of outbox`.execute(tx)
    if (rows.length === 0) return
    const less = rows.map(({ event }) => ({ id: event.id, event: redact(event, redaction) }))
    await sql`
      update outbox set event = given.event, redacted_at = now()
      from json_to_recordset(${JSON.stringify(less)}::json) as given(id uuid, event json)
      where outbox.event_id = given.id`.execute(tx)
  },
)

/** A subject at which the broker may still have what was said before it was redacted. */
export interface StaleSubject {
  readonly subject: string
  readonly eventIds: readonly string[]
}

/**
 * Those of redacted events that the broker has acknowledged, at most `limit` events. One without an acknowledgement may be
 * under way as it was, so it waits for that.
 */
export async function staleSubjects(db: Kysely<MessagingTables>, limit: number): Promise<readonly StaleSubject[]> {
  const { rows } = await sql<{ event: DomainEvent }>`
    select event from outbox, relay_state
    where redacted_at is not null and purged_at is null and pos <@ published limit ${limit}`.execute(db)
  const bySubject = Map.groupBy(rows, ({ event }) => subjectOf(event))
  return [...bySubject].map(([subject, said]) => ({ subject, eventIds: said.map(({ event }) => event.id) }))
}

/** The broker does not have them any more as they were. */
export async function notePurged(db: Kysely<MessagingTables>, eventIds: readonly string[]): Promise<void> {
  await sql`
    update outbox set purged_at = now()
    where event_id = any(${eventIds}::uuid[]) and redacted_at is not null`.execute(db)
}
