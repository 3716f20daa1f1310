import {
  AckPolicy,
  DeliverPolicy,
  type ConsumerMessages,
  type JetStreamManager,
  type JsMsg,
  type NatsConnection,
} from 'nats'
import { isDeepStrictEqual } from 'node:util'
import type { Logger } from 'pino'
import { buryUnreadable } from './dead-letters.ts'
import { PublishedEvent } from './event.ts'
import { deliver, releaseParked, type Delivery } from './inbox.ts'
import type { Inbox } from './policy.ts'
import { ensureStream, isNotFound, STREAM } from './stream.ts'

export interface ConsumerSettings {
  readonly inbox: Inbox
  /** The contexts it listens to: all events of each, so that positions and versions have no holes of its own making. */
  readonly producers: readonly string[]
  readonly nats: NatsConnection
  readonly jsm: JetStreamManager
  readonly streamReplicas: number
  readonly log: Logger
  /** How long the messages of a replica that was killed stay away: 8 s if not given. */
  readonly ackWaitMs?: number | undefined
  readonly onHandled?: (events: number) => void
}

export interface Consumer {
  /** Makes sure that stream, durable and pull are alive; call it now and then. */
  ensure(): Promise<void>
  /** True when the broker has nothing for us that is not handled and committed. */
  drained(): Promise<boolean>
  /** Finishes what it has begun, gives back the rest, and returns. */
  stop(): Promise<void>
}

const BATCH = 100
const MAX_UNACKNOWLEDGED = 1_000
const PULLED_AHEAD = 200
// A pull is lost without a word when the nats-server that leads the consumer goes away and ours stays. Only its silence
// tells: after two missed heartbeats it is asked for again. By default that takes 30 s.
const HEARTBEAT_MS = 1_000
const PULL_MS = 5_000
// A busy replica that is slower sees some of its own messages again, which costs one look into the inbox.
const ACK_WAIT_MS = 8_000

/**
 * A durable pull consumer, shared by all replicas of its context: explicit acknowledgement after the commit, no limit
 * of deliveries (the broker tells of its giving up once, and that is lost if nobody listens: dead letters are ours).
 * What has arrived while a batch was handled is the next batch, so that batches grow with the load and not the delay.
 */
export async function startConsumer(settings: ConsumerSettings): Promise<Consumer> {
  const { inbox, nats, jsm, log } = settings
  const durable = inbox.consumer
  const queue: JsMsg[] = []
  let wake: (() => void) | undefined
  let stopped = false
  let busy = false
  let pull: ConsumerMessages | undefined
  let pulledFrom: string | undefined

  const ensure = async () => {
    if (stopped) return
    const identity = await ensureStream(jsm, settings.streamReplicas)
    const declared = await declare(settings)
    if (declared === 'as it was' && pull && pulledFrom === identity) return
    await pull?.close()
    const consumer = await nats.jetstream().consumers.get(STREAM, durable)
    pull = await consumer.consume({
      max_messages: PULLED_AHEAD,
      expires: PULL_MS,
      idle_heartbeat: HEARTBEAT_MS,
      callback: (message) => {
        queue.push(message)
        wake?.()
      },
    })
    pulledFrom = identity
  }

  const work = async () => {
    while (!stopped) {
      if (queue.length === 0) {
        await new Promise<void>((resolve) => (wake = resolve))
        wake = undefined
        continue
      }
      busy = true
      try {
        await handleBatch(settings, queue.splice(0, BATCH))
      } catch (error) {
        log.error({ err: error }, 'a batch could not be handled; the broker delivers it again')
      }
      busy = false
    }
  }

  await ensure()
  const working = work()

  return {
    ensure,
    async drained() {
      if (busy || queue.length > 0) return false
      const info = await jsm.consumers.info(STREAM, durable)
      return info.num_pending === 0 && info.num_ack_pending === 0 && queue.length === 0
    },
    async stop() {
      stopped = true
      await pull?.close()
      for (const message of queue.splice(0)) message.nak()
      wake?.()
      await working
    },
  }
}

/** Makes the durable what this version says it is: one made by an earlier version is changed, not fought. */
async function declare({
  inbox,
  producers,
  jsm,
  ackWaitMs = ACK_WAIT_MS,
}: ConsumerSettings): Promise<'as it was' | 'declared'> {
  const durable = inbox.consumer
  const declaration = {
    filter_subjects: producers.map((producer) => `ebook.${producer}.>`).toSorted(),
    ack_wait: ackWaitMs * 1_000_000,
    max_deliver: -1,
    max_ack_pending: MAX_UNACKNOWLEDGED,
  }
  const known = await jsm.consumers.info(STREAM, durable).catch((error: unknown) => {
    if (isNotFound(error)) return undefined
    throw error
  })
  if (!known) {
    await jsm.consumers.add(STREAM, {
      ...declaration,
      durable_name: durable,
      ack_policy: AckPolicy.Explicit,
      deliver_policy: DeliverPolicy.All,
    })
    return 'declared'
  }
  const { filter_subject, filter_subjects, ack_wait, max_deliver, max_ack_pending } = known.config
  const subjects = (filter_subjects ?? (filter_subject === undefined ? [] : [filter_subject])).toSorted()
  const is = { filter_subjects: subjects, ack_wait, max_deliver, max_ack_pending }
  if (isDeepStrictEqual(is, declaration)) return 'as it was'
  await jsm.consumers.update(STREAM, durable, declaration)
  return 'declared'
}

/** A message of the stream, as far as it is looked at. */
export type Arrival = Pick<JsMsg, 'json' | 'string' | 'info' | 'seq' | 'ack' | 'nak'>

/** Takes a batch in, and acknowledges what is committed. Then what it was waiting for may be handled as well. */
export async function handleBatch(
  { inbox, onHandled }: Pick<ConsumerSettings, 'inbox' | 'onHandled'>,
  messages: readonly Arrival[],
): Promise<void> {
  const readable: { message: Arrival; delivery: Delivery }[] = []
  for (const message of messages) {
    const read = readEvent(message)
    if (read.event) {
      readable.push({ message, delivery: { event: read.event, redelivered: message.info.deliveryCount > 1 } })
    } else {
      await buryUnreadable(
        inbox,
        `${message.info.stream}:${message.info.timestampNanos}:${message.seq}`,
        message.string(),
        read.error,
      )
      message.ack()
    }
  }
  const verdicts = await deliver(
    inbox,
    readable.map(({ delivery }) => delivery),
  )
  for (const [index, { message }] of readable.entries()) {
    const verdict = verdicts[index]
    if (verdict?.done) message.ack()
    else message.nak(verdict?.retryAfterMs)
  }
  onHandled?.(verdicts.filter((verdict) => verdict.done).length)
  await releaseParked(inbox)
}

function readEvent(message: Arrival): { event: PublishedEvent; error?: never } | { event?: never; error: string } {
  let value: unknown
  try {
    value = message.json()
  } catch (error) {
    return { error: `not JSON: ${String(error)}` }
  }
  const parsed = PublishedEvent.safeParse(value)
  return parsed.success ? { event: parsed.data } : { error: `not an event: ${parsed.error.message}` }
}
