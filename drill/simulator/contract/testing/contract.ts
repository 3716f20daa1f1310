import { globSync } from 'node:fs'
import { resolve } from 'node:path'
import { Kysely, PostgresDialect, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test, vi } from 'vitest'
import { openDatabase } from '@ebook/chassis/database'
import type { HistoryTables } from '@ebook/chassis/history'
import { createLogger } from '@ebook/chassis/log'
import type { RelayConnection } from '@ebook/nats/sql/relay-state'
import { ownStore, type NamedOperation, type OwnStore } from '@ebook/nats/store-operation'
import type { MessagingTables } from '@ebook/nats/tables'
import { inUnitOfWork, UnitOfWork } from '@ebook/nats/unit-of-work'
import { createTestDatabase } from '@ebook/testkit/database'
import type { Context } from '../../context.ts'
import { Database } from '../../store/database.ts'
import { Life } from '../../store/life.ts'
import { connect } from '../../store/session.ts'
import { shapes } from '../../store/shapes.ts'

/** A store as the contract sees it: two processes, and a third that does not wait long. */
interface Store<DB> {
  readonly db: Kysely<DB>
  readonly other: Kysely<DB>
  /** A lock that it does not get within `lock_timeout` is an error. */
  readonly impatient: Kysely<DB>
  readonly relay: RelayConnection
  /** Resolves when somebody waits for a lock that another transaction holds. */
  somebodyWaits(): Promise<void>
  /** Resolves when `lock_timeout` has passed for whoever waits in `running`. */
  lockTimeoutOf(running: Promise<unknown>): Promise<void>
  /** All tables as they were in the beginning. */
  empty(): Promise<void>
  close(): Promise<void>
}

interface Contract<DB> {
  readonly store: Store<DB>
  readonly inUnit: <Result>(work: Work<DB, Result>) => Promise<Result>
}

const ROOT = resolve(import.meta.dirname, '../../../..')

/**
 * Holds PostgreSQL and the simulated store to the same answers: every test of `cases` runs on both, each on empty tables.
 * In the end it says which of the named operations in `files` (globs from the root) no test has asked for.
 */
export function contract<DB extends MessagingTables & HistoryTables>(
  context: Context,
  migrations: Record<string, Migration>,
  files: readonly string[],
  cases: (contract: Contract<DB>) => void,
): void {
  const asked = new Set<string>()
  describe.each([
    ['PostgreSQL', () => openPostgres<DB>(context, migrations)],
    ['the simulated store', async () => openSimulated<DB>(context, asked)],
  ] as const)('%s', (_, open) => {
    const store = {} as Store<DB>
    beforeAll(async () => void Object.assign(store, await open()))
    afterAll(() => store.close())
    beforeEach(() => store.empty())
    cases({ store, inUnit: (work) => inUnitOfWork(store.db, work) })
  })

  test(`every operation of ${files.join(', ')} is asked for`, async () => {
    const names = await operationsIn(files)
    expect(names).not.toHaveLength(0)
    expect(names.filter((name) => !asked.has(name))).toEqual([])
  })
}

/** The named operations that they export. */
async function operationsIn(files: readonly string[]): Promise<string[]> {
  const sources = globSync([...files], { cwd: ROOT }).filter((file) => !file.endsWith('.test.ts'))
  const found = sources.map((file) => import(resolve(ROOT, file)) as Promise<object>)
  return (await Promise.all(found))
    .flatMap((module) => Object.values(module) as unknown[])
    .filter((value) => typeof value === 'function' && 'operation' in value)
    .map((value) => String((value as unknown as { operation: unknown }).operation))
}

export const cause = { correlationId: 'c', causationId: 'contract', actor: 'SYSTEM' } as const
export const said = (aggregateId: string, n = 0) =>
  ({ type: 'ebook.rent.Rented.v1', aggregate: 'Rental', aggregateId, data: { n } }) as const

const LOCK_TIMEOUT_MS = 200
const BOUND = { timeout: 10_000, interval: 10 }

async function openPostgres<DB extends MessagingTables & HistoryTables>(
  name: Context,
  migrations: Record<string, Migration>,
): Promise<Store<DB>> {
  const database = await createTestDatabase(inject('postgresAdminUrl'), `contract_${name}`)
  const { url } = database
  const open = () => openDatabase<DB>({ url, name, migrations, log: createLogger(name, 'silent') })
  const [db, other] = [await open(), await open()]
  const pool = new pg.Pool({ connectionString: url, lock_timeout: LOCK_TIMEOUT_MS })
  const impatient = new Kysely<DB>({ dialect: new PostgresDialect({ pool }) })
  const relay = new pg.Client(url)
  await relay.connect()
  const tables = await sql<{ name: string }>`select tablename as name from pg_tables where schemaname = 'public'
    and tablename not like 'kysely%' and tablename <> 'relay_state'`.execute(db)
  const everything = sql.join(tables.rows.map((table) => sql.table(table.name)))
  return {
    db,
    other,
    impatient,
    relay,
    somebodyWaits: () =>
      vi.waitFor(async () => {
        const { rows } = await sql`select 1 from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock'`.execute(impatient)
        if (rows.length === 0) throw new Error('nobody waits for a lock')
      }, BOUND),
    lockTimeoutOf: (running) => ended(running),
    async empty() {
      await sql`truncate ${everything}`.execute(db)
      await sql`update relay_state set epoch = 0, last_pos = 0, stream_identity = null, published = '{}'`.execute(db)
    },
    async close() {
      await relay.end()
      await Promise.all([db.destroy(), other.destroy(), impatient.destroy()])
      await database.drop()
    },
  }
}

/** `asked` gets the name of each operation that it is asked for. */
function openSimulated<DB>(name: Context, asked: Set<string>): Store<DB> {
  const database = new Database(name, shapes[name], { now: Date.now() })
  const begin = () => database.table('relay_state').insert({})
  begin()
  const process = () => noting(asked, connect<Handle>(database, new Life(name))) as unknown as Kysely<DB>
  const somebodyWaits = () =>
    vi.waitFor(() => {
      if (database.waiting === 0) throw new Error('nobody waits for a lock')
    }, BOUND)
  return {
    db: process(),
    other: process(),
    impatient: process(),
    relay: process() as unknown as RelayConnection,
    somebodyWaits,
    async lockTimeoutOf(running) {
      await somebodyWaits()
      database.passLockTimeout()
      await ended(running)
    },
    async empty() {
      database.restore(new Map(Object.keys(database.tables).map((table) => [table, []])))
      begin()
    },
    close: async () => undefined,
  }
}

const ended = (running: Promise<unknown>): Promise<void> =>
  running.then(
    () => undefined,
    () => undefined,
  )

interface Handle {
  readonly [ownStore]: OwnStore
  transaction(): { execute<Result>(work: (tx: Handle) => Promise<Result>): Promise<Result> }
}

function noting(asked: Set<string>, handle: Handle): Handle {
  return {
    [ownStore]: {
      carryOut(operation: NamedOperation, given) {
        asked.add(operation.operation)
        return handle[ownStore].carryOut(operation, given)
      },
    },
    transaction: () => ({ execute: (work) => handle.transaction().execute((tx) => work(noting(asked, tx))) }),
  }
}

type Work<DB, Result = unknown> = (unit: UnitOfWork<DB>) => Promise<Result>

/**
 * A unit of work does something, and ends when another process, which is to come second, waits for it. Answers what the
 * second made of it, or rejects as it does. `rolledBack`: the first changes its mind after all.
 */
export async function race<DB, Result>(
  store: Store<DB>,
  first: Work<DB>,
  second: Work<DB, Result>,
  { rolledBack = false, patient = true } = {},
): Promise<Result> {
  const changedItsMind = new Error('changed its mind')
  let running: Promise<Result> | undefined
  try {
    await store.db.transaction().execute(async (tx) => {
      const unit = new UnitOfWork(tx)
      await first(unit)
      await unit.flush()
      running = inUnitOfWork(patient ? store.other : store.impatient, second)
      // It is awaited below, and may reject before.
      running.catch(() => undefined)
      if (patient) await store.somebodyWaits()
      else await store.lockTimeoutOf(running)
      if (rolledBack) throw changedItsMind
    })
  } catch (error) {
    if (error !== changedItsMind) throw error
  }
  if (running === undefined) throw new Error('the second never began')
  return running
}
