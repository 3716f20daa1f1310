import fc from 'fast-check'
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

/** Whatever is answered within one turn, as far as it is; what failed, by its code. */
async function together(client: pg.ClientBase, ...asked: (readonly [text: string, ...values: unknown[]])[]) {
  const answers = await Promise.allSettled(asked.map(([text, ...values]) => client.query(text, values)))
  return answers.map((answer) =>
    answer.status === 'fulfilled' ? (answer.value.rows[0]?.n ?? answer.value.command) : answer.reason.code,
  )
}

test('what is sent in one turn for one transaction has one Sync, and everything else its own', async () => {
  const client = await pool.connect()
  const sync = vi.spyOn(client.connection, 'sync')
  const synced = async (...asked: Parameters<typeof together>[1][]) => {
    sync.mockClear()
    const answers = await together(client, ...asked)
    return { answers, syncs: sync.mock.calls.length }
  }
  const read = (n: number) => ['select $1::int as n', n] as const
  const all = await synced(['begin'], read(1), read(2), ['commit'], read(3), read(4))
  expect(all).toEqual({ answers: ['BEGIN', 1, 2, 'COMMIT', 3, 4], syncs: 3 })
  expect(await synced(['begin'], read(1))).toEqual({ answers: ['BEGIN', 1], syncs: 1 })
  expect(await synced(read(2), ['select 5 as n'], read(3), ['commit'])).toEqual({
    answers: [2, 5, 3, 'COMMIT'],
    syncs: 2,
  })
  client.release()
})

test('when one fails, those behind it of its turn are not carried out and fail as it did; the connection goes on', async () => {
  await ask('create temporary table kept (n int)')
  const client = await pool.connect()
  const [keep, count] = ['insert into kept values ($1)', 'select count(*)::int as n from kept where n <> $1']
  const failing = ['select 1 / $1::int as n', 0] as const
  expect(
    await together(client, ['begin'], [keep, 1], failing, [keep, 2], [`${count} and true`, 0], ['commit']),
  ).toEqual(['BEGIN', 'INSERT', ...Array.from({ length: 4 }, () => '22012')])
  expect(await together(client, [count, 0])).toEqual(['25P02'])
  expect(await together(client, ['rollback'], [count, 0])).toEqual(['ROLLBACK', 0])
  // What was passed over before it was prepared is prepared after all.
  expect(await together(client, ['begin'], [keep, 3], [`${count} and true`, 0], ['commit'])).toEqual([
    'BEGIN',
    'INSERT',
    1,
    'COMMIT',
  ])
  // ROLLBACK is carried out whatever failed in its own turn.
  expect(await together(client, ['begin'], [keep, 4], failing, ['rollback'], [count, 0])).toEqual([
    'BEGIN',
    'INSERT',
    '22012',
    'ROLLBACK',
    1,
  ])
  // Outside of a transaction nothing depends on another.
  expect(await together(client, failing, [keep, 5], [count, 0])).toEqual(['22012', 'INSERT', 2])
  client.release()
})

test('a value that cannot be sent, and an answer that cannot be read, fail alone', async () => {
  const client = await pool.connect()
  const unreadable = 600
  pg.types.setTypeParser(unreadable as never, () => {
    throw Object.assign(new Error('not read'), { code: 'UNREAD' })
  })
  const circular: { self?: unknown } = {}
  circular.self = circular
  const read = (n: number) => ['select $1::int as n', n] as const
  const answers = await together(
    client,
    ['begin'],
    ['select $1::json as n', circular],
    read(1),
    ['select point($1, 0) as n', 1],
    read(2),
    ['commit'],
  )
  expect(answers).toEqual(['BEGIN', undefined, 1, 'UNREAD', 2, 'COMMIT'])
  client.release()
})

test('a connection that is ended under statements of one turn fails them all', async () => {
  const other = new pg.Pool({ connectionString: url, max: 1, Client: PreparedClient })
  other.on('error', () => undefined)
  const client = await other.connect()
  client.on('error', () => undefined)
  const ends = ['select pg_terminate_backend(pg_backend_pid()), $1::int as n', 1] as const
  const answers = await together(client, ['begin'], ends, ['select $1::int as n', 1], ['commit'])
  expect(answers[0]).toBe('BEGIN')
  expect(answers.slice(1)).toEqual(['57P01', '57P01', '57P01'])
  client.release(true)
  await other.end()
})

test('whatever is asked in whatever turns, what is carried out is what a client that waits for each answer has carried out', async () => {
  await ask('create table sent (id serial, by text, n text)')
  const waiting = new pg.Client({ connectionString: url })
  await waiting.connect()
  const client = await pool.connect()
  const begins = fc.constantFrom('begin', 'insert', 'fail', 'select', 'rollback')
  // As a driver has it: nothing goes with what is behind COMMIT, and when something has failed, ROLLBACK comes next.
  const turn = fc
    .tuple(fc.array(begins, { maxLength: 6 }), fc.constantFrom([], ['commit']))
    .map((parts) => parts.flat())
  let run = 0
  const property = fc.asyncProperty(fc.array(turn, { maxLength: 5 }), async (turns) => {
    run += 1
    const [one, other] = [`together ${run}`, `one by one ${run}`]
    const send = (by: pg.ClientBase, name: string, what: string, n: string) => {
      if (what === 'insert') return by.query('insert into sent (by, n) values ($1, $2)', [name, n])
      if (what === 'fail') return by.query('select 1 / $1::int', [0])
      return by.query(what, [])
    }
    const isFailed = ({ status }: PromiseSettledResult<unknown>) => status === 'rejected'
    for (const [index, asked] of [...turns, ['rollback']].entries()) {
      const together = asked.map((what, nth) => send(client, one, what, `${index}.${nth}`))
      if ((await Promise.allSettled(together)).some(isFailed)) await client.query('rollback', [])
      const oneByOne: PromiseSettledResult<unknown>[] = []
      for (const [nth, what] of asked.entries()) {
        oneByOne.push(...(await Promise.allSettled([send(waiting, other, what, `${index}.${nth}`)])))
      }
      if (oneByOne.some(isFailed)) await waiting.query('rollback', [])
    }
    const { rows } = await waiting.query(
      'select array_agg(n order by id) as n from sent where by in ($1, $2) group by by',
      [one, other],
    )
    expect(rows.length === 0 || rows.length === 2).toBe(true)
    expect(rows[0]?.n).toEqual(rows[1]?.n)
  })
  await fc.assert(property, { numRuns: 300 })
  client.release()
  await waiting.end()
})
