import { sql, type Kysely } from 'kysely'
import { Migrator, type Migration } from 'kysely/migration'
import pg from 'pg'
import type { Logger } from 'pino'
import { messagingMigrations } from '@ebook/nats/tables'
import { ConfigError } from './config.ts'
import { historyMigrations } from './history.ts'
import { PipelinedDatabase } from './pipelined-database.ts'
import { PreparedClient } from './prepared-client.ts'

export interface DatabaseSettings {
  readonly url: string
  /** Shown in pg_stat_activity. */
  readonly name: string
  readonly migrations: Record<string, Migration>
  readonly log: Logger
  readonly maxConnections?: number
}

const STARTUP_PATIENCE_MS = 60_000
/** One that lets nobody in may be about to: whoever changes its passwords or makes it may be at it just now. */
const REFUSED_PATIENCE_MS = 15_000
const RETRY_MS = 500
/**
 * Each connection reads the catalogue and plans each statement for itself. Of many that wait for two processors or one
 * disk a request gains nothing: with 8 a rental cost PostgreSQL 70 bare commits, with 20 it was 75 (turns of 8, 20, 8).
 */
const MOST_CONNECTIONS = 8
/**
 * Each statement is planned once a connection, for any values, by its indexes and row by row: PostgreSQL would plan many of
 * them anew each time, which costs more than carrying them out, and what was planned while the tables were empty or small
 * would read them, or an index, from end to end when they have grown.
 */
const PLANNING =
  '-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off'

/**
 * Opens the pool, waits (bounded) for the database to answer, and migrates it. Replicas that start together are
 * serialised by the migrator's lock.
 *
 * Every statement, lock wait and idle transaction has a bound: a forgotten transaction must not hold a title's row.
 */
export async function openDatabase<DB>(settings: DatabaseSettings): Promise<Kysely<DB>> {
  const pool = new pg.Pool({
    Client: PreparedClient,
    connectionString: settings.url,
    application_name: settings.name,
    options: PLANNING,
    max: settings.maxConnections ?? MOST_CONNECTIONS,
    // Longer than what looks around once in a while sleeps: a new connection costs more than what it is asked.
    idleTimeoutMillis: 60_000,
    connectionTimeoutMillis: 5_000,
    statement_timeout: 15_000,
    lock_timeout: 10_000,
    idle_in_transaction_session_timeout: 20_000,
    keepAlive: true,
  })
  // An idle connection that the server ends must not end the process; the pool opens another.
  pool.on('error', (error) => settings.log.warn({ err: error }, 'an idle database connection was lost'))
  // Nor must one that breaks between two statements of a transaction: while it is lent the pool does not listen to it,
  // and an error that nobody listens to ends the process. The next statement says what happened.
  pool.on('connect', (client) => client.on('error', () => undefined))
  const db = new PipelinedDatabase<DB>(pool)
  await answering(db, settings.log)
  await migrate(db, { ...messagingMigrations, ...historyMigrations, ...settings.migrations }, settings.log)
  return db
}

async function answering<DB>(db: Kysely<DB>, log: Logger): Promise<void> {
  const began = performance.now()
  for (;;) {
    try {
      await sql`select 1`.execute(db)
      return
    } catch (error) {
      const refusal = refusalOf(error)
      const waited = performance.now() - began
      if (refusal !== undefined && waited > REFUSED_PATIENCE_MS)
        throw new ConfigError([{ variable: 'DATABASE_URL', problem: refusal }])
      if (waited > STARTUP_PATIENCE_MS) {
        const why = error instanceof Error ? error.message : String(error)
        throw new Error(`the database does not answer (${why}): start it, or correct DATABASE_URL`, { cause: error })
      }
      log.warn({ err: error }, 'waiting for the database')
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
    }
  }
}

/** Why a database that answers does not let us in: waiting longer does not help. Undefined when it may come right. */
function refusalOf(error: unknown): string | undefined {
  const { code = '', message } = error as { readonly code?: string; readonly message: string }
  if (code === '3D000') return `names a database that is not there (${message}): make it (stack/create-databases.ts)`
  return code.startsWith('28') ? `is refused by PostgreSQL (${message}): give the role's password of now` : undefined
}

async function migrate<DB>(db: Kysely<DB>, migrations: Record<string, Migration>, log: Logger): Promise<void> {
  const newer = await unknownOnes(db, migrations)
  if (newer.length > 0) {
    // A version that is taken back, or an old replica that starts anew while others are new: what is there goes beyond
    // what it needs, and old and new run on one schema (CONTRIBUTING.md).
    log.warn({ migrations: newer }, 'the database was migrated by a newer version; it is used as it is')
    return
  }
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve(migrations) } })
  const { error } = await migrator.migrateToLatest()
  if (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new Error(`the database cannot be migrated (${why}): is this the version that it is of, or a newer one?`, {
      cause: error,
    })
  }
}

/** What was carried out there and is not ours, if all of ours was. */
async function unknownOnes<DB>(db: Kysely<DB>, migrations: Record<string, Migration>): Promise<string[]> {
  const { rows: there } = await sql<{
    there: boolean
  }>`select to_regclass('kysely_migration') is not null as there`.execute(db)
  if (!there[0]?.there) return []
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db)
  const done = new Set(rows.map(({ name }) => name))
  return Object.keys(migrations).every((name) => done.has(name))
    ? [...done].filter((name) => !(name in migrations))
    : []
}
