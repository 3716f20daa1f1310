import type { Approved, AvailabilityChanged, Refused, Registered } from '@ebook/book/events'
import type { NatsConnection } from '@ebook/nats/connection'
import { subjectOf, type AggregateType, type DataOf, type PublishedEvent } from '@ebook/nats/event'
import type { Paid, PayDeclined, PayVoided, RefundFailed, Refunded } from '@ebook/payment/events'
import type { PromoCanceled, PromoCompleted, PromoRestored } from '@ebook/promotion/events'
import { randomUUID } from 'node:crypto'

/** What rent hears, by type. */
export interface Said {
  'ebook.book.Registered.v1': DataOf<typeof Registered>
  'ebook.book.AvailabilityChanged.v1': DataOf<typeof AvailabilityChanged>
  'ebook.book.Approved.v1': DataOf<typeof Approved>
  'ebook.book.Refused.v1': DataOf<typeof Refused>
  'ebook.payment.Paid.v1': DataOf<typeof Paid>
  'ebook.payment.PayDeclined.v1': DataOf<typeof PayDeclined>
  'ebook.payment.PayVoided.v1': DataOf<typeof PayVoided>
  'ebook.payment.Refunded.v1': DataOf<typeof Refunded>
  'ebook.payment.RefundFailed.v1': DataOf<typeof RefundFailed>
  'ebook.promotion.PromoCompleted.v1': DataOf<typeof PromoCompleted>
  'ebook.promotion.PromoCanceled.v1': DataOf<typeof PromoCanceled>
  'ebook.promotion.PromoRestored.v1': DataOf<typeof PromoRestored>
}

/** Another subgraph's voice on the real broker, under its own user: dense positions, dense versions. */
export class Producer {
  readonly #nats: NatsConnection
  readonly #name: string
  readonly #versions = new Map<string, number>()
  #pos = 0

  constructor(nats: NatsConnection, name: 'book' | 'payment' | 'promotion') {
    this.#nats = nats
    this.#name = name
  }

  /** An event with its version and position, not published yet. */
  prepare<Type extends keyof Said>(type: Type, aggregateId: string, data: Said[Type]): PublishedEvent {
    return this.prepareRaw(type, aggregateId, data)
  }

  /** As `prepare`, for what no honest producer would say. */
  prepareRaw(type: string, aggregateId: string, data: object): PublishedEvent {
    const version = (this.#versions.get(aggregateId) ?? 0) + 1
    this.#versions.set(aggregateId, version)
    this.#pos += 1
    const { rentalId } = data as { rentalId?: string }
    return {
      specversion: '1.0',
      id: randomUUID(),
      source: `/subgraphs/${this.#name}`,
      type,
      subject: aggregateId,
      time: new Date().toISOString(),
      datacontenttype: 'application/json',
      aggregatetype: aggregateOf(type),
      aggregateversion: version,
      correlationid: rentalId ?? aggregateId,
      causationid: 'test',
      actor: 'SYSTEM',
      data: data as Record<string, unknown>,
      producer: this.#name,
      pos: this.#pos,
    }
  }

  /** Another message id each time, so that the broker's own window drops nothing. */
  async publish(event: PublishedEvent): Promise<void> {
    await this.#nats.jetstream().publish(subjectOf(event), JSON.stringify(event))
  }

  async say<Type extends keyof Said>(type: Type, aggregateId: string, data: Said[Type]): Promise<PublishedEvent> {
    const event = this.prepare(type, aggregateId, data)
    await this.publish(event)
    return event
  }

  /** Announces the newest position, as a relay does once a second. */
  announce(): void {
    this.#nats.publish(`watermark.${this.#name}`, JSON.stringify({ producer: this.#name, pos: this.#pos }))
  }
}

function aggregateOf(type: string): AggregateType {
  const [, context, name] = type.split('.')
  if (context === 'payment') return 'Payment'
  if (context === 'promotion') return 'Promotion'
  return name === 'Registered' || name === 'AvailabilityChanged' ? 'Book' : 'Request'
}
