import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { afterAll, expect, inject, test, vi } from 'vitest'
import { query } from '@ebook/processes/postgres'
import { createTestDatabase } from '@ebook/testkit/database'
import { openDatabase } from './database.ts'
import { createLogger } from './log.ts'

const database = await createTestDatabase(inject('postgresAdminUrl'), 'lost')
const db = await openDatabase({ url: database.url, name: 'lost', migrations: {}, log: createLogger('lost', 'silent') })
afterAll(async () => {
  await db.destroy()
  await database.drop()
})

const pidOf = (result: { rows: readonly { pid: number }[] }) => result.rows[0]?.pid ?? 0

test('a connection that breaks between two statements of a transaction fails the transaction, and not the process', async () => {
  const nobodyListened = vi.fn()
  process.on('uncaughtExceptionMonitor', nobodyListened)
  const admin = inject('postgresAdminUrl')
  const broken = db.transaction().execute(async (tx) => {
    const pid = pidOf(await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx))
    // It waits for the end of the session; what the session said before is here by the time of a second answer.
    await query(admin, `select pg_terminate_backend(${pid}, 5000)`)
    await query(admin, 'select 1')
    await sql`select 1`.execute(tx)
  })
  await expect(broken).rejects.toThrow()
  process.off('uncaughtExceptionMonitor', nobodyListened)
  expect(nobodyListened).not.toHaveBeenCalled()
  expect(pidOf(await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db))).toBeGreaterThan(0)
})

test('a statement is planned once a connection, for any values', async () => {
  await sql`create table planned (id int primary key, body text)`.execute(db)
  await sql`insert into planned select n, n from generate_series(1, 5000) as n`.execute(db)
  const plans = await db.connection().execute(async (connection) => {
    for (let id = 0; id < 10; id += 1) await sql`select body from planned where id < ${id}`.execute(connection)
    const { rows } = await sql<{ generic: string; custom: string }>`
      select generic_plans as generic, custom_plans as custom from pg_prepared_statements
      where statement like ${'select body from planned%'}`.execute(connection)
    return rows
  })
  expect(plans).toEqual([{ generic: '10', custom: '0' }])
})

test('a version that is older than the database goes on with what is there, and changes nothing', async () => {
  const own = await createTestDatabase(inject('postgresAdminUrl'), 'newer')
  const said: string[] = []
  const log = createLogger('newer', 'warn', { write: (line) => void said.push(line) })
  const open = (migrations: Record<string, Migration>) => openDatabase({ url: own.url, name: 'newer', migrations, log })
  const make = (table: string): Migration => ({
    up: (on) => on.schema.createTable(table).addColumn('id', 'int4').execute(),
  })
  try {
    const newer = await open({ '1001_a': make('a'), '1002_b': make('b') })
    await newer.destroy()
    expect(said).toEqual([])
    const older = await open({ '1001_a': make('a') })
    expect(said.join()).toContain('the database was migrated by a newer version; it is used as it is')
    expect(said.join()).toContain('1002_b')
    await sql`select id from b`.execute(older)
    await older.destroy()
    // Another line than the database's: neither of them can be right.
    await expect(open({ '1001_a': make('a'), '1003_c': make('c') })).rejects.toThrow(
      /cannot be migrated[^]*is this the version/,
    )
  } finally {
    await own.drop()
  }
})
