import { v7 as uuidv7 } from 'uuid'
import { tracing } from '@ebook/telemetry/tracing'
import { subjectOf, type Actor, type AggregateType, type DomainEvent } from './event.ts'

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
  /** The aggregate's next, dense from 1: counted in its row, under the row's lock. */
  readonly version: number
  /** By the owner's clock. */
  readonly time: Date
  readonly data: object
}

/**
 * The event as the outbox keeps it (sql/insert-outbox.ts), which is written in the transaction that makes it true: the
 * transactional outbox pattern. That the aggregate's row is locked makes the order per aggregate; the unique constraint
 * is the backstop for a forgotten lock.
 */
export function enveloped(producer: string, event: NewEvent, cause: Cause): DomainEvent {
  const traceparent = tracing === undefined ? cause.traceparent : tracing.traceparent(cause.traceparent)
  const enveloped: DomainEvent = {
    specversion: '1.0',
    id: uuidv7(),
    source: `/subgraphs/${producer}`,
    type: event.type,
    subject: event.aggregateId,
    time: event.time.toISOString(),
    datacontenttype: 'application/json',
    aggregatetype: event.aggregate,
    aggregateversion: event.version,
    correlationid: cause.correlationId,
    causationid: cause.causationId,
    actor: cause.actor,
    ...(traceparent === undefined ? {} : { traceparent }),
    data: event.data as DomainEvent['data'],
  }
  subjectOf(enveloped)
  return enveloped
}
