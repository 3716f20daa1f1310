import { Kysely, PostgresDialect, sql } from 'kysely'
import { Migrator } from 'kysely/migration'
import pg from 'pg'
import { pino } from 'pino'
import { Registry } from 'prom-client'
import { z } from 'zod'
import { cloneTestDatabase } from '@ebook/testkit/database'
import { startTestNats, type TestNats } from '@ebook/testkit/infrastructure'
import { connectNats, type NatsConnection } from '../connection.ts'
import type { DomainEvent, PublishedEvent } from '../event.ts'
import { startMessaging, type Messaging } from '../messaging.ts'
import { on, type Inbox, type Policy } from '../policy.ts'
import { messagingMigrations, type MessagingTables } from '../tables.ts'
import { appendToOutbox } from './append-to-outbox.ts'

/** The consumer's own table: one row per effect, without any key that could hide a second one. */
export interface EffectTables extends MessagingTables {
  effect: { aggregate_id: string; n: number; consumer: string }
}

/** What a test's policy does with the number that an event carries. */
export type Reaction = (n: number) => void

export interface Context {
  readonly db: Kysely<EffectTables>
  readonly databaseUrl: string
  /** One more replica, which reaches NATS by another way if one is given. */
  start(natsUrl?: string): Promise<Messaging>
  running(): readonly Messaging[]
  /** The sum of it over all labels, for each replica. */
  metrics(name: string): Promise<number[]>
  /** The sum of it over all replicas and labels. */
  metric(name: string): Promise<number>
  stopAll(): Promise<void>
}

const log = pino({ level: process.env.TEST_LOG_LEVEL ?? 'silent' })

type Broker = Pick<TestNats, 'credentials' | 'stop'>

/** A producer `rent` and a consumer `payment` on a PostgreSQL and a NATS of their own. */
const owners = { Rental: 'rent', Payment: 'payment' }

export class Road<Nats extends Broker = TestNats> {
  readonly nats: Nats
  readonly producer: Context
  readonly consumer: Context
  /** What the consumer's policy does besides its effect; it may throw. */
  readonly policy: { react: Reaction }
  /** The consumer's, for those who deliver to it by hand. */
  readonly inbox: Inbox

  private constructor(nats: Nats, producer: Context, consumer: Context, policy: { react: Reaction }, inbox: Inbox) {
    this.nats = nats
    this.producer = producer
    this.consumer = consumer
    this.policy = policy
    this.inbox = inbox
  }

  static async open(adminUrl: string, broker?: { readonly ackWaitMs: number }): Promise<Road> {
    return Road.over(await startTestNats(broker), 1, adminUrl)
  }

  /** Over a NATS that is there, and ends with it. */
  static async over<Nats extends Broker>(nats: Nats, streamReplicas: number, adminUrl: string): Promise<Road<Nats>> {
    const policy: { react: Reaction } = { react: () => undefined }
    const whenRented = on<EffectTables, typeof payload>('ebook.rent.Rented.v1', payload, async ({ tx }, event) => {
      await tx
        .insertInto('effect')
        .values({ aggregate_id: event.subject, n: event.data.n, consumer: 'payment' })
        .execute()
      policy.react(event.data.n)
    })
    const broker = { nats, streamReplicas }
    const producer = await context(adminUrl, 'rent', broker, [])
    const consumer = await context(adminUrl, 'payment', broker, [whenRented])
    const policies = new Map([[whenRented.type, whenRented]])
    return new Road(nats, producer, consumer, policy, { consumer: 'payment', db: consumer.db, policies, owners, log })
  }

  /** Says a number about an aggregate, under its lock, as a subgraph would. `hint`: false when it dies before it can. */
  async say(aggregateId: string, n: number, { hint = true } = {}): Promise<void> {
    await this.producer.db.transaction().execute(async (tx) => {
      await sql`select pg_advisory_xact_lock(hashtext(${aggregateId}))`.execute(tx)
      await appendToOutbox(tx, 'rent', [rented(aggregateId, n)], cause)
    })
    if (hint) for (const messaging of this.producer.running()) messaging.nudge()
  }

  async effects(): Promise<number[]> {
    const rows = await this.consumer.db.selectFrom('effect').select('n').orderBy('n').execute()
    return rows.map((row) => row.n)
  }

  async outbox(): Promise<{ event: DomainEvent; pos: string | null }[]> {
    return this.producer.db.selectFrom('outbox').select(['event', 'pos']).orderBy('pos').execute()
  }

  /** What was said, in the order of its saying, as a relay that was alone would publish it. */
  async published(): Promise<PublishedEvent[]> {
    const said = await this.producer.db.selectFrom('outbox').select('event').orderBy('seq').execute()
    return said.map(({ event }, index) => ({ ...event, producer: 'rent', pos: index + 1 }))
  }

  async close(): Promise<void> {
    await this.producer.stopAll()
    await this.consumer.stopAll()
    await this.nats.stop()
  }
}

const payload = z.object({ n: z.int() })
export const cause = { correlationId: 'c', causationId: 'test', actor: 'SYSTEM' } as const
export const rented = (aggregateId: string, n: number) =>
  ({ type: 'ebook.rent.Rented.v1', aggregate: 'Rental', aggregateId, data: { n } }) as const

const open = (connectionString: string) =>
  new Kysely<EffectTables>({ dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString, max: 40 }) }) })

async function context(
  adminUrl: string,
  name: 'rent' | 'payment',
  { nats, streamReplicas }: { readonly nats: Broker; readonly streamReplicas: number },
  policies: Policy<EffectTables>[],
): Promise<Context> {
  const { url: databaseUrl } = await cloneTestDatabase(adminUrl, 'road', async (url) => {
    const empty = open(url)
    const migrator = new Migrator({ db: empty, provider: { getMigrations: async () => messagingMigrations } })
    const { error } = await migrator.migrateToLatest()
    if (error) throw new Error('the test database cannot be migrated', { cause: error })
    await sql`create table effect (aggregate_id text not null, n integer not null, consumer text not null)`.execute(
      empty,
    )
    await empty.destroy()
  })
  const db = open(databaseUrl)
  const running: { messaging: Messaging; connection: NatsConnection; registry: Registry }[] = []
  const metrics = (name: string) =>
    Promise.all(
      running.map(async ({ registry }) => {
        const found = await registry.getSingleMetric(name)?.get()
        return (found?.values ?? []).reduce((sum, { value }) => sum + value, 0)
      }),
    )
  return {
    db,
    databaseUrl,
    async start(natsUrl = nats.credentials(name).url) {
      const connection = await connectNats({ ...nats.credentials(name), url: natsUrl, name })
      const registry = new Registry()
      const messaging = await startMessaging({
        context: name,
        databaseUrl,
        db,
        nats: connection,
        policies,
        owners,
        streamReplicas,
        log,
        registry,
      })
      running.push({ messaging, connection, registry })
      return messaging
    },
    running: () => running.map(({ messaging }) => messaging),
    metrics,
    metric: async (metric) => (await metrics(metric)).reduce((sum, one) => sum + one, 0),
    async stopAll() {
      for (const { messaging, connection } of running) {
        await messaging.stop()
        await connection.close()
      }
      await db.destroy()
    },
  }
}
