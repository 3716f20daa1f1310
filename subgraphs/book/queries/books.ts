import { connectionOf, InvalidCursor, pageOf, type Connection } from '@ebook/chassis/connection'
import { sql, type Kysely } from 'kysely'
import { GraphQLError } from 'graphql'
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { bookView } from '../book-view.ts'
import type { BookDatabase } from '../database.ts'
import type { Book, BookSort, QueryBooksArgs } from '../generated/resolvers.ts'
import { wordsOf } from '../search-text.ts'

/** Which list, the title's place in it, and its id. */
const Key = z.tuple([z.string(), z.union([z.string(), z.number()]), z.uuid()])
// Anybody may ask, and every word is a look at every title.
const LONGEST_SEARCH = 200
const MOST_WORDS = 20
const MOST_COUNTED = 20_000

export interface BookPage extends Omit<Connection<Book>, 'totalCount'> {
  totalCount(): Promise<number>
  totalCountIsExact(): Promise<boolean>
  readonly didYouMean: string | null
}

const orders: Record<Exclude<BookSort, 'RELEVANCE'>, { by: ReturnType<typeof sql>; descending: boolean }> = {
  NEWEST: { by: sql`''::text`, descending: true },
  TITLE: { by: sql`lower(title)`, descending: false },
  AUTHOR: { by: sql`lower(authors[1])`, descending: false },
  FEE: { by: sql`rental_fee`, descending: false },
}

export async function books(db: Kysely<BookDatabase>, args: QueryBooksArgs): Promise<BookPage> {
  const page = pageOf(args, Key)
  const search = args.search ?? ''
  const { sort = null, filter = null } = args
  const list = createHash('sha256')
    .update(JSON.stringify([search, sort, filter]))
    .digest('base64url')
    .slice(0, 12)
  if (page.after && page.after[0] !== list) throw new InvalidCursor('after')
  const { by, descending } = orders[sort === null || sort === 'RELEVANCE' ? 'NEWEST' : sort]
  const found = matching(db, search)
    .$if(filter?.available === true, (query) => query.where('seats_free', '>', 0))
    .$if(filter?.maxFee != null, (query) => query.where('rental_fee', '<=', filter?.maxFee ?? 0))
    .$if(filter?.language != null, (query) => query.where('language', 'like', `${filter?.language ?? ''}%`))
    .$if(filter?.author != null, (query) => query.where(sql<boolean>`${filter?.author ?? ''} = any(authors)`))
  const rows = await found
    .selectAll()
    .select(by.as('place'))
    .$if(page.after !== undefined, (query) =>
      query.where(
        sql<boolean>`(${by}, book_id) ${descending ? sql`<` : sql`>`} (${page.after?.[1]}, ${page.after?.[2]})`,
      ),
    )
    .orderBy(by, descending ? 'desc' : 'asc')
    .orderBy('book_id', descending ? 'desc' : 'asc')
    .limit(page.first + 1)
    .execute()
  const places = new Map(rows.map((row) => [row.book_id, row.place as string | number]))
  const count = once(async () => {
    const some = found.select('book_id').limit(MOST_COUNTED + 1)
    const { total } = await db
      .selectFrom(some.as('some'))
      .select((eb) => eb.fn.countAll<string>().as('total'))
      .executeTakeFirstOrThrow()
    return Number(total)
  })
  const { edges, pageInfo } = connectionOf(rows.map(bookView), page, ({ id }) => [list, places.get(id) ?? '', id], 0)
  return {
    edges,
    pageInfo,
    totalCount: async () => Math.min(await count(), MOST_COUNTED),
    totalCountIsExact: async () => (await count()) <= MOST_COUNTED,
    didYouMean: null,
  }
}

function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined
  return () => (made ??= make())
}

/** One statement for any number of titles; those that are not there are left out. */
export async function booksById(db: Kysely<BookDatabase>, ids: readonly string[]): Promise<Book[]> {
  const rows = await db
    .selectFrom('title')
    .selectAll()
    .where('book_id', '=', sql<string>`any(${ids}::uuid[])`)
    .execute()
  return rows.map(bookView)
}

function matching(db: Kysely<BookDatabase>, search: string) {
  const words = search.length > LONGEST_SEARCH ? undefined : wordsOf(search)
  if (words === undefined || words.length > MOST_WORDS) {
    throw new GraphQLError(`\`search\` has at most ${LONGEST_SEARCH} characters and ${MOST_WORDS} words.`, {
      extensions: { code: 'BAD_USER_INPUT', argumentName: 'search' },
    })
  }
  return words.reduce(
    (query, word) => query.where('search_text', 'like', `%${word.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`),
    db.selectFrom('title').where('withdrawn', '=', false),
  )
}
