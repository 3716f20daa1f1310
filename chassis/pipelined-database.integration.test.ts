import { sql, type Kysely } from 'kysely'
import pg from 'pg'
import { afterAll, afterEach, beforeEach, expect, inject, test } from 'vitest'
import { atCommit } from '@ebook/nats/at-commit'
import { query } from '@ebook/processes/postgres'
import { createTestDatabase } from '@ebook/testkit/database'
import { PipelinedDatabase } from './pipelined-database.ts'
import { PreparedClient } from './prepared-client.ts'
import { counted } from './testing/round-trips.ts'

interface Tables {
  note: { id: number; text: string }
}

const { url } = await createTestDatabase(inject('postgresAdminUrl'), 'pipelined')
const pool = new pg.Pool({ connectionString: url, Client: PreparedClient, max: 2 })
pool.on('connect', (client) => client.on('error', () => undefined))
const db = new PipelinedDatabase<Tables>(pool)
afterAll(() => db.destroy())

beforeEach(async () => {
  await sql`create table note (id integer primary key, text text not null)`.execute(db)
})
afterEach(async () => {
  await sql`drop table note`.execute(db)
})

const notes = async () => (await db.selectFrom('note').select('id').orderBy('id').execute()).map(({ id }) => id)
const insert = (tx: Kysely<Tables>, id: number) => tx.insertInto('note').values({ id, text: 'a' }).execute()

test('statements that are begun together travel with BEGIN, and what is held travels with COMMIT: two round trips', async () => {
  await insert(db, 1)
  const { roundTrips, statements } = await counted(() =>
    db.transaction().execute(async (tx) => {
      const read = () => tx.selectFrom('note').select('id').execute()
      const [one, other] = await Promise.all([read(), read()])
      expect([one, other]).toEqual([[{ id: 1 }], [{ id: 1 }]])
      await atCommit(tx, Promise.all([insert(tx, 2), insert(tx, 3)]))
    }),
  )
  expect({ roundTrips, statements }).toEqual({ roundTrips: 2, statements: 6 })
  expect(await notes()).toEqual([1, 2, 3])
})

test('what is held fails, and so does the transaction, with the error of the first that failed; nothing is left of it', async () => {
  const failing = db.transaction().execute(async (tx) => {
    await tx.selectFrom('note').select('id').execute()
    await atCommit(tx, Promise.all([insert(tx, 1), insert(tx, 1), insert(tx, 2)]))
  })
  await expect(failing).rejects.toMatchObject({ code: '23505', constraint: 'note_pkey' })
  expect(await notes()).toEqual([])
  await db.transaction().execute((tx) => insert(tx, 1))
  expect(await notes()).toEqual([1])
})

test('a statement after one that was held and failed is not what the caller hears of', async () => {
  const failing = db.transaction().execute(async (tx) => {
    await atCommit(tx, sql`select 1 / 0`.execute(tx))
    await insert(tx, 1)
  })
  await expect(failing).rejects.toThrow('division by zero')
  expect(await notes()).toEqual([])
})

test('work that fails is rolled back, with what it holds', async () => {
  const failing = db.transaction().execute(async (tx) => {
    await atCommit(tx, insert(tx, 1))
    throw new Error('no')
  })
  await expect(failing).rejects.toThrow('no')
  expect(await notes()).toEqual([])
})

test('what only COMMIT finds wrong is what the caller hears of', async () => {
  await sql`alter table note add column other integer references note (id) deferrable initially deferred`.execute(db)
  const failing = db.transaction().execute(async (tx) => {
    await atCommit(tx, sql`insert into note (id, text, other) values (1, 'a', 7)`.execute(tx))
  })
  await expect(failing).rejects.toMatchObject({ code: '23503' })
  expect(await notes()).toEqual([])
})

test('where BEGIN failed nothing of the work is done, also on a connection that lives on', async () => {
  const failing = db
    .transaction()
    .setIsolationLevel('nonsense' as 'serializable')
    .execute(async (tx) => {
      await tx.selectFrom('note').select('id').execute()
      await insert(tx, 1)
    })
  await expect(failing).rejects.toMatchObject({ code: '42601' })
  expect(await notes()).toEqual([])
})

test('a connection that breaks under the commit fails the transaction, and the next has another', async () => {
  const broken = db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx)
    await query(inject('postgresAdminUrl'), `select pg_terminate_backend(${rows[0]?.pid}, 5000)`)
    await atCommit(tx, insert(tx, 1))
  })
  await expect(broken).rejects.toThrow()
  expect(await notes()).toEqual([])
})

test('a statement that comes after the end of its transaction is refused', async () => {
  const tx = await db.transaction().execute(async (transaction) => transaction)
  await expect(insert(tx, 1)).rejects.toThrow('the transaction is over')
})
