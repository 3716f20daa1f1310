import type { Kysely } from 'kysely'
import type { NatsConnection } from 'nats'
import type { Logger } from 'pino'
import type { Registry } from 'prom-client'
import { watchBroker, type Seen } from './broker-watch.ts'
import { isDrained, startConsumer, type Consumer } from './consumer.ts'
import { tellDeadLetters } from './dead-letter-news.ts'
import { serveDeadLetters } from './dead-letter-service.ts'
import { producerOf, type Owners } from './event.ts'
import { watchGaps } from './gap-watch.ts'
import { releaseParked } from './inbox.ts'
import { startLease } from './lease.ts'
import { listen } from './listen.ts'
import { messagingMetrics } from './metrics.ts'
import type { Inbox, Policy } from './policy.ts'
import { serveRedacted } from './redacted-service.ts'
import { relay } from './relay.ts'
import { serveOutbox } from './repair.ts'
import { repairableInbox } from './repairable-inbox.ts'
import { repeat, Rest } from './rest.ts'
import { forgetSettled } from './sql/attempts.ts'
import { measureBacklog } from './sql/measure.ts'
import { identityOf } from './stream.ts'
import type { MessagingTables } from './tables.ts'
import { listenToWatermarks } from './watermark.ts'

export interface MessagingSettings {
  /** The subgraph: the name of its producer, its consumer and its services. */
  readonly context: string
  readonly databaseUrl: string
  readonly db: Kysely<MessagingTables>
  readonly nats: NatsConnection
  readonly policies: readonly Policy<MessagingTables>[]
  /** See Inbox. */
  readonly waitsForCompany?: boolean | undefined
  readonly owners: Owners
  readonly streamReplicas: number
  readonly log: Logger
  readonly registry: Registry
}

export interface Messaging {
  /** Call it after a commit that appended to the outbox: a hint that spares up to two seconds. */
  nudge(): void
  /** What was wrong with the broker when it was last looked at. Nobody's readiness: the outbox waits. */
  broker(): Seen
  /** True when every message known to exist for us has been handled: ask before a sweep decides that something never came. */
  caughtUp(): Promise<boolean>
  /** When everything that a producer had announced was last known to be here; undefined if never. */
  producerSeenAt(producer: string): Date | undefined
  /** By the producer's own clock: all that it committed before then is here, but for what was under way; undefined if unknown. */
  heardUpTo(producer: string): Date | undefined
  stop(): Promise<void>
}

/** How long the broker is waited for. */
const ANSWER_MS = 2_000
/** After so many looks at a broker that does not answer, whoever leads leaves that to others. */
const LOOKS_IN_VAIN = 4
const LOOK_MS = 4_000
/** While the broker is not as it should be, or whether it is heard is in doubt. */
const LOOK_SOON_MS = 2_000
/** While something has been announced that is not here. */
const LOOK_AGAIN_MS = 1_000
/** What is parked is looked for when its predecessor comes; this is for what a process left that died in between. */
const SWEEP_MS = 10_000
const TELL_DEAD_MS = 60_000

/** The road of one writing subgraph, in the order a message travels it (README.md beside this file is the protocol). */
export async function startMessaging(settings: MessagingSettings): Promise<Messaging> {
  const { context, db, nats, log, owners, streamReplicas } = settings
  const onError = (error: unknown) => log.error({ err: error }, 'a service failed')
  const disturbed = (error: unknown) => log.warn({ err: error }, 'messaging is disturbed')
  const inbox: Inbox = {
    consumer: context,
    db,
    log,
    policies: policiesByType(settings.policies),
    owners,
    waitsForCompany: settings.waitsForCompany,
    onSaid: () => nudge(),
  }
  const producers = [...new Set(settings.policies.map((policy) => producerOf(policy.type)))]

  const jsm = await nats.jetstreamManager({ checkAPI: false, timeout: ANSWER_MS })
  const broker = watchBroker({ ...settings, jsm }, { streamReplicas, durable: { name: context, producers } })
  const outboxService = await serveOutbox(nats, context, db, onError)
  const deadLetterService = await serveDeadLetters(nats, inbox, onError)
  const redactedService = await serveRedacted(nats, context, db, onError)

  const hints = new Rest()
  let stream: string | undefined
  let reader: Consumer | undefined
  /** Whoever leads relays and reads: one of all replicas, so that they do not meet in each other's locks. */
  const lease = startLease(settings, async (client, signal) => {
    reader = startConsumer({
      ...settings,
      inbox,
      jsm,
      onHandled: (events) => metrics.handled.inc(events),
      onRefused: (reason) => metrics.refused.inc({ reason }),
    })
    looking.now()
    try {
      const onPublished = (events: number) => metrics.published.inc(events)
      await relay({ ...settings, hints, stream: () => stream, onPublished }, client, signal)
    } finally {
      const stopping = reader
      reader = undefined
      await stopping.stop()
    }
  })
  const metrics = messagingMetrics(settings.registry, {
    backlog: () => measureBacklog(db, context).catch((error: unknown) => void disturbed(error)),
    leads: lease.held,
    producers,
  })
  const nudgeSubject = `relay.${context}.nudge`
  let telling: NodeJS.Timeout | undefined
  /** Whoever commits much tells the leader once a millisecond. */
  const tellLeader = () => {
    telling = undefined
    if (!nats.isClosed()) nats.publish(nudgeSubject)
  }
  const nudge = () => {
    if (lease.held()) hints.hint()
    else telling ??= setTimeout(tellLeader, 1)
  }
  const nudges = listen(nats, nudgeSubject, ({ data }) => (data.length > 0 ? lease.tryNow() : hints.hint()))
  const watermarks = listenToWatermarks(nats, producers)
  const gaps = watchGaps(repairableInbox(inbox, producers), {
    nats,
    watermarks,
    log,
    owners,
    onRepair: () => undefined,
    onLost: (producer, events) => metrics.repaired.inc({ producer }, events),
  })

  let looksInVain = 0
  const look = async (): Promise<number | undefined> => {
    const found = await broker.look()
    stream = found?.stream && identityOf(found.stream)
    looksInVain = found ? 0 : looksInVain + 1
    // Others may reach it.
    if (looksInVain > 0 && looksInVain % LOOKS_IN_VAIN === 0) lease.resign()
    if (!found) return LOOK_SOON_MS
    if (!reader) return undefined
    const isHeard = await reader.ensure(found)
    if (!(await gaps.check(reader.drained))) return LOOK_AGAIN_MS
    return isHeard ? undefined : LOOK_SOON_MS
  }
  const sweep = async (): Promise<undefined> => {
    if (!reader) return
    await releaseParked(inbox)
    await forgetSettled(db, context)
  }
  const looking = repeat(LOOK_MS, look, disturbed)
  const sweeping = repeat(SWEEP_MS, sweep, disturbed)
  const tellDead = async (): Promise<undefined> => {
    if (reader) await tellDeadLetters(nats, context, db)
  }
  const tellingDead = repeat(TELL_DEAD_MS, tellDead, disturbed)

  return {
    nudge,
    broker: () => broker.seen(),
    caughtUp: () => isDrained(jsm, context).catch(() => false),
    producerSeenAt: (producer) => gaps.currentAt(producer),
    heardUpTo: (producer) => gaps.heardUpTo(producer),
    async stop() {
      await Promise.all([looking.stop(), sweeping.stop(), tellingDead.stop()])
      nudges.stop()
      clearTimeout(telling)
      watermarks.stop()
      await Promise.all([outboxService.stop(), deadLetterService.stop(), redactedService.stop()])
      await lease.stop()
      nats.publish(nudgeSubject, 'nobody leads')
    },
  }
}

function policiesByType(policies: readonly Policy<MessagingTables>[]): Map<string, Policy<MessagingTables>> {
  const byType = new Map(policies.map((policy) => [policy.type, policy]))
  if (byType.size !== policies.length)
    throw new Error('two policies react to one event type: make them one, so that they share a transaction')
  return byType
}
