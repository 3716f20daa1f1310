import type { Kysely } from 'kysely'
import type { NatsConnection } from 'nats'
import type { Logger } from 'pino'
import type { Registry } from 'prom-client'
import { watchBroker, type Seen } from './broker-watch.ts'
import { startConsumer } from './consumer.ts'
import { serveDeadLetters } from './dead-letter-service.ts'
import { producerOf, type Owners } from './event.ts'
import { watchGaps } from './gap-watch.ts'
import { releaseParked } from './inbox.ts'
import { messagingMetrics, type MessagingMetrics } from './metrics.ts'
import type { Inbox, Policy } from './policy.ts'
import { startRelay } from './relay.ts'
import { serveOutbox } from './repair.ts'
import { repairableInbox } from './repairable-inbox.ts'
import { forgetSettled } from './sql/attempts.ts'
import { measureBacklog } from './sql/measure.ts'
import type { MessagingTables } from './tables.ts'
import { listenToWatermarks } from './watermark.ts'

export interface MessagingSettings {
  /** The subgraph: the name of its producer, its consumer and its services. */
  readonly context: string
  readonly databaseUrl: string
  readonly db: Kysely<MessagingTables>
  readonly nats: NatsConnection
  readonly policies: readonly Policy<MessagingTables>[]
  readonly owners: Owners
  readonly streamReplicas: number
  readonly log: Logger
  readonly registry: Registry
}

export interface Messaging {
  /** Call it after a commit that appended to the outbox: a hint that spares up to 50 ms. */
  nudge(): void
  /** What was wrong with the broker when it was last looked at. Nobody's readiness: the outbox waits. */
  broker(): Seen
  /** True when every message known to exist for us has been handled: ask before a sweep decides that something never came. */
  caughtUp(): Promise<boolean>
  /** When everything that a producer had announced was last known to be here; undefined if never. */
  producerSeenAt(producer: string): Date | undefined
  stop(): Promise<void>
}

const TICK_MS = 1_000
/** How long a tick waits for an answer of the broker. */
const ANSWER_MS = 2_000

/** The road of one writing subgraph, in the order a message travels it (README.md beside this file is the protocol). */
export async function startMessaging(settings: MessagingSettings): Promise<Messaging> {
  const { context, db, nats, log, owners, streamReplicas } = settings
  const metrics = messagingMetrics(settings.registry)
  const onError = (error: unknown) => log.error({ err: error }, 'a service failed')
  const inbox: Inbox = { consumer: context, db, log, policies: policiesByType(settings.policies), owners }
  const producers = [...new Set(settings.policies.map((policy) => producerOf(policy.type)))]

  const jsm = await nats.jetstreamManager({ checkAPI: false, timeout: ANSWER_MS })
  const broker = watchBroker({ ...settings, jsm }, { streamReplicas, durable: { name: context, producers } })
  const relay = startRelay({ ...settings, onPublished: (events) => metrics.published.inc(events) })
  const outboxService = await serveOutbox(nats, context, db, onError)
  const deadLetterService = await serveDeadLetters(nats, inbox, onError)
  const consumer = startConsumer({
    ...settings,
    inbox,
    jsm,
    onHandled: (events) => metrics.handled.inc(events),
    onRefused: (reason) => metrics.refused.inc({ reason }),
  })
  const watermarks = listenToWatermarks(nats, producers)
  const gaps = watchGaps(repairableInbox(inbox, producers), {
    nats,
    watermarks,
    log,
    owners,
    onRepair: (producer, events) => metrics.repaired.inc({ producer }, events),
  })

  /** Each by itself: what is measured is needed most when the broker is away and the rest fails. */
  const steps: readonly (() => Promise<unknown>)[] = [
    () => measure(inbox, metrics),
    () => broker.look(),
    () => releaseParked(inbox),
    () => forgetSettled(db, context),
  ]
  /** What asks the broker more, and would only wait for it. */
  const stepsWithBroker = [() => consumer.ensure(), () => gaps.check(consumer.drained)]
  const tick = async () => {
    metrics.leading.set(relay.leading() ? 1 : 0)
    const take = async (step: () => Promise<unknown>) => {
      await step().catch((error: unknown) => log.warn({ err: error }, 'messaging is disturbed'))
    }
    for (const step of steps) await take(step)
    if (broker.seen().away === undefined) for (const step of stepsWithBroker) await take(step)
  }
  let ticking: Promise<void> | undefined
  const ticker = setInterval(() => {
    ticking ??= tick().finally(() => (ticking = undefined))
  }, TICK_MS)
  ticking = tick().finally(() => (ticking = undefined))

  return {
    nudge: () => relay.nudge(),
    broker: () => broker.seen(),
    caughtUp: () => consumer.drained().catch(() => false),
    producerSeenAt: (producer) => gaps.currentAt(producer),
    async stop() {
      clearInterval(ticker)
      await ticking
      watermarks.stop()
      await consumer.stop()
      await Promise.all([outboxService.stop(), deadLetterService.stop()])
      await relay.stop()
    },
  }
}

function policiesByType(policies: readonly Policy<MessagingTables>[]): Map<string, Policy<MessagingTables>> {
  const byType = new Map(policies.map((policy) => [policy.type, policy]))
  if (byType.size !== policies.length)
    throw new Error('two policies react to one event type: make them one, so that they share a transaction')
  return byType
}

async function measure({ db, consumer }: Inbox, metrics: MessagingMetrics): Promise<void> {
  const backlog = await measureBacklog(db, consumer)
  if (!backlog) return
  metrics.waiting.set(backlog.waiting)
  metrics.oldest.set(backlog.oldest)
  metrics.parked.set(backlog.parked)
  metrics.dead.set(backlog.dead)
}
