import { sql } from 'kysely'
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
