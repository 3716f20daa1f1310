import { Kysely, PostgresDialect, sql, type Transaction } from 'kysely'
import { Migrator } from 'kysely/migration'
import pg from 'pg'
import { pino } from 'pino'
import { Registry } from 'prom-client'
import { z } from 'zod'
import { connectNats } from '../connection.ts'
import { startMessaging } from '../messaging.ts'
import { causeOfReaction, on, UnexpectedPayload, type Received } from '../policy.ts'
import { messagingMigrations } from '../tables.ts'
import type { UnitOfWork } from '../unit-of-work.ts'
import { appendToOutbox } from './append-to-outbox.ts'
import type { RoadTables } from './spells.ts'

// One end of a road as a process, so that it can be killed: `rent` says numbers, `payment` keeps each as an effect and
// says it on, and `rent` keeps what it hears back.
const env = z
  .object({
    CONTEXT: z.enum(['rent', 'payment']),
    DATABASE_URL: z.string(),
    NATS_URL: z.string(),
    NATS_PASSWORD: z.string(),
  })
  .parse(process.env)
const context = env.CONTEXT

const db = new Kysely<RoadTables>({
  dialect: new PostgresDialect({
    pool: new pg.Pool({ connectionString: env.DATABASE_URL, max: 8, application_name: `${context}-work` }),
  }),
})

// Here and not in the test, so that a change of the source which this process runs with is one of its tables too.
const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve(messagingMigrations) } })
const { error } = await migrator.migrateToLatest()
if (error) throw new Error('the test database cannot be migrated', { cause: error })

const payload = z.object({ n: z.int() })

async function react({ tx }: UnitOfWork<RoadTables>, event: Received<z.infer<typeof payload>>): Promise<void> {
  const { n } = event.data
  await tx.insertInto('effect').values({ aggregate_id: event.subject, n }).execute()
  if (context === 'payment') {
    const saidOn = {
      type: 'ebook.payment.Paid.v1',
      aggregate: 'Payment',
      aggregateId: event.subject,
      data: { n },
    } as const
    await appendToOutbox(tx, context, [saidOn], causeOfReaction(event))
  }
  await suffer(tx, n, event.type)
}

/** What the test has put on this number. It wears off outside the transaction, which may be rolled back. */
async function suffer(tx: Transaction<RoadTables>, n: number, type: string): Promise<void> {
  const spell = await db
    .updateTable('spell')
    .set({ times: sql`times - 1` })
    .where('n', '=', n)
    .where('times', '>', 0)
    .returning('kind')
    .executeTakeFirst()
  switch (spell?.kind) {
    case 'fails':
      throw new Error(`spelled ${n}`)
    case 'cannot be read':
      throw new UnexpectedPayload(type, new z.ZodError([]))
    case 'kills':
      process.kill(process.pid, 'SIGKILL')
      break
    case 'waits':
      await sql`select pg_advisory_xact_lock(${n})`.execute(tx)
      break
    case undefined:
  }
}

const messaging = await startMessaging({
  context,
  databaseUrl: env.DATABASE_URL,
  db,
  nats: await connectNats({ url: env.NATS_URL, user: context, password: env.NATS_PASSWORD, name: context }),
  policies: [
    on<RoadTables, typeof payload>(
      context === 'rent' ? 'ebook.payment.Paid.v1' : 'ebook.rent.Rented.v1',
      payload,
      react,
    ),
  ],
  owners: { Rental: 'rent', Payment: 'payment' },
  streamReplicas: 1,
  log: pino({ name: context, level: process.env['TEST_LOG_LEVEL'] ?? 'silent' }),
  registry: new Registry(),
})
console.log('runs')

process.once('SIGTERM', () => {
  messaging.stop().then(
    () => process.exit(0),
    () => process.exit(1),
  )
})
