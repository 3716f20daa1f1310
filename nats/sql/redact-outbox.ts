import { sql, type Kysely, type Transaction } from 'kysely'
import { subjectOf, type AggregateType, type DomainEvent } from '../event.ts'
import type { MessagingTables } from '../tables.ts'

/** Somebody's or something's life. */
export interface Life {
  readonly aggregate: AggregateType
  readonly id: string
}

/** Everything that they have said, locked, and not redacted yet. */
export async function saidBy(
  tx: Transaction<MessagingTables>,
  lives: readonly Life[],
): Promise<readonly DomainEvent[]> {
  const { rows } = await sql<{ event: DomainEvent }>`
    select event from outbox join unnest(
      ${lives.map(({ aggregate }) => aggregate)}::text[], ${lives.map(({ id }) => id)}::text[]
    ) as life (type, id) on aggregate_type = type and aggregate_id = id
    where redacted_at is null order by seq for update of outbox`.execute(tx)
  return rows.map(({ event }) => event)
}

/** Puts the redacted events in the place of those that were said: at their positions, and with their versions. */
export async function rewriteOutbox(tx: Transaction<MessagingTables>, events: readonly DomainEvent[]): Promise<void> {
  const rows = events.map((event) => ({ id: event.id, event }))
  await sql`
    update outbox set event = given.event, redacted_at = now()
    from json_to_recordset(${JSON.stringify(rows)}::json) as given(id uuid, event json)
    where outbox.event_id = given.id`.execute(tx)
}

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
