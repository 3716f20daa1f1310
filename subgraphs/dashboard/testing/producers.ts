import { z } from 'zod'
import { connectNats, type NatsConnection } from '@ebook/nats/connection'
import { producerOf, subjectOf, type PublishedEvent } from '@ebook/nats/event'
import { serve } from '@ebook/nats/service'
import { findStream, STREAM } from '@ebook/nats/stream'
import { prepareBroker } from '@ebook/processes/broker'
import { eventually } from '@ebook/testkit/eventually'
import type { TestNats } from '@ebook/testkit/infrastructure'
import { WRITING_SUBGRAPHS, type WritingSubgraph } from '../../subgraphs.ts'

const PRODUCERS = WRITING_SUBGRAPHS
export type Producer = WritingSubgraph

const WATERMARK_MS = 100
const EVENTS_PER_ANSWER = 20
const LONGEST_PUBLISH_MS = 30_000

/**
 * The writing subgraphs as the dashboard knows them: an outbox that answers, a watermark, and a voice in the
 * stream. Each speaks as its own NATS user, so what is permitted in production is all that they can do.
 */
export class Producers {
  readonly #connections = new Map<Producer, NatsConnection>()
  readonly #outboxes = new Map<Producer, PublishedEvent[]>(PRODUCERS.map((producer) => [producer, []]))
  readonly #stops: (() => Promise<unknown> | void)[] = []

  static async start(nats: TestNats): Promise<Producers> {
    const producers = new Producers()
    for (const producer of PRODUCERS) {
      const connection = await connectNats({ ...nats.credentials(producer), name: producer })
      producers.#connections.set(producer, connection)
    }
    return producers
  }

  /** Commits events: they are in the outboxes now. Nobody has been told. */
  commit(events: readonly PublishedEvent[]): void {
    for (const event of events) this.#outbox(event).push(event)
    for (const outbox of this.#outboxes.values()) outbox.sort((a, b) => a.pos - b.pos)
  }

  /**
   * Puts events into the stream, in this order, once NATS is there. A repetition has another message id, as after the
   * broker's window.
   */
  async publish(events: readonly PublishedEvent[], { again = false } = {}): Promise<void> {
    for (const connection of this.#connections.values()) await eventually(() => connection.rtt())
    for (const event of events) {
      const connection = this.#connection(producerOf(event.type) as Producer)
      const options = { timeout: LONGEST_PUBLISH_MS, ...(!again && { msgID: event.id }) }
      await connection.jetstream().publish(subjectOf(event), JSON.stringify(event), options)
    }
  }

  /** Says that there is more in the stream, as a relay does. */
  async hint(): Promise<void> {
    const connection = this.#connection('rent')
    connection.publish('relay.rent.published')
    await connection.flush()
  }

  /** Says something into the stream that is no event. */
  async babble(text: string): Promise<void> {
    await this.#connection('rent').jetstream().publish('ebook.rent.Rented.v1.nonsense', text)
  }

  /** From now on a producer announces its newest position and answers questions about its outbox. */
  async speak(...names: readonly Producer[]): Promise<void> {
    for (const producer of names.length > 0 ? names : PRODUCERS) {
      const nats = this.#connection(producer)
      const service = await serve(
        nats,
        {
          context: producer,
          endpoint: 'outbox',
          callers: 'anybody',
          request: z.object({ from: z.int(), to: z.int() }),
          handle: async ({ from, to }) => {
            const outbox = this.#outboxes.get(producer) ?? []
            const events = outbox.filter(({ pos }) => pos >= from && pos <= to).slice(0, EVENTS_PER_ANSWER)
            return { events, last: this.newestOf(producer) }
          },
        },
        (error) => {
          throw error
        },
      )
      const announce = () =>
        nats.publish(`watermark.${producer}`, JSON.stringify({ producer, pos: this.newestOf(producer) }))
      const announcing = setInterval(announce, WATERMARK_MS)
      this.#stops.push(
        () => clearInterval(announcing),
        () => service.stop(),
      )
    }
  }

  newestOf(producer: Producer): number {
    return this.#outboxes.get(producer)?.at(-1)?.pos ?? 0
  }

  /** The producers are away: no watermark, no answers, no connection. */
  async stop(): Promise<void> {
    for (const stop of this.#stops.splice(0)) await stop()
    for (const connection of this.#connections.values()) await connection.close()
  }

  #connection(producer: Producer): NatsConnection {
    const connection = this.#connections.get(producer)
    if (!connection) throw new Error(`no producer is called ${producer}`)
    return connection
  }

  #outbox(event: PublishedEvent): PublishedEvent[] {
    const outbox = this.#outboxes.get(event.producer as Producer)
    if (!outbox) throw new Error(`no producer is called ${event.producer}`)
    return outbox
  }
}

/** What the stream has, and what an operator can do to it: lose its first messages, or all of it. */
export async function asOperator<Result>(
  nats: TestNats,
  act: (jsm: Awaited<ReturnType<NatsConnection['jetstreamManager']>>) => Promise<Result>,
): Promise<Result> {
  const connection = await connectNats({ ...nats.credentials('ops'), name: 'ops' })
  try {
    return await act(await connection.jetstreamManager())
  } finally {
    await connection.close()
  }
}

/** As at a deployment, or when the stream has gone. Returns its identity. */
export async function declareStream(nats: TestNats): Promise<string> {
  const { url, password } = nats.credentials('ops')
  await prepareBroker({ url, password, streamReplicas: 1 })
  return asOperator(nats, async (jsm) => (await findStream(jsm))?.created ?? '')
}

export { STREAM }
