import { sql, type Kysely, type Transaction } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import { subjectOf, type Actor, type AggregateType, type DomainEvent } from './event.ts'
import type { MessagingTables } from './tables.ts'

/** Why something happened: what ties it together, what led to it, and who did it. */
export interface Cause {
  /** The rental's id for the saga, the title's id for catalogue events. */
  readonly correlationId: string
  /** The id of the event or request that led to this. */
  readonly causationId: string
  readonly actor: Actor
  readonly traceparent?: string | undefined
}

/** An event as a domain says it: the envelope is put around it here. */
export interface NewEvent {
  readonly type: string
  readonly aggregate: AggregateType
  readonly aggregateId: string
  readonly data: object
}

/**
 * Appends events to the outbox of the transaction that makes them true (the transactional outbox pattern).
 *
 * Call it while the aggregate's row is locked: that is what makes the order per aggregate. The version of each
 * event is the aggregate's next one, dense from 1; the unique constraint is the backstop for a forgotten lock.
 *
 * Returns the events' ids, in the same order.
 */
export async function appendToOutbox(
  tx: Transaction<MessagingTables>,
  producer: string,
  events: readonly NewEvent[],
  cause: Cause,
): Promise<readonly string[]> {
  const ids: string[] = []
  for (const event of events) {
    const id = uuidv7()
    ids.push(id)
    const envelope = {
      specversion: '1.0',
      id,
      source: `/subgraphs/${producer}`,
      type: event.type,
      subject: event.aggregateId,
      datacontenttype: 'application/json',
      aggregatetype: event.aggregate,
      correlationid: cause.correlationId,
      causationid: cause.causationId,
      actor: cause.actor,
      ...(cause.traceparent === undefined ? {} : { traceparent: cause.traceparent }),
      data: event.data,
    } satisfies Omit<DomainEvent, 'time' | 'aggregateversion' | 'data'> & { data: object }
    subjectOf(envelope)
    // The version and the owner's clock come from the same statement that writes the row: no second round trip.
    await sql`
      insert into outbox (event_id, aggregate_type, aggregate_id, aggregate_version, event)
      select ${id}, ${event.aggregate}, ${event.aggregateId}, next.version,
        (${JSON.stringify(envelope)}::jsonb || jsonb_build_object(
          'aggregateversion', next.version,
          'time', to_char(now() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))::json
      from (
        select coalesce(max(aggregate_version), 0) + 1 as version from outbox
        where aggregate_type = ${event.aggregate} and aggregate_id = ${event.aggregateId}
      ) next`.execute(tx)
  }
  return ids
}

/** The id of the last event that an aggregate appended; none when it has not said anything yet. */
export async function newestEventOf(
  db: Kysely<MessagingTables>,
  aggregate: AggregateType,
  aggregateId: string,
): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('outbox')
    .select('event_id')
    .where('aggregate_type', '=', aggregate)
    .where('aggregate_id', '=', aggregateId)
    .orderBy('aggregate_version', 'desc')
    .limit(1)
    .execute()
  return rows.map(({ event_id }) => event_id)
}
