import type { JetStreamClient, NatsConnection, StreamInfo } from 'nats'
import type { Logger } from 'pino'
import { subjectOf, type PublishedEvent } from './event.ts'
import { markPublished, numberOutbox, readUnpublished, type Unpublished } from './sql/publish-outbox.ts'
import { knownStream, lastPosition, publishAgain, type RelayConnection } from './sql/relay-state.ts'
import { findStream, identityOf, STREAM } from './stream.ts'

export interface RelayPass {
  /** Whose outbox it is. */
  readonly context: string
  readonly nats: Pick<NatsConnection, 'jetstream' | 'jetstreamManager' | 'publish'>
  readonly log: Logger
}

/** Most rows that one pass numbers or publishes. */
export const BATCH = 500
// Together shorter than the session's patience, so that a broker that is away does not cost the leader its lock.
const PUBLISH_TIMEOUT_MS = 4_000
const STREAM_TIMEOUT_MS = 2_000

/** Another relay has begun an epoch: this one has nothing to say any more. */
class NotTheLeader extends Error {
  override readonly name = 'NotTheLeader'
}

/**
 * Numbers what waits, publishes it, and marks what was acknowledged. Returns how many rows it found to publish and how
 * many of them were acknowledged.
 */
export async function publishWaiting(
  { context, nats, log }: RelayPass,
  client: RelayConnection,
  epoch: string,
): Promise<{ found: number; acknowledged: number }> {
  await numberOutbox(client, epoch, BATCH)
  const batch = await readUnpublished(client, BATCH)
  const acknowledged = await publishInOrder(nats.jetstream(), context, batch, log)
  if (acknowledged.length > 0) {
    // A hint for whoever reads without a consumer; their polling is the truth behind it.
    nats.publish(`relay.${context}.published`)
    await markPublished(client, epoch, acknowledged)
  }
  return { found: batch.length, acknowledged: acknowledged.length }
}

/** Announces the newest position, so that consumers know of a lost tail. Throws when another relay leads. */
export async function announce({ context, nats }: RelayPass, client: RelayConnection, epoch: string): Promise<void> {
  const pos = await lastPosition(client, epoch)
  if (pos === undefined) throw new NotTheLeader('another relay leads')
  nats.publish(`watermark.${context}`, JSON.stringify({ producer: context, pos }))
}

/** A stream that is new lacks everything: publish it all again, and let the inboxes drop what they have seen. */
export async function followStream({ nats, log }: RelayPass, client: RelayConnection, epoch: string): Promise<void> {
  let stream: StreamInfo | undefined
  try {
    stream = await findStream(await nats.jetstreamManager({ checkAPI: false, timeout: STREAM_TIMEOUT_MS }))
  } catch (error) {
    log.warn({ err: error }, 'the stream cannot be reached; the outbox waits')
    return
  }
  if (!stream) {
    log.warn('the stream is not there: it has to be declared; the outbox waits')
    return
  }
  const identity = identityOf(stream)
  const known = await knownStream(client)
  if (known === identity) return
  if (known) log.warn({ was: known, is: identity }, 'the stream is new: everything is published again')
  await publishAgain(client, epoch, identity)
}

async function publishInOrder(
  jetstream: JetStreamClient,
  producer: string,
  batch: readonly Unpublished[],
  log: Logger,
): Promise<string[]> {
  const chains = Map.groupBy(batch, ({ event }) => `${event.aggregatetype}/${event.subject}`)
  const acknowledged: string[] = []
  let failure: unknown
  await Promise.all(
    chains.values().map(async (chain) => {
      for (const { event, pos } of chain) {
        const message: PublishedEvent = { ...event, producer, pos }
        try {
          await jetstream.publish(subjectOf(event), JSON.stringify(message), {
            msgID: event.id,
            timeout: PUBLISH_TIMEOUT_MS,
            expect: { streamName: STREAM },
          })
          acknowledged.push(event.id)
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
