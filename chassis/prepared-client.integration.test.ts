import pg from 'pg'
import { afterAll, expect, inject, test } from 'vitest'
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

test('C33 a column that another version adds costs one failure, not the connection for ever', async () => {
  await ask('create table title (id int)')
  await ask('insert into title values (1)')
  const read = () => ask('select * from title where id = $1', [1])
  expect((await read()).rows).toEqual([{ id: 1 }])
  await ask('alter table title add column language text')
  await expect(read()).rejects.toThrow('cached plan must not change result type')
  expect((await read()).rows).toEqual([{ id: 1, language: null }])
})
