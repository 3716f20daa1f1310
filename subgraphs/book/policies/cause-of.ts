import type { Cause } from '@ebook/nats/outbox'
import type { Received } from '@ebook/nats/policy'

/** What a reaction says is caused by the event; it is the library's rule that acts, nobody in person. */
export function causeOfReaction(event: Received<unknown>): Cause {
  return {
    correlationId: event.correlationid,
    causationId: event.id,
    actor: 'SYSTEM',
    ...(event.traceparent === undefined ? {} : { traceparent: event.traceparent }),
  }
}
