import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler, sql } from 'kysely'
import { expect, test } from 'vitest'
import { storeWrite, writeTogether, type Written } from './store-write.ts'

const texts: string[] = []
const db = new Kysely<unknown>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (of) => new PostgresIntrospector(of),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
  log({ query }) {
    texts.push(query.sql)
  },
})

const write = (table: string): Written => ({
  write: storeWrite(`test/${table}`, () => sql`insert into ${sql.ref(table)} values (${table})`),
  items: [],
})

test('what is written together is one text, in whichever order it was decided', async () => {
  const [history, outbox, rental] = [write('history'), write('outbox'), write('rental')]
  await writeTogether(db, [history, outbox, rental])
  await writeTogether(db, [rental, history, outbox])
  await writeTogether(db, [outbox, rental, history])
  const text =
    'with "written_0" as (insert into "history" values ($1)), "written_1" as (insert into "outbox" values ($2)), ' +
    '"written_2" as (insert into "rental" values ($3)) select'
  expect(texts).toEqual([text, text, text])
})
