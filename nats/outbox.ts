import type { Transaction } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import { subjectOf, type Actor, type AggregateType } from './event.ts'
import { insertOutbox, type Envelope } from './sql/insert-outbox.ts'
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
  if (events.length === 0) return []
  const envelopes = events.map((event): Envelope => {
    const envelope: Envelope = {
      specversion: '1.0',
      id: uuidv7(),
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
    }
    subjectOf(envelope)
    return envelope
  })
  await insertOutbox(tx, envelopes)
  return envelopes.map(({ id }) => id)
}
