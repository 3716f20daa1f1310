import { setTimeout as delay } from 'node:timers/promises'
import { NatsError, type JetStreamManager, type NatsConnection, type StreamInfo } from 'nats'
import type { Logger } from 'pino'
import { readFrom, type Stored } from './direct-get.ts'
import type { Owners, PublishedEvent } from './event.ts'
import { listen } from './listen.ts'
import { Pace } from './pace.ts'
import { readEvent, type Refused } from './received.ts'
import { Rest } from './rest.ts'
import { findStream, identityOf, STREAM } from './stream.ts'

/** A place in one incarnation of the stream. */
export interface StreamPlace {
  readonly identity: string
  readonly sequence: number
}

/** An event and where the stream has it. */
export interface Delivered {
  readonly event: PublishedEvent
  readonly sequence: number
}

export interface OrderedSettings {
  readonly nats: NatsConnection
  readonly jsm: JetStreamManager
  readonly log: Logger
  readonly owners: Owners
  /** Where to read on, or undefined to read everything. A place in an earlier incarnation counts as undefined. */
  readonly from: StreamPlace | undefined
  /** Takes the events in and commits `place` with them. Batches come one at a time; a failed one comes again. */
  readonly onBatch: (delivered: readonly Delivered[], place: StreamPlace) => Promise<void>
  /** Messages that are no events, or not of whom they say, and the place of the first. They are passed over. */
  readonly onRefused: (place: string, refusals: readonly [Refused, ...Refused[]]) => void
}

export interface OrderedConsumer {
  /** How many messages of the stream have not been taken in yet. */
  pending(): Promise<number>
  /** As `pending`, of the stream as it was seen. */
  pendingOf(stream: StreamInfo): number
  /** Why the stream cannot be read although it is there, and since when (performance.now()); undefined when it can be. */
  trouble(): { readonly why: string; readonly since: number } | undefined
  stop(): Promise<void>
}

/** The stream could not be asked for. */
class Unanswered extends Error {
  override readonly name = 'Unanswered'
}

const isDenied = (error: unknown): boolean => error instanceof NatsError && error.isPermissionError()

const BATCH = 500
/** How long after the end was reached it is looked at again, when no relay has said that there is more. */
const LOOK_MS = 2_000
const TROUBLE_MS = 500

/**
 * Reads the whole stream in order for one replica alone: the reader commits its own place, and asks for what comes behind
 * it. Nothing at the server belongs to it, so nothing of it can be lost there. Begins again from the first message when
 * the stream turns out to be another one.
 */
export function startOrderedConsumer(settings: OrderedSettings): OrderedConsumer {
  const { nats, jsm, log } = settings
  const stopping = new AbortController()
  let place = settings.from
  /** The message at that place, as this process was given it. */
  let last: Stored | undefined
  /** When the stream was last seen to be the place's own. */
  let seenAt = -LOOK_MS
  let trouble: { readonly why: string; readonly since: number } | undefined
  /** The conversations of what was taken in by the last step. */
  let about: readonly string[] = []
  const rest = new Rest()
  const hints = listen(nats, 'relay.*.published', () => rest.hint())

  const take = async (identity: string, stored: readonly Stored[]) => {
    const newest = stored.at(-1)
    if (!newest) return
    const next = { identity, sequence: newest.sequence }
    const delivered: Delivered[] = []
    const refusals: Refused[] = []
    let firstRefused = ''
    for (const { subject, sequence, text } of stored) {
      const { event, refused } = readEvent(subject, text, settings.owners)
      if (event) delivered.push({ event, sequence })
      else {
        firstRefused ||= `${STREAM}:${sequence}`
        refusals.push(refused)
      }
    }
    await settings.onBatch(delivered, next)
    place = next
    about = delivered.map(({ event }) => event.correlationid)
    last = newest
    const [first, ...more] = refusals
    if (first) settings.onRefused(firstRefused, [first, ...more])
  }

  /** The place to read on from; undefined when there is nothing behind it. */
  const next = async (): Promise<StreamPlace | undefined> => {
    const stream = await findStream(jsm).catch((error: unknown) => {
      // NATS is away, or about to come; that is not ours alone.
      if (!isDenied(error)) trouble = undefined
      throw new Unanswered(String(error), { cause: error })
    })
    if (!stream) return undefined
    const identity = identityOf(stream)
    if (place && place.identity !== identity)
      log.warn({ was: place.identity, is: identity }, 'the stream is new: it is read from its first message')
    const sequence = place?.identity === identity ? place.sequence : 0
    return stream.state.last_seq <= sequence ? undefined : { identity, sequence }
  }

  /** Takes in what comes next. `hinted`: something does. Returns whether the end was reached. */
  const step = async (hinted: boolean): Promise<boolean> => {
    about = []
    const from = (hinted ? place : undefined) ?? (await next())
    if (from === undefined) return true
    const { identity, sequence } = from
    const known = hinted && performance.now() - seenAt < LOOK_MS ? last : undefined
    const read = await readFrom(nats, known ? sequence : sequence + 1, BATCH)
    const stored = read.filter((message) => message.sequence > sequence)
    const newest = stored.at(-1)
    if (!newest) return true
    // A sequence says nothing of the stream that it is of: between question and answer it may have become another one. It has
    // not, if the answer begins with the message that was read last; otherwise, and now and then, the stream is asked.
    const goesOn = known !== undefined && read[0]?.sequence === sequence && read[0].storedAt === known.storedAt
    if (!goesOn) {
      const after = await findStream(jsm)
      if (!after || identityOf(after) !== identity) return false
      seenAt = performance.now()
    }
    await take(identity, stored)
    return newest.behind === 0
  }

  const pace = new Pace()
  const run = async () => {
    let hinted = false
    while (!stopping.signal.aborted) {
      try {
        const began = performance.now()
        const atEnd = await step(hinted)
        trouble = undefined
        if (atEnd) await pace.keep(about, began)
        hinted = atEnd && (await rest.atMost(LOOK_MS))
      } catch (error) {
        if (stopping.signal.aborted) return
        hinted = false
        const isOurs = !(error instanceof Unanswered) || isDenied(error.cause)
        if (isOurs) trouble ??= { why: String(error), since: performance.now() }
        log.warn({ err: error }, 'reading the stream is disturbed; it is tried again')
        await delay(TROUBLE_MS, undefined, { signal: stopping.signal }).catch(() => undefined)
      }
    }
  }
  const running = run()

  const pendingOf = (stream: StreamInfo): number =>
    place?.identity === identityOf(stream) ? Math.max(0, stream.state.last_seq - place.sequence) : stream.state.messages
  return {
    pending: async () => pendingOf(await jsm.streams.info(STREAM)),
    pendingOf,
    trouble: () => trouble,
    async stop() {
      stopping.abort()
      hints.stop()
      rest.hint()
      await running
    },
  }
}
