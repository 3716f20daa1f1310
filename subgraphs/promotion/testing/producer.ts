import type { NatsConnection } from '@ebook/nats/connection'
import { subjectOf, type DataOf, type PublishedEvent } from '@ebook/nats/event'
import type { Paid, RefundFailed, Refunded } from '@ebook/payment/events'
import type { LoanStarted } from '@ebook/rent/events'
import { randomUUID } from 'node:crypto'

type Contract = typeof Paid | typeof Refunded | typeof RefundFailed | typeof LoanStarted

/** What promotion hears, by type: a type's name is its publisher's, so that a policy with a misspelled one is found out. */
export type Said = { [C in Contract as C['type']]: DataOf<C> }

/** Another subgraph's voice on the real broker, under its own user: dense positions, dense versions. */
export class Producer {
  readonly #nats: NatsConnection
  readonly #name: 'payment' | 'rent'
  readonly #versions = new Map<string, number>()
  #pos = 0

  constructor(nats: NatsConnection, name: 'payment' | 'rent') {
    this.#nats = nats
    this.#name = name
  }

  async say<Type extends keyof Said>(type: Type, aggregateId: string, data: Said[Type]): Promise<PublishedEvent> {
    const event = this.#prepare(type, aggregateId, data)
    await this.publish(event)
    return event
  }

  /** Without a message id, so that the broker's own window drops nothing. */
  async publish(event: PublishedEvent): Promise<void> {
    await this.#nats.jetstream().publish(subjectOf(event), JSON.stringify(event))
  }

  #prepare(type: string, aggregateId: string, data: { rentalId: string }): PublishedEvent {
    const version = (this.#versions.get(aggregateId) ?? 0) + 1
    this.#versions.set(aggregateId, version)
    this.#pos += 1
    return {
      specversion: '1.0',
      id: randomUUID(),
      source: `/subgraphs/${this.#name}`,
      type,
      subject: aggregateId,
      time: new Date().toISOString(),
      datacontenttype: 'application/json',
      aggregatetype: this.#name === 'payment' ? 'Payment' : 'Rental',
      aggregateversion: version,
      correlationid: data.rentalId,
      causationid: 'test',
      actor: 'MEMBER:kim',
      data,
      producer: this.#name,
      pos: this.#pos,
    }
  }
}
