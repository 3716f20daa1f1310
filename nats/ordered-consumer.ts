import type { Consumer, ConsumerMessages, JetStreamManager, JsMsg, NatsConnection } from 'nats'
import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from 'pino'
import { PublishedEvent } from './event.ts'
import { identityOf, isNotFound, STREAM } from './stream.ts'

/** A place in one incarnation of the stream. */
export interface StreamPosition {
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
  /** Where to read on, or undefined to read everything. A place in an earlier incarnation counts as undefined. */
  readonly from: StreamPosition | undefined
  /** Takes the events in and commits `position` with them. Batches come one at a time; a failed one comes again. */
  readonly onBatch: (delivered: readonly Delivered[], position: StreamPosition) => Promise<void>
  /** A message that is no event. It is passed over. */
  readonly onUnreadable: (place: string, error: string) => void
}

export interface OrderedConsumer {
  readonly position: () => StreamPosition | undefined
  /** How many messages of the stream have not been taken in yet. */
  pending(): Promise<number>
  stop(): Promise<void>
}

const BATCH = 500
const LOOK_MS = 1_000
/** A pull that brings nothing for so long is asked for again; so is a consumer that the server has forgotten. */
const PULL_MS = 5_000

/** One reading of the stream. After any trouble it is dropped, and another begins behind the committed place. */
interface Reading {
  readonly identity: string
  readonly consumer: Consumer
  readonly queue: JsMsg[]
  messages?: ConsumerMessages
  pulling?: Promise<void>
  trouble?: Error
}

/**
 * Reads the whole stream in order for one replica alone, without acknowledgements: the reader commits its own place.
 * Begins again from the first message when the stream turns out to be another one.
 */
export function startOrderedConsumer(settings: OrderedSettings): OrderedConsumer {
  const { nats, jsm, log } = settings
  const stopping = new AbortController()
  let position = settings.from
  let wake: (() => void) | undefined
  let reading: Reading | undefined

  const open = async (identity: string) => {
    const sequence = position?.identity === identity ? position.sequence : 0
    // Only the sequence: the client adds "by start sequence" itself, and the server refuses `all` together with one.
    const consumer = await nats.jetstream().consumers.get(STREAM, { opt_start_seq: sequence + 1 })
    reading = { identity, consumer, queue: [] }
  }

  const close = async () => {
    const was = reading
    reading = undefined
    await was?.messages?.close().catch(() => undefined)
  }

  /** One pull at a time, and none before the last one has been taken in: that bounds the memory of a long catch-up. */
  const pull = (current: Reading) => {
    const run = async () => {
      const messages = await current.consumer.fetch({ max_messages: BATCH, expires: PULL_MS })
      current.messages = messages
      if (reading !== current) return void (await messages.close())
      for await (const message of messages) {
        current.queue.push(message)
        wake?.()
      }
    }
    current.pulling = run()
      .catch((error: unknown) => {
        current.trouble = error instanceof Error ? error : new Error(String(error))
      })
      .finally(() => {
        delete current.pulling
        wake?.()
      })
  }

  const look = async () => {
    const info = await jsm.streams.info(STREAM).catch((error: unknown) => {
      if (isNotFound(error)) return undefined
      throw error
    })
    if (!info) return close()
    if (reading?.identity === identityOf(info)) return
    if (reading)
      log.warn({ was: reading.identity, is: identityOf(info) }, 'the stream is new: it is read from its first message')
    await close()
    await open(identityOf(info))
  }

  const take = async (current: Reading) => {
    const batch = current.queue.slice(0, BATCH)
    const last = batch.at(-1)
    if (!last) return
    const next = { identity: current.identity, sequence: last.seq }
    await settings.onBatch(
      batch.flatMap((message) => readEvents(message, settings.onUnreadable)),
      next,
    )
    current.queue.splice(0, batch.length)
    position = next
  }

  const step = async (lookDue: number) => {
    if (reading?.queue.length) return take(reading)
    if (reading?.trouble) {
      const { trouble } = reading
      await close()
      throw trouble
    }
    if (reading && !reading.pulling) pull(reading)
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, Math.max(0, lookDue - performance.now()))
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
      if (stopping.signal.aborted) wake()
    })
    wake = undefined
  }

  const run = async () => {
    let lookDue = 0
    while (!stopping.signal.aborted) {
      try {
        if (performance.now() >= lookDue) {
          lookDue = performance.now() + LOOK_MS
          await look()
        }
        await step(lookDue)
      } catch (error) {
        if (stopping.signal.aborted) return
        log.warn({ err: error }, 'reading the stream is disturbed; it is tried again')
        await delay(LOOK_MS, undefined, { signal: stopping.signal }).catch(() => undefined)
      }
    }
  }
  const running = run()

  return {
    position: () => position,
    async pending() {
      const info = await jsm.streams.info(STREAM)
      return position?.identity === identityOf(info)
        ? Math.max(0, info.state.last_seq - position.sequence)
        : info.state.messages
    },
    async stop() {
      stopping.abort()
      wake?.()
      await running
      await close()
    },
  }
}

function readEvents(message: JsMsg, onUnreadable: OrderedSettings['onUnreadable']): Delivered[] {
  let error: string
  try {
    const parsed = PublishedEvent.safeParse(message.json())
    if (parsed.success) return [{ event: parsed.data, sequence: message.seq }]
    error = parsed.error.message
  } catch (failure) {
    error = String(failure)
  }
  onUnreadable(`${message.info.stream}:${message.seq}`, error)
  return []
}
