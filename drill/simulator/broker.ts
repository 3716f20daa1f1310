import type { Arrival } from '@ebook/nats/consumer'
import { producerOf, subjectOf } from '@ebook/nats/event'
import type { Context } from './context.ts'
import type { Life } from './store/life.ts'

/** What the simulation shows of a message: enough to name it. */
export interface StreamedEvent {
  readonly id: string
  readonly type: string
  readonly subject: string
  readonly aggregateversion: number
  readonly correlationid: string
}

export interface StreamMessage {
  readonly seq: number
  readonly producer: string
  readonly text: string
  readonly event: StreamedEvent
}

/** A message as one consumer stands to it. */
export interface Pending {
  readonly message: StreamMessage
  deliveries: number
}

export interface BrokerConsumer {
  readonly context: Context
  readonly producers: readonly string[]
  /** Not with anybody: never delivered, given back, or not acknowledged in time. */
  pending: Pending[]
  /** With a process that has not acknowledged it yet. */
  readonly held: Map<Pending, Life>
}

/** The broker does not answer: whether it kept the message is unknown. */
class NoAnswer extends Error {
  override readonly name = 'NoAnswer'
}

export type PublishFault = 'none' | 'lost' | 'acknowledgement lost'

/**
 * JetStream as far as the road relies on it: at least once, in any order, and it may forget what it acknowledged. That
 * is less than JetStream promises on purpose: no promise of the product rests on it.
 */
export class Broker {
  #streams = 1
  #messages: StreamMessage[] = []
  readonly #ids = new Set<string>()
  readonly #counts = new Map<string, number>()
  readonly consumers = new Map<Context, BrokerConsumer>()

  /** What `identityOf` reads: the instant of the stream's creation. */
  get created(): string {
    return `stream ${this.#streams}`
  }

  get messages(): readonly StreamMessage[] {
    return this.#messages
  }

  subscribe(context: Context, producers: readonly string[]): void {
    this.consumers.set(context, { context, producers, pending: [], held: new Map() })
  }

  publish(text: string, fault: PublishFault): void {
    if (fault !== 'lost') this.#keep(text)
    if (fault !== 'none') throw new NoAnswer('no acknowledgement')
  }

  #keep(text: string): void {
    const event = JSON.parse(text) as StreamedEvent
    if (this.#ids.has(event.id)) return
    this.#ids.add(event.id)
    const producer = producerOf(event.type)
    const message = { seq: this.#messages.length + 1, producer, text, event }
    this.#messages.push(message)
    this.#counts.set(producer, this.countOf(producer) + 1)
    for (const consumer of this.consumers.values()) {
      if (consumer.producers.includes(producer)) consumer.pending.push({ message, deliveries: 0 })
    }
  }

  /** Hands messages to a process, in the order in which they are given. */
  deliver(consumer: BrokerConsumer, chosen: readonly Pending[], life: Life): Arrival[] {
    consumer.pending = consumer.pending.filter((one) => !chosen.includes(one))
    return chosen.map((one) => {
      one.deliveries += 1
      consumer.held.set(one, life)
      return arrivalOf(one, {
        ack: () => consumer.held.delete(one),
        nak: () => {
          if (consumer.held.delete(one)) consumer.pending.push(one)
        },
        life,
      })
    })
  }

  /** What a dead process had not acknowledged is delivered again. */
  abandonedBy(life: Life): void {
    for (const consumer of this.consumers.values()) {
      for (const [one, holder] of consumer.held) {
        if (holder !== life) continue
        consumer.held.delete(one)
        consumer.pending.push(one)
      }
    }
  }

  /** A message that everybody has seen comes once more, as if it were new. */
  repeat(consumer: BrokerConsumer, message: StreamMessage, again: boolean): void {
    consumer.pending.push({ message, deliveries: again ? 1 : 0 })
  }

  /** How many messages of a producer the stream has. */
  countOf(producer: string): number {
    return this.#counts.get(producer) ?? 0
  }

  /** One consumer never gets what the stream had acknowledged. */
  lose(consumer: BrokerConsumer, one: Pending): void {
    consumer.pending = consumer.pending.filter((other) => other !== one)
  }

  /** The duplicate window has passed: a publication of before is taken for a new one. */
  forgetIds(): void {
    this.#ids.clear()
  }

  /** The whole store is gone, and with it all that was not handled yet. */
  forgetEverything(): void {
    this.#streams += 1
    this.#messages = []
    this.#ids.clear()
    this.#counts.clear()
    for (const consumer of this.consumers.values()) {
      consumer.pending = []
      consumer.held.clear()
    }
  }

  isDrained(context: Context): boolean {
    const consumer = this.consumers.get(context)
    return consumer === undefined || (consumer.pending.length === 0 && consumer.held.size === 0)
  }
}

interface Answers {
  ack(): void
  nak(): void
  readonly life: Life
}

function arrivalOf({ message, deliveries }: Pending, { ack, nak, life }: Answers): Arrival {
  // Only what nats/consumer.ts reads of the delivery.
  const info = { stream: 'EBOOK', timestampNanos: message.seq, deliveryCount: deliveries }
  return {
    seq: message.seq,
    info: info as Arrival['info'],
    subject: subjectOf(message.event),
    string: () => message.text,
    ack: () => {
      if (life.act()) ack()
    },
    nak: () => {
      if (life.act()) nak()
    },
  }
}
