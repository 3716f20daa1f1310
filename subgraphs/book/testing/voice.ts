import { randomUUID } from 'node:crypto'
import type { NatsConnection } from '@ebook/nats/connection'
import { subjectOf, type AggregateType, type DataOf, type PublishedEvent } from '@ebook/nats/event'
import type { Paid } from '@ebook/payment/events'
import type { Canceled, CancelRequested, Expired, Returned } from '@ebook/rent/events'

/** What book hears, by type. */
export interface Said {
  'ebook.payment.Paid.v1': DataOf<typeof Paid>
  'ebook.rent.CancelRequested.v1': DataOf<typeof CancelRequested>
  'ebook.rent.Canceled.v1': DataOf<typeof Canceled>
  'ebook.rent.Returned.v1': DataOf<typeof Returned>
  'ebook.rent.Expired.v1': DataOf<typeof Expired>
}

/** Another subgraph as it is heard on the broker, under its own user: dense positions, dense versions. */
export class Voice {
  readonly #nats: NatsConnection
  readonly #name: 'rent' | 'payment'
  readonly #versions = new Map<string, number>()
  #pos = 0

  constructor(nats: NatsConnection, name: 'rent' | 'payment') {
    this.#nats = nats
    this.#name = name
  }

  /** An event with its version and position, not published yet. */
  prepare<Type extends keyof Said>(type: Type, aggregateId: string, data: Said[Type]): PublishedEvent {
    const version = (this.#versions.get(aggregateId) ?? 0) + 1
    this.#versions.set(aggregateId, version)
    this.#pos += 1
    const aggregate: AggregateType = this.#name === 'rent' ? 'Rental' : 'Payment'
    return {
      specversion: '1.0',
      id: randomUUID(),
      source: `/subgraphs/${this.#name}`,
      type,
      subject: aggregateId,
      time: new Date().toISOString(),
      datacontenttype: 'application/json',
      aggregatetype: aggregate,
      aggregateversion: version,
      correlationid: data.rentalId,
      causationid: 'test',
      actor: 'SYSTEM',
      data,
      producer: this.#name,
      pos: this.#pos,
    }
  }

  /** Without a message id, so that the broker drops no repetition. */
  async publish(event: PublishedEvent): Promise<void> {
    await this.#nats.jetstream().publish(subjectOf(event), JSON.stringify(event))
  }

  async say<Type extends keyof Said>(type: Type, aggregateId: string, data: Said[Type]): Promise<PublishedEvent> {
    const event = this.prepare(type, aggregateId, data)
    await this.publish(event)
    return event
  }
}
