import type { ConsumerMessages, JetStreamManager, JsMsg, NatsConnection } from 'nats'
import type { Logger } from 'pino'
import type { Found } from './broker-watch.ts'
import { deliver, releaseWhatFollows, type Delivery } from './inbox.ts'
import { Pace } from './pace.ts'
import type { Inbox } from './policy.ts'
import { readEvent, type Refusal, type Refused } from './received.ts'
import { identityOf, STREAM } from './stream.ts'

export interface ConsumerSettings {
  readonly inbox: Inbox
  readonly nats: NatsConnection
  readonly jsm: JetStreamManager
  readonly log: Logger
  readonly onHandled?: (events: number) => void
  readonly onRefused?: (refusal: Refusal) => void
}

export interface Consumer {
  /**
   * Looks whether the pull is alive, and begins another where it is not; call it with each look at the broker. Returns
   * whether it was without any doubt: otherwise call it again soon.
   */
  ensure(found: Found): Promise<boolean>
  /** True when the broker has nothing for us that is not handled and committed. */
  drained(): Promise<boolean>
  /** Finishes what it has begun, gives back the rest, and returns. */
  stop(): Promise<void>
}

const BATCH = 100
/** Where nobody waits for what follows. */
const LARGE_BATCH = 400
/** What nobody here reacts to is only written down. So long it waits for something that it can share a commit with. */
const COMPANY_MS = 250
const LONG_COMPANY_MS = 1_000
// A pull is lost without a word when the nats-server that leads the consumer goes away and ours stays, and one of a network
// that was cut is still counted by the server as waiting. Only its silence tells: after two missed heartbeats it is asked
// for again. By default that takes 30 s.
const HEARTBEAT_MS = 2_000
const PULL_MS = 30_000
/** So many looks at a durable that knows of no pull, while we hear nothing. */
const DEAF_LOOKS = 2

/** One pull from one incarnation of the durable. */
interface Pull {
  readonly from: string
  readonly messages: ConsumerMessages
  heard: number
  /** The looks since it was last known to be good. */
  deaf: number
}

/**
 * Pulls from the context's durable, as its one reader: explicit acknowledgement after the commit. What has
 * arrived while a batch was handled is the next batch, so that batches grow with the load and not the delay. Events
 * without a policy begin no batch for a quarter of a second: nothing follows from them, but that they were there. Where
 * nobody waits for what follows from any event, none does for a second, and batches are larger.
 */
export function startConsumer(settings: ConsumerSettings): Consumer {
  const { inbox, nats, jsm, log } = settings
  const durable = inbox.consumer
  const [most, companyMs] = inbox.waitsForCompany ? [LARGE_BATCH, LONG_COMPANY_MS] : [BATCH, COMPANY_MS]
  const queue: JsMsg[] = []
  let wake: (() => void) | undefined
  /** Whether a batch can begin. */
  let isReady = false
  let alarm: NodeJS.Timeout | undefined
  let stopped = false
  let busy = false
  let pull: Pull | undefined

  const begin = () => {
    isReady = true
    wake?.()
  }

  const arrives = (message: JsMsg) => {
    queue.push(message)
    const type = message.subject.slice(0, message.subject.lastIndexOf('.'))
    const begins = inbox.policies.has(type) && !inbox.waitsForCompany
    if (begins || message.redelivered || queue.length >= most) begin()
    else alarm ??= setTimeout(begin, companyMs)
  }

  const drop = async () => {
    const was = pull
    pull = undefined
    await was?.messages.close()
  }

  /** By itself the client comes back from nearly everything. The rest is found by what the durable says of us. */
  const isDeaf = (current: Pull, waiting: number): boolean => {
    if (waiting > 0 || current.heard > 0) current.deaf = 0
    else current.deaf += 1
    current.heard = 0
    return current.deaf >= DEAF_LOOKS
  }

  const ensure = async ({ stream, durable: info }: Found): Promise<boolean> => {
    if (stopped) return true
    if (!stream || !info) {
      await drop()
      return false
    }
    const from = `${identityOf(stream)} ${info.created}`
    if (pull?.from === from && !isDeaf(pull, info.num_waiting)) return pull.deaf === 0
    await drop()
    const consumer = await nats.jetstream().consumers.get(STREAM, durable)
    const messages = await consumer.consume({
      max_messages: 2 * most,
      expires: PULL_MS,
      idle_heartbeat: HEARTBEAT_MS,
      callback(message) {
        if (pull) pull.heard += 1
        arrives(message)
      },
    })
    const begun: Pull = { from, messages, heard: 0, deaf: 0 }
    pull = begun
    // One that ended by itself, whatever for, is begun anew by the next look.
    const forget = () => {
      if (pull === begun) pull = undefined
    }
    messages.closed().then(forget, forget)
    if (stopped) await drop()
    return false
  }

  const pace = new Pace()
  const work = async () => {
    while (!stopped) {
      if (!isReady) {
        await new Promise<void>((resolve) => (wake = resolve))
        wake = undefined
        continue
      }
      // Whoever stopped meanwhile has given it back.
      const batch = queue.splice(0, most)
      isReady = queue.length > 0
      clearTimeout(alarm)
      alarm = undefined
      if (batch.length === 0) continue
      busy = true
      const began = performance.now()
      let about: readonly string[] = []
      try {
        about = await handleBatch(settings, batch)
      } catch (error) {
        log.error({ err: error }, 'a batch could not be handled; the broker delivers it again')
      }
      busy = false
      if (queue.length < most) await pace.keep(about, began)
    }
  }
  const working = work()

  return {
    ensure,
    drained: async () => !busy && queue.length === 0 && (await isDrained(jsm, durable)) && queue.length === 0,
    async stop() {
      stopped = true
      await drop()
      clearTimeout(alarm)
      for (const message of queue.splice(0)) message.nak()
      wake?.()
      await working
    },
  }
}

/** Whether the broker has nothing for the durable that its reader has not acknowledged. */
export async function isDrained(jsm: JetStreamManager, durable: string): Promise<boolean> {
  const { num_pending, num_ack_pending } = await jsm.consumers.info(STREAM, durable)
  return num_pending === 0 && num_ack_pending === 0
}

/** A message of the stream, as far as it is looked at. */
export type Arrival = Pick<JsMsg, 'subject' | 'string' | 'info' | 'seq' | 'ack' | 'nak'>

/**
 * Takes a batch in, and acknowledges what is committed. Then what it was waiting for may be handled as well. A message that
 * is no event, or not of whom it says, is passed over for good: whatever its sender has to tell is in the sender's outbox,
 * and comes from there. Returns the conversation of each event.
 */
export async function handleBatch(
  { inbox, onHandled, onRefused }: Pick<ConsumerSettings, 'inbox' | 'onHandled' | 'onRefused'>,
  messages: readonly Arrival[],
): Promise<string[]> {
  const readable: { message: Arrival; delivery: Delivery }[] = []
  const refusals: (Refused & { readonly place: string })[] = []
  for (const message of messages) {
    const { event, refused } = readEvent(message.subject, message.string(), inbox.owners)
    if (event) {
      readable.push({ message, delivery: { event, redelivered: message.info.deliveryCount > 1 } })
    } else {
      refusals.push({ ...refused, place: `${message.info.stream}:${message.seq}` })
      onRefused?.(refused.reason)
      message.ack()
    }
  }
  const [first] = refusals
  if (first)
    inbox.log.error({ ...first, refused: refusals.length }, 'messages that are no events, or of others, were refused')
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
  await releaseWhatFollows(inbox)
  return readable.map(({ delivery }) => delivery.event.correlationid)
}
