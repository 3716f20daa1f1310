import type { Logger } from '@ebook/chassis/log'
import type { Registry } from '@ebook/chassis/metrics'
import { every } from '@ebook/chassis/timer'
import { watchBroker } from '@ebook/nats/broker-watch'
import { refusalOf, type NatsConnection } from '@ebook/nats/connection'
import { startOrderedConsumer, type StreamPosition } from '@ebook/nats/ordered-consumer'
import { isNotFound } from '@ebook/nats/stream'
import { applyEvents, type Applied } from './apply.ts'
import { isUnexpected } from '../projections/expected-events.ts'
import type { DashboardFile } from '../file/dashboard-file.ts'
import type { Arrival } from './keep-events.ts'
import type { Hub } from '../subscriptions/hub.ts'
import { mend } from './mend.ts'
import { feedMetrics } from './metrics.ts'
import { Patience } from './patience.ts'
import { positionsOf, streamPosition } from './positions.ts'
import { MOST_BEHIND, Readiness } from './readiness.ts'
import { listenToWatermarks } from './watermarks.ts'

export interface FeedSettings {
  readonly file: DashboardFile
  /** Is told of everything that is taken in. */
  readonly hub: Hub
  readonly nats: NatsConnection
  readonly streamReplicas: number
  readonly log: Logger
  readonly registry: Registry
  /** How long the stream is given to bring by itself what is missing; the default is 2 s. */
  readonly patienceMs?: number
}

export interface Feed {
  /** Why the view must not be asked yet; undefined when it may. */
  readiness(): Promise<string | undefined>
  stop(): Promise<void>
}

const LOOK_MS = 500
/** A reading that fails for so long, while the stream is there, does not come back by the next attempt. */
const DEAF_AFTER_MS = 5_000
/** So often a producer is asked, when the process starts, for what it has announced. */
const MOST_ATTEMPTS = 10

/**
 * Keeps the replica's file at the end of the stream, and whole: what the stream has lost is fetched from the outbox of
 * whoever said it. Both ways lead through the same function.
 */
export async function startFeed(settings: FeedSettings): Promise<Feed> {
  const { file, hub, nats, streamReplicas, log, registry, patienceMs = 2_000 } = settings
  const metrics = feedMetrics(registry)
  const readiness = new Readiness(file)
  const patience = new Patience(patienceMs)
  const watermarks = listenToWatermarks(nats)

  const take = async (arrivals: readonly Arrival[], position?: StreamPosition): Promise<Applied> => {
    const applied = await hub.commit((wants) => applyEvents(file, arrivals, position, { wants }))
    metrics.events.inc(applied.taken.length)
    metrics.repeated.inc(arrivals.length - applied.taken.length)
    for (const { id, type } of arrivals.map(({ event }) => event).filter(isUnexpected)) {
      metrics.refused.inc({ reason: 'unexpected' })
      log.warn({ eventId: id, eventType: type }, 'an event does not carry what its row needs; it is kept and traced')
    }
    for (const { id, producer, pos } of applied.conflicts) {
      metrics.refused.inc({ reason: 'position' })
      log.error({ eventId: id, producer, pos }, 'another event holds this position: has the outbox gone back in time?')
    }
    return applied
  }

  const from = await streamPosition(file.write)
  const jsm = await nats.jetstreamManager({ checkAPI: false })
  const broker = watchBroker({ nats, jsm, log, registry }, { streamReplicas })
  const consumer = startOrderedConsumer({
    nats,
    jsm,
    log,
    from,
    onBatch: async (delivered, position) => void (await take(delivered, position)),
    onRefused: (place, refusals) => {
      for (const { reason } of refusals) metrics.refused.inc({ reason })
      const [first] = refusals
      log.error(
        { ...first, place, refused: refusals.length },
        'messages that are no events, or of others, were refused',
      )
    },
  })

  const attempts = new Map<string, number>()

  const deafness = (): string | undefined => {
    const refusal = refusalOf(nats)
    if (refusal !== undefined) return `NATS does not let this replica in: ${refusal}`
    const trouble = consumer.trouble()
    if (trouble === undefined || performance.now() - trouble.since < DEAF_AFTER_MS) return undefined
    return `the stream is there, and cannot be taken in: ${trouble.why}`
  }

  const look = async () => {
    await broker.look()
    const pending = await pendingNow()
    const announced = watermarks.fresh()
    const positions = await positionsOf(file.read, announced)
    const byProducer = new Map(positions.map((position) => [position.producer, position]))
    const awaited: string[] = []
    for (const producer of new Set([...byProducer.keys(), ...announced.keys()])) {
      const position = byProducer.get(producer) ?? { producer, contiguous: 0, highest: 0 }
      const behind = Math.max(announced.get(producer) ?? position.highest, position.contiguous) - position.contiguous
      metrics.behind.set({ producer }, behind)
      if (announced.has(producer) && behind > MOST_BEHIND && (attempts.get(producer) ?? 0) < MOST_ATTEMPTS)
        awaited.push(producer)
      for (const range of patience.overdue(position, announced.get(producer), performance.now())) {
        // A tail is not lost before the stream has been read to its end. What is fetched too early is no harm to the
        // rows, but places become incomparable until the stream brings it.
        const isTail = range.from > position.highest
        if (!isTail || pending === 0) await mendAndSay(producer, range)
      }
    }
    readiness.sees({ pending, awaited, deaf: deafness() })
    const { lag_ms, last_sequence } = await file.read.selectFrom('feed_state').selectAll().executeTakeFirstOrThrow()
    metrics.lag.set(lag_ms / 1_000)
    metrics.sequence.set(last_sequence)
    if (pending !== undefined) metrics.pending.set(pending)
  }

  /** Of the stream; undefined when NATS does not say. */
  const pendingNow = async (): Promise<number | undefined> => {
    if (broker.seen().away !== undefined) return undefined
    return consumer.pending().catch((error: unknown) => (isNotFound(error) ? 0 : undefined))
  }

  const mendAndSay = async (producer: string, range: { from: number; to: number }) => {
    // One that gives nothing is not waited for at the start; one that gives a little at a time, not for ever.
    const before = attempts.get(producer) ?? 0
    attempts.set(producer, MOST_ATTEMPTS)
    try {
      const mended = await mend({ file, nats, take }, producer, range)
      if (mended === 0) return
      attempts.set(producer, before + 1)
      metrics.mended.inc({ producer }, mended)
      log.warn({ producer, ...range, mended }, 'what the stream lacks came from the outbox')
    } catch (error) {
      log.warn({ err: error, producer, ...range }, 'what the stream lacks cannot be had from the outbox now')
    }
  }

  const looking = every(LOOK_MS, 'look-for-holes', look, log)
  looking.soon()
  return {
    readiness: () => readiness.reasonAgainst(),
    async stop() {
      await looking.stop()
      watermarks.stop()
      await consumer.stop()
    },
  }
}
