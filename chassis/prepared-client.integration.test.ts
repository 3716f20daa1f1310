import pg from 'pg'
import { afterAll, expect, inject, test, vi } from 'vitest'
import { createTestDatabase } from '@ebook/testkit/database'
import { PreparedClient } from './prepared-client.ts'

const { url } = await createTestDatabase(inject('postgresAdminUrl'), 'prepared')
const pool = new pg.Pool({ connectionString: url, max: 1, Client: PreparedClient })
afterAll(() => pool.end())

async function ask(text: string, values: unknown[] = []): Promise<pg.QueryResult> {
  const client = await pool.connect()
  try {
    return await client.query(text, values)
  } finally {
    client.release()
  }
}

test('a statement is prepared once per connection', async () => {
  for (const n of [1, 2, 3]) expect((await ask('select $1::int as n', [n])).rows).toEqual([{ n }])
  const prepared = await ask(
    `select count(*)::int as n from pg_prepared_statements where statement = 'select $1::int as n'`,
  )
  expect(prepared.rows).toEqual([{ n: 1 }])
})

test('a connection prepares so many and no more, and another one still does', async () => {
  const other = new pg.Pool({ connectionString: url, max: 1, Client: PreparedClient })
  const client = await other.connect()
  const prepared = async (one: pg.ClientBase) => (await one.query('select from pg_prepared_statements')).rowCount
  for (let n = 0; n < 600; n += 1) {
    expect((await client.query(`select $1::int + ${n} as n`, [1])).rows).toEqual([{ n: n + 1 }])
  }
  expect(await prepared(client)).toBe(500)
  client.release(true)
  const next = await other.connect()
  await next.query('select $1::int as n', [1])
  expect(await prepared(next)).toBe(1)
  next.release()
  await other.end()
})

test('what it answers is described once per connection, and read as before', async () => {
  const read = (id: number) => ask('select $1::int as id, null::text as title, now() as at', [id])
  await expect(ask('select 1 / $1::int as n', [0])).rejects.toMatchObject({ code: '22012' })
  const { fields } = await read(1)
  const client = await pool.connect()
  const described = vi.fn<() => void>()
  client.connection.on('rowDescription', described)
  client.release()
  const again = await read(2)
  expect(again).toMatchObject({ command: 'SELECT', rowCount: 1, fields })
  expect(again.rows).toEqual([{ id: 2, title: null, at: expect.any(Date) }])
  expect((await ask('select $1::int as id where $1 > 2', [2])).rows).toEqual([])
  expect(described).toHaveBeenCalledTimes(1)
  for (const n of [0, 2]) await ask('select 1 / $1::int as n', [n]).catch(() => undefined)
  expect((await ask('select 1 / $1::int as n', [1])).rows).toEqual([{ n: 1 }])
  expect(described).toHaveBeenCalledTimes(2)
})

test('what answers nothing is not described either', async () => {
  await ask('create temporary table note (id int)')
  for (const id of [1, 2]) {
    expect(await ask('insert into note values ($1)', [id])).toMatchObject({ command: 'INSERT', rowCount: 1, rows: [] })
  }
  for (const n of [1, 2]) expect((await ask('select from note where id <> $1', [n])).rows).toEqual([{}])
})

test('C33 a column that another version adds costs one failure, not the connection for ever', async () => {
  await ask('create table title (id int)')
  await ask('insert into title values (1)')
  const read = () => ask('select * from title where id = $1', [1])
  expect((await read()).rows).toEqual([{ id: 1 }])
  await ask('alter table title add column language text')
  await expect(read()).rejects.toThrow('cached plan must not change result type')
  expect((await read()).rows).toEqual([{ id: 1, language: null }])
})
