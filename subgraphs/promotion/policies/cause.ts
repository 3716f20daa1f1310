import type { Actor } from '@ebook/nats/event'
import type { Cause } from '@ebook/nats/outbox'
import type { Received } from '@ebook/nats/policy'

/** What follows from an event is done in the name of whoever did what it tells. */
export function causeOf(event: Received<{ rentalId: string }>): Cause {
  return {
    correlationId: event.data.rentalId,
    causationId: event.id,
    actor: event.actor as Actor,
    traceparent: event.traceparent,
  }
}
