import { Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import { manage, type ManagedProcess } from '@ebook/processes/managed-process'
import { createTestDatabase } from '@ebook/testkit/database'
import type { TestNats } from '@ebook/testkit/infrastructure'
import type { RoadTables } from './spells.ts'

/** One end of the road: its database, and two processes of which the second is not always there. */
export interface Site {
  readonly context: 'rent' | 'payment'
  readonly db: Kysely<RoadTables>
  readonly processes: readonly [ManagedProcess, ManagedProcess]
  /** The database ends the connections of these, as an administrator or a network would. */
  sever(whose: 'relay' | 'work'): Promise<void>
  close(): Promise<void>
}

const PATIENCE = { firstBackoffMs: 20, longestBackoffMs: 20, stillbirths: 1_000 }

export async function openSite(adminUrl: string, context: Site['context'], nats: TestNats): Promise<Site> {
  const database = await createTestDatabase(adminUrl, `model_${context}`)
  const pool = new pg.Pool({ connectionString: database.url, max: 10, application_name: 'test' })
  const db = new Kysely<RoadTables>({ dialect: new PostgresDialect({ pool }) })
  await sql`create table effect (id bigserial, aggregate_id text not null, n integer not null)`.execute(db)
  await sql`create table spell (n integer primary key, kind text not null, times integer not null)`.execute(db)
  const { url, password } = nats.credentials(context)
  const env = {
    CONTEXT: context,
    DATABASE_URL: database.url,
    NATS_URL: url,
    NATS_PASSWORD: password,
  }
  const processes = [roadProcess(`${context} 1`, env), roadProcess(`${context} 2`, env)] as const
  await processes[0].start()
  return {
    context,
    db,
    processes,
    async sever(whose) {
      await sql`select pg_terminate_backend(pid) from pg_stat_activity
        where application_name = ${`${context}-${whose}`} and datname = current_database()`.execute(db)
    },
    async close() {
      await Promise.all(processes.map((one) => one.stop()))
      await db.destroy()
      await database.drop()
    },
  }
}

function roadProcess(name: string, env: Readonly<Record<string, string>>): ManagedProcess {
  let runs = false
  const program = new URL('./road-process.ts', import.meta.url).pathname
  const spec = {
    name,
    command: async () => ({ file: process.execPath, args: [program], env }),
    waitingFor: async () => (runs ? undefined : 'it has not said yet that it runs'),
    stopSignal: 'SIGTERM',
    stopWithinMs: 5_000,
    readyWithinMs: 30_000,
  } as const
  return manage(spec, {
    restart: true,
    patience: PATIENCE,
    onPid: () => (runs = false),
    onLine: (line) => {
      if (line === 'runs') runs = true
      else if (process.env['TEST_LOG_LEVEL']) console.log(line)
    },
  })
}
