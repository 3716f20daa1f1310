import type { Logger } from '@ebook/chassis/log'
import type { Registry } from '@ebook/chassis/metrics'
import { whenDue } from '@ebook/chassis/timer'
import { watchBroker } from '@ebook/nats/broker-watch'
import { refusalOf, type NatsConnection } from '@ebook/nats/connection'
import { watchGaps } from '@ebook/nats/gap-watch'
import { startOrderedConsumer, type StreamPlace } from '@ebook/nats/ordered-consumer'
import { processingTogether } from '@ebook/nats/spans'
import { listenToWatermarks } from '@ebook/nats/watermark'
import { tracing } from '@ebook/telemetry/tracing'
import { OWNERS } from '../../subgraphs.ts'
import type { DashboardFile } from '../file/dashboard-file.ts'
import { isUnexpected } from '../projections/expected-events.ts'
import type { Applied } from './apply.ts'
import type { Arrival } from './keep-events.ts'
import { feedMetrics } from './metrics.ts'
import { streamPlace } from './positions.ts'
import { MOST_BEHIND, Readiness } from './readiness.ts'
import { repairableFile } from './repairable-file.ts'
import { takingIn } from './taking-in.ts'

export interface FeedSettings {
  readonly file: DashboardFile
  readonly nats: NatsConnection
  readonly streamReplicas: number
  readonly log: Logger
  readonly registry: Registry
  /** Is told of everything that is taken in, commit by commit. */
  readonly onApplied: (applied: Applied) => void
  /** How long the stream is given to bring by itself what is missing; the default is 2 s. */
  readonly patienceMs?: number | undefined
}

export interface Feed {
  /** Why the view must not be asked yet; undefined when it may. */
  readiness(): Promise<string | undefined>
  stop(): Promise<void>
}

const LOOK_MS = 2_000
/** While something is missing. */
const LOOK_AGAIN_MS = 500
/** A reading that fails for so long, while the stream is there, does not come back by the next attempt. */
const DEAF_AFTER_MS = 5_000
/** So often a producer is asked, when the process starts, for what it has announced. */
const MOST_ATTEMPTS = 10

/**
 * Keeps the replica's file at the end of the stream, and whole: what the stream has lost is fetched from the outbox of
 * whoever said it. Both ways lead through the same function.
 */
export async function startFeed(settings: FeedSettings): Promise<Feed> {
  const { file, nats, streamReplicas, log, registry, onApplied, patienceMs } = settings
  const metrics = feedMetrics(registry)
  const readiness = new Readiness(file)
  const takeIn = takingIn(file, onApplied)

  const take = async (arrivals: readonly Arrival[], place?: StreamPlace): Promise<Applied> => {
    const work = () => takeIn(arrivals, place)
    const events = arrivals.map(({ event }) => event)
    const applied = await (tracing === undefined ? work() : processingTogether('dashboard', events, work))
    for (const { type } of applied.taken) metrics.events.inc({ type })
    metrics.repeated.inc(arrivals.length - applied.taken.length)
    for (const { id, type } of events.filter(isUnexpected)) {
      metrics.refused.inc({ reason: 'unexpected' })
      log.warn({ eventId: id, eventType: type }, 'an event does not carry what its row needs; it is kept and traced')
    }
    for (const { id, producer, pos } of applied.conflicts) {
      metrics.refused.inc({ reason: 'position' })
      log.error({ eventId: id, producer, pos }, 'another event holds this position: has the outbox gone back in time?')
    }
    return applied
  }

  const from = await streamPlace(file.write)
  const jsm = await nats.jetstreamManager({ checkAPI: false })
  const broker = watchBroker({ nats, jsm, log, registry }, { streamReplicas })
  const consumer = startOrderedConsumer({
    nats,
    jsm,
    log,
    owners: OWNERS,
    from,
    onBatch: async (delivered, place) => void (await take(delivered, place)),
    onRefused: (place, refusals) => {
      for (const { reason } of refusals) metrics.refused.inc({ reason })
      const [first] = refusals
      log.error(
        { ...first, place, refused: refusals.length },
        'messages that are no events, or of others, were refused',
      )
    },
  })

  const watermarks = listenToWatermarks(nats, ['*'])
  const attempts = new Map<string, number>()
  const repairable = repairableFile(file, take)
  const gaps = watchGaps(repairable, {
    nats,
    watermarks,
    log,
    owners: OWNERS,
    patienceMs,
    onRepair: (producer, events) => {
      // One that gives nothing is not waited for at the start; one that gives a little at a time, not for ever.
      attempts.set(producer, events === 0 ? MOST_ATTEMPTS : (attempts.get(producer) ?? 0) + 1)
    },
    onLost: (producer, events) => metrics.mended.inc({ producer }, events),
  })

  const deafness = (): string | undefined => {
    const refusal = refusalOf(nats)
    if (refusal !== undefined) return `NATS does not let this replica in: ${refusal}`
    const trouble = consumer.trouble()
    if (trouble === undefined || performance.now() - trouble.since < DEAF_AFTER_MS) return undefined
    return `the stream is there, and cannot be taken in: ${trouble.why}`
  }

  const look = async () => {
    const found = await broker.look()
    // Of a stream that is not there nothing is.
    const pending = found && (found.stream === undefined ? 0 : consumer.pendingOf(found.stream))
    let isWhole = pending === 0
    const announced = watermarks.fresh()
    const awaited: string[] = []
    for (const { producer, reached, highest } of await repairable.positions(announced)) {
      const behind = Math.max(announced.get(producer) ?? highest, reached) - reached
      metrics.behind.set({ producer }, behind)
      isWhole &&= behind === 0 && highest <= reached
      if (announced.has(producer) && behind > MOST_BEHIND && (attempts.get(producer) ?? 0) < MOST_ATTEMPTS)
        awaited.push(producer)
    }
    await gaps.check(async () => pending === 0)
    readiness.sees({ pending, awaited, deaf: deafness() })
    const { lag_ms, last_sequence } = await file.read.selectFrom('feed_state').selectAll().executeTakeFirstOrThrow()
    metrics.lag.set(lag_ms / 1_000)
    metrics.sequence.set(last_sequence)
    if (pending !== undefined) metrics.pending.set(pending)
    return isWhole ? undefined : LOOK_AGAIN_MS
  }

  const looking = whenDue(LOOK_MS, 'look-for-holes', look, log)
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
