import pg from 'pg'
import { expect, inject, onTestFinished, test } from 'vitest'
import { freePort } from '@ebook/processes/ports'
import { query } from '@ebook/processes/postgres'
import { createTestDatabase } from '@ebook/testkit/database'
import { isTransient } from './transient.ts'

const admin = inject('postgresAdminUrl')

async function connected(url = admin): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  onTestFinished(() => client.end().catch(() => undefined))
  await client.connect()
  return client
}

async function errorOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => undefined,
    (error: unknown) => error,
  )
}

test('a session that is ended, and whatever is asked of it then', async () => {
  const client = await connected()
  const asked = errorOf(client.query('select pg_terminate_backend(pg_backend_pid())'))
  expect(await asked).toMatchObject({ code: '57P01' })
  expect(isTransient(await asked)).toBe(true)
  expect(isTransient(await errorOf(client.query('select 1')))).toBe(true)
})

test('a database that lets nobody in, and a server that is not there', async () => {
  const { name, url, drop } = await createTestDatabase(admin, 'closed')
  onTestFinished(drop)
  await query(admin, `alter database "${name}" with allow_connections false`)
  expect(isTransient(await errorOf(connected(url)))).toBe(true)
  const nowhere = Object.assign(new URL(admin), { port: String(await freePort()) })
  expect(isTransient(await errorOf(connected(nowhere.href)))).toBe(true)
})

test('a statement that takes too long, and one that waits too long for a lock', async () => {
  const [client, other] = [await connected(), await connected()]
  await client.query(`set statement_timeout = '20ms'`)
  expect(isTransient(await errorOf(client.query('select pg_sleep(10)')))).toBe(true)
  await other.query('select pg_advisory_lock(4711)')
  await client.query(`set statement_timeout = 0; set lock_timeout = '20ms'`)
  expect(isTransient(await errorOf(client.query('select pg_advisory_lock(4711)')))).toBe(true)
})

test.each([
  ['42703', 'select nothing'],
  ['22012', 'select 1 / 0'],
  ['22P02', `select 'x'::int`],
  ['23505', 'create temp table t (id int unique); insert into t values (1), (1)'],
  ['55000', 'create temp sequence s; select lastval()'],
])('not a statement that fails each time: %s', async (code, statement) => {
  const error = await errorOf((await connected()).query(statement))
  expect(error).toMatchObject({ code })
  expect(isTransient(error)).toBe(false)
})
