import { createHash } from 'node:crypto'
import { sql, type Kysely } from 'kysely'
import { z } from 'zod'
import { connectionOf, InvalidCursor, pageOf, type Connection } from '@ebook/chassis/relay-connection'
import type { RequestContext } from '@ebook/chassis/request'
import { bookView, type BookView } from '../book-view.ts'
import type { BookDatabase } from '../database.ts'
import type { BookFilterInput, BookSort, QueryBooksArgs, UserError } from '../generated/resolvers.ts'
import { acronymOf, searchOf } from '../search.ts'
import { readTitles } from '../sql/title.ts'
import { didYouMean } from './did-you-mean.ts'
import { readList, type After, type Placed } from './list-order.ts'
import { matches, shelf, type Wanted } from './matching.ts'
import type { ReadingRoom } from './reading-room.ts'

/** Which list it is of, how the search was taken, the title's place, and its id. */
const Key = z.tuple([z.string(), z.enum(['', 'letters', 'meant']), z.union([z.string(), z.int()]), z.uuid()])
const MOST_COUNTED = 20_000

export interface BookPage extends Omit<Connection<BookView>, 'totalCount'> {
  totalCount(): Promise<number>
  totalCountIsExact(): Promise<boolean>
  readonly didYouMean: string | null
}

interface Found {
  readonly rows: readonly Placed[]
  readonly wanted: Wanted
  /** The search as written, as the first letters of words, or as it was probably meant. */
  readonly taken: z.output<typeof Key>[1]
  readonly meant: string | null
}

export async function books(
  room: ReadingRoom,
  args: QueryBooksArgs,
  context: Pick<RequestContext, 'viewer'>,
): Promise<BookPage> {
  const page = pageOf(args, Key)
  const given = args.search ?? ''
  const wanted: Wanted = { search: searchOf(given), filter: args.filter ?? {} }
  const sort = args.sort ?? (wanted.search === undefined ? 'NEWEST' : 'RELEVANCE')
  const list = nameOf(given, sort, wanted.filter)
  const [of, taken, place, id] = page.after ?? [list, undefined, 0, '']
  if (of !== list) throw new InvalidCursor('after')
  const after = taken === undefined ? undefined : { place, id, taken }
  const found = await room(context, (tx) => find(tx, given, wanted, sort, after, page.first + 1))
  const places = new Map(found.rows.map(({ book_id, place }) => [book_id, place]))
  const keyOf = ({ id }: BookView) => [list, found.taken, places.get(id) ?? 0, id]
  const { edges, pageInfo } = connectionOf(found.rows.map(bookView), page, keyOf, 0)
  const count = once(() => room(context, (tx) => countTo(tx, found.wanted, MOST_COUNTED + 1)))
  return {
    edges,
    pageInfo,
    totalCount: async () => Math.min(await count(), MOST_COUNTED),
    totalCountIsExact: async () => (await count()) <= MOST_COUNTED,
    didYouMean: found.meant,
  }
}

/** As written; when that finds nothing, as first letters; when that does not either, as it was probably meant. */
async function find(
  db: Kysely<BookDatabase>,
  given: string,
  wanted: Wanted,
  sort: BookSort,
  after: (After & Pick<Found, 'taken'>) | undefined,
  limit: number,
): Promise<Found> {
  const { search, filter } = wanted
  const taken = after?.taken ?? ''
  if (taken === '') {
    const rows = await readList[sort](db, wanted, after, limit)
    if (rows.length > 0 || after || search === undefined) return { rows, wanted, taken, meant: null }
  }
  const acronym = search && acronymOf(search)
  if (acronym && taken !== 'meant') {
    const letters: Wanted = { search: acronym, filter }
    const rows = await readList[sort](db, letters, after, limit)
    if (rows.length > 0 || after) return { rows, wanted: letters, taken: 'letters', meant: null }
  }
  const meant = search && (await didYouMean(db, given, { search, filter }))
  if (meant === undefined) return { rows: [], wanted, taken, meant: null }
  const instead: Wanted = { search: searchOf(meant), filter }
  return { rows: await readList[sort](db, instead, after, limit), wanted: instead, taken: 'meant', meant }
}

async function countTo(db: Kysely<BookDatabase>, wanted: Wanted, most: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from (select 1 from ${shelf(wanted)} where ${matches(wanted)} limit ${most}) counted`.execute(
    db,
  )
  return rows[0]?.count ?? 0
}

function nameOf(search: string, sort: BookSort, { available, maxFee, language, author }: BookFilterInput): string {
  const list = JSON.stringify([search, sort, available ?? false, maxFee ?? null, language ?? '', author ?? ''])
  return createHash('sha256').update(list).digest('base64url').slice(0, 12)
}

function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined
  return () => (made ??= make())
}

/** What every command about a title answers. */
export interface BookAnswer {
  readonly book: BookView | null | undefined
  readonly userErrors: UserError[]
}

/** One statement for any number of titles; those that are not there are left out. */
export async function booksById(db: Kysely<BookDatabase>, ids: readonly string[]): Promise<BookView[]> {
  return (await readTitles(db, ids)).map(bookView)
}
