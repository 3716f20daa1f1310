import type { JetStreamClient, NatsConnection } from 'nats'
import type { Logger } from 'pino'
import { tracing } from '@ebook/telemetry/tracing'
import { subjectOf, type PublishedEvent } from './event.ts'
import { publishing } from './spans.ts'
import { advanceOutbox, type Unpublished } from './sql/advance-outbox.ts'
import { beginEpoch, publishAgain, type Epoch, type RelayConnection } from './sql/relay-state.ts'
import { STREAM } from './stream.ts'

export interface RelayPass {
  /** Whose outbox it is. */
  readonly context: string
  readonly nats: Pick<NatsConnection, 'jetstream' | 'publish'>
  readonly log: Logger
}

/** Most rows that one pass numbers or publishes. */
export const BATCH = 500
// Shorter than the session's patience, so that a broker that is away does not cost the leader its lease.
const PUBLISH_TIMEOUT_MS = 4_000

/** Another relay has begun an epoch: this one has nothing to say any more. */
class NotTheLeader extends Error {
  override readonly name = 'NotTheLeader'
}

/** Of one epoch: what the relay knows from pass to pass. */
export class Leadership {
  readonly epoch: string
  readonly #pass: RelayPass
  readonly #client: RelayConnection
  /** The stream into which the outbox was published. */
  #stream: string | null
  /** What the broker has, and the outbox does not know yet: the next pass marks it. */
  #acknowledged: readonly number[] = []
  #last = 0
  #lastAt: Date | undefined

  private constructor(pass: RelayPass, client: RelayConnection, { epoch, stream }: Epoch) {
    this.#pass = pass
    this.#client = client
    this.epoch = epoch
    this.#stream = stream
  }

  static async begin(pass: RelayPass, client: RelayConnection): Promise<Leadership> {
    return new Leadership(pass, client, await beginEpoch(client))
  }

  get hasToMark(): boolean {
    return this.#acknowledged.length > 0
  }

  /**
   * Marks what the last pass published, numbers what waits, and publishes it. Returns how many rows it found to publish, how
   * many of them were acknowledged, and the conversation of each. Throws when another relay leads.
   */
  async publishWaiting(): Promise<{ found: number; acknowledged: number; about: readonly string[] }> {
    const { context, nats, log } = this.#pass
    const unpublished = await this.#advance(BATCH)
    const acknowledged = await publishInOrder(nats.jetstream(), context, unpublished, log)
    this.#acknowledged = acknowledged
    // A hint for whoever reads without a consumer; their polling is the truth behind it.
    if (acknowledged.length > 0) nats.publish(`relay.${context}.published`)
    const about = unpublished.map(({ event }) => event.correlationid)
    return { found: unpublished.length, acknowledged: acknowledged.length, about }
  }

  /** Marks what the last pass published, and nothing else. Throws when another relay leads. */
  async mark(): Promise<void> {
    await this.#advance(0)
  }

  async #advance(limit: number): Promise<readonly Unpublished[]> {
    const advanced = await advanceOutbox(this.#client, this.epoch, this.#acknowledged, limit)
    if (advanced === undefined) throw new NotTheLeader('another relay leads')
    this.#acknowledged = []
    this.#last = advanced.last
    // As long as something may have been left without a position, the last moment stands at which nothing had.
    if (advanced.unpublished.length < limit) this.#lastAt = advanced.now
    return advanced.unpublished
  }

  /** Announces the newest position, as of the last pass, and when that was: so consumers know of a lost tail. */
  announce(): void {
    const { context, nats } = this.#pass
    nats.publish(`watermark.${context}`, JSON.stringify({ producer: context, pos: this.#last, time: this.#lastAt }))
  }

  /**
   * Into a stream that is another than before everything is published again: it lacks all of it, and the inboxes drop what
   * they have seen. Returns whether it is.
   */
  async follow(stream: string): Promise<boolean> {
    const was = this.#stream
    if (was === stream) return false
    if (was !== null) this.#pass.log.warn({ was, is: stream }, 'the stream is new: everything is published again')
    // Whatever has acknowledged them, it may have been the other stream.
    this.#acknowledged = []
    await publishAgain(this.#client, this.epoch, stream)
    this.#stream = stream
    return true
  }
}

async function publishInOrder(
  jetstream: JetStreamClient,
  producer: string,
  batch: readonly Unpublished[],
  log: Logger,
): Promise<number[]> {
  const chains = Map.groupBy(batch, ({ event }) => `${event.aggregatetype}/${event.subject}`)
  const acknowledged: number[] = []
  let failure: unknown
  await Promise.all(
    chains.values().map(async (chain) => {
      for (const { event, pos } of chain) {
        const message: PublishedEvent = { ...event, producer, pos }
        try {
          const publish = () =>
            jetstream.publish(subjectOf(event), JSON.stringify(message), {
              msgID: event.id,
              timeout: PUBLISH_TIMEOUT_MS,
              expect: { streamName: STREAM },
            })
          await (tracing === undefined ? publish() : publishing(event, publish))
          acknowledged.push(pos)
        } catch (error) {
          failure = error
          return
        }
      }
    }),
  )
  if (failure !== undefined)
    log.warn(
      { err: failure, unacknowledged: batch.length - acknowledged.length },
      'publishing failed; it is tried again',
    )
  return acknowledged
}
