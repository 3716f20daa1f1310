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
