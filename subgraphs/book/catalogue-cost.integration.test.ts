import { CompiledQuery, Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openTestDatabase } from '@ebook/chassis/testing/test-database'
import type { TestDatabase } from '@ebook/testkit/database'
import { migrations, type BookDatabase } from './database.ts'
import type { QueryBooksArgs } from './generated/resolvers.ts'
import { books } from './queries/books.ts'
import { bounded, openReadingRoom } from './queries/reading-room.ts'

const TITLES = 50_000
const MOST_PAGES = 20_000
const anybody = {}
let database: TestDatabase
let db: Kysely<BookDatabase>
/** The same database; what is asked of it is written down. */
let recorded: Kysely<BookDatabase>
const statements: CompiledQuery[] = []

beforeAll(async () => {
  ;({ database, db } = await openTestDatabase('book', migrations))
  recorded = new Kysely({
    dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString: database.url }) }),
    log: ({ query }) => void statements.push(query),
  })
  // `the` in every title, one word in a hundred of them, one in ten, one alone; one title in ten has a free seat.
  await sql`
    insert into title (book_id, title, authors, rental_fee, loan_period_days, max_renewals, registered_date, withdrawn,
      seats_total, seats_free, search_text)
    select ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, format('the w%s word%s', n % 100, n),
      array['Somebody'], n % 5 * 1000, 14, 1, now(), false, 1, (n % 10 = 0)::int, ''
    from generate_series(1, ${TITLES}::int) n`.execute(db)
  await sql`
    insert into listing
    select book_id, 1, ' ' || title || ' ' || replace(title, ' ', '') || ' somebody ', title, title, title, 'somebody',
      rental_fee, array['by:somebody', 'in:en'] from title`.execute(db)
  await sql`
    insert into catalogue_word
    select 'word' || n, 'word' || n, 'word' || n from generate_series(1, ${TITLES / 10}::int) n`.execute(db)
  await sql`analyze`.execute(db)
}, 120_000)
afterAll(async () => {
  await recorded.destroy()
  await db.destroy()
  await database.drop()
})

interface Node {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'Shared Hit Blocks': number
  readonly 'Shared Read Blocks': number
  readonly Plans?: readonly Node[]
}

const nodesOf = (node: Node): readonly Node[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)]

/** What the statements of one request do, as PostgreSQL carries them out. */
async function plansOf(args: QueryBooksArgs): Promise<readonly Node[]> {
  statements.length = 0
  const page = await books(openReadingRoom(recorded), args, anybody)
  await page.totalCount()
  const asked = statements.filter(({ sql: text }) => /listing|catalogue_word/.test(text))
  return db.transaction().execute(async (tx) => {
    await bounded(tx, 10_000)
    const plans: Node[] = []
    for (const { sql: text, parameters } of asked) {
      const explain = CompiledQuery.raw(`explain (analyze, buffers, format json) ${text}`, [...parameters])
      const { rows } = await tx.executeQuery<{ 'QUERY PLAN': readonly { Plan: Node }[] }>(explain)
      plans.push(...rows.flatMap((row) => row['QUERY PLAN'].map(({ Plan }) => Plan)))
    }
    return plans
  })
}

test.each<[string, QueryBooksArgs]>([
  ['the first page', {}],
  ['by title', { sort: 'TITLE' }],
  ['by author', { sort: 'AUTHOR' }],
  ['free of charge', { filter: { maxFee: 0 } }],
  ['with a free seat', { filter: { available: true } }],
  ['with a free seat, by title', { filter: { available: true }, sort: 'TITLE' }],
  ['in a language', { filter: { language: 'en' } }],
  ['in a language of no title', { filter: { language: 'sw' } }],
  ['by an author of every title', { filter: { author: 'Somebody' } }],
  ['a word of every title', { search: 'the' }],
  ['a word of every title, by title', { search: 'the', sort: 'TITLE' }],
  ['a word of every title, with a free seat', { search: 'the', filter: { available: true, maxFee: 0 } }],
  ['a word of one title in a hundred', { search: 'w7' }],
  ['a word of one title', { search: 'word4711' }],
  ['a letter', { search: 't' }],
  ['an ISBN', { search: '9780439023481' }],
  ['what is mistyped', { search: 'wrod4711 teh' }],
  ['what is not there', { search: 'xylophone' }],
])('issue 11, 10: at 50,000 titles, %s reads no table from end to end', async (_, args) => {
  const plans = await plansOf(args)
  expect(plans.length).toBeGreaterThan(0)
  expect(plans.flatMap(nodesOf).filter((node) => node['Node Type'] === 'Seq Scan')).toEqual([])
  // Of 8 kB, most of them the same again and again.
  const pages = plans.reduce((sum, plan) => sum + plan['Shared Hit Blocks'] + plan['Shared Read Blocks'], 0)
  expect(pages).toBeLessThan(MOST_PAGES)
})

test('counting stops at 20,000, and says so', async () => {
  const page = await books(openReadingRoom(db), { search: 'the' }, anybody)
  expect([await page.totalCount(), await page.totalCountIsExact()]).toEqual([20_000, false])
  // w7 and w70 to w79.
  const rare = await books(openReadingRoom(db), { search: 'w7' }, anybody)
  expect([await rare.totalCount(), await rare.totalCountIsExact()]).toEqual([5_500, true])
})

test('what is found too often to be ranked is still read to its end, each title once', async () => {
  const room = openReadingRoom(db)
  const ids = new Set<string>()
  let after: string | null = null
  do {
    const args: QueryBooksArgs = { search: 'the', filter: { maxFee: 0 }, first: 100, after }
    const { edges, pageInfo } = await books(room, args, anybody)
    for (const { node } of edges) ids.add(node.id)
    expect(edges.length).toBe(100)
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null
  } while (after !== null)
  expect(ids.size).toBe(TITLES / 5)
})

test('of many strangers at once few read, few wait, and the others are told; a member is behind none of them', async () => {
  const room = openReadingRoom(db)
  let reading = 0
  let most = 0
  let leave = () => {}
  const left = new Promise<void>((resolve) => (leave = resolve))
  const slow = async () => {
    reading += 1
    most = Math.max(most, reading)
    await left
    reading -= 1
  }
  const strangers = Promise.allSettled(Array.from({ length: 100 }, () => room(anybody, slow)))
  const viewer = { sub: 'alice', roles: ['MEMBER'], expiresAt: new Date(), token: '' } as const
  expect((await books(room, { search: 'word4711' }, { viewer })).edges).not.toHaveLength(0)
  await vi.waitFor(() => expect(reading).toBe(3), { timeout: 20_000 })
  leave()
  const refused = (await strangers).filter(({ status }) => status === 'rejected')
  expect(most).toBe(3)
  expect(refused).toHaveLength(37)
  expect(refused[0]).toMatchObject({ reason: { extensions: { code: 'RATE_LIMITED', retryAfter: 1 } } })
})

test('a stranger’s statement ends after a second', async () => {
  const room = openReadingRoom(db)
  const sleeping = room(anybody, (tx) => sql`select pg_sleep(20)`.execute(tx))
  await expect(sleeping).rejects.toMatchObject({ extensions: { code: 'RATE_LIMITED' } })
})
