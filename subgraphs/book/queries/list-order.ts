import { sql, type Kysely, type RawBuilder, type Selectable } from 'kysely'
import type { BookDatabase, TitleTable } from '../database.ts'
import type { BookSort } from '../generated/resolvers.ts'
import type { Search } from '../search.ts'
import { all, fitness, matches, shelf, type Condition, type Wanted } from './matching.ts'

/** Where a list goes on: behind this title, which stands at this place. */
export interface After {
  readonly place: string | number
  readonly id: string
}

const whole = sql`listing join title using (book_id)`

export type Placed = Selectable<TitleTable> & { readonly place: string | number }

/** At most `limit` titles in the order of `sort`. */
export type ReadList = (
  db: Kysely<BookDatabase>,
  wanted: Wanted,
  after: After | undefined,
  limit: number,
) => Promise<readonly Placed[]>

const byKey =
  (key: RawBuilder<unknown>): ReadList =>
  async (db, wanted, after, limit) => {
    const behind = after && sql<boolean>`(${key}, listing.book_id) > (${after.place}, ${after.id}::uuid)`
    const { rows } = await sql<Placed>`
      select title.*, ${key} as place from ${whole} where ${all(matches(wanted), behind)}
      order by ${key}, listing.book_id limit ${limit}`.execute(db)
    return rows
  }

/** The ids are of version 7, so their order is that of registration. */
const newest: ReadList = async (db, wanted, after, limit) => {
  const behind = after && sql<boolean>`listing.book_id < ${after.id}::uuid`
  const { rows } = await sql<Placed>`
    select title.*, 0 as place from ${whole} where ${all(matches(wanted), behind)}
    order by listing.book_id desc limit ${limit}`.execute(db)
  return rows
}

// What is ranked is bounded, whatever is looked for: of `the`, as many as of `dune` when it fills the bound.
const MOST_BEGINNING = 200
const MOST_RANKED = 1_000
/** The place of what was found too late to be ranked: behind everything, in the order of registration. */
const UNRANKED = -1

/**
 * The best first: of titles that begin with the words some, of those that have them the first ones registered; then the
 * rest. A title that is registered meanwhile moves no other.
 */
const best: ReadList = async (db, wanted, after, limit) => {
  const { search } = wanted
  if (search === undefined) return newest(db, wanted, after, limit)
  const ranked =
    after?.place === UNRANKED ? { rows: [], last: after.id } : await readRanked(db, wanted, search, after, limit)
  const left = limit - ranked.rows.length
  if (left === 0 || ranked.last === null) return ranked.rows
  const { rows: rest } = await sql<Placed>`
    with ${beginning(wanted, search)}
    select title.*, ${UNRANKED}::int as place from ${whole}
    where ${matches(wanted)} and listing.book_id > ${ranked.last}::uuid
      and not exists (select from beginning where beginning.book_id = listing.book_id)
    order by listing.book_id limit ${left}`.execute(db)
  return [...ranked.rows, ...rest]
}

/** `last` is the title behind which nothing was ranked; null when everything was. */
async function readRanked(
  db: Kysely<BookDatabase>,
  wanted: Wanted,
  search: Search,
  after: After | undefined,
  limit: number,
): Promise<{ rows: Placed[]; last: string | null }> {
  const behind: Condition | undefined =
    after &&
    sql<boolean>`(place < ${after.place}::int or (place = ${after.place}::int and book_id > ${after.id}::uuid))`
  const { rows } = await sql<Placed & { last: string | null }>`
    with ${beginning(wanted, search)},
    matched as materialized (
      select listing.book_id from ${shelf(wanted)} where ${matches(wanted)} order by listing.book_id limit ${MOST_RANKED}
    ),
    bound as (select count(*) = ${MOST_RANKED} as reached from matched),
    ranked as (
      select listing.book_id, (${fitness(search)})::int as place from listing
      where book_id in (select book_id from beginning union select book_id from matched)
    ),
    page as (select * from ranked where ${all(behind)} order by place desc, book_id limit ${limit})
    select title.*, page.place,
      case when bound.reached then (select book_id from matched order by book_id desc limit 1) end as last
    from bound left join page on true left join title using (book_id)
    order by page.place desc, page.book_id`.execute(db)
  return { rows: rows.filter(({ place }) => place !== null), last: rows[0]?.last ?? null }
}

function beginning(wanted: Wanted, { words }: Search): RawBuilder<unknown> {
  const text = words.join(' ')
  const begins =
    text === ''
      ? sql<boolean>`false`
      : sql<boolean>`listing.title_key >= ${text} and listing.title_key < ${text} || chr(1114111)`
  return sql`beginning as materialized (
    select listing.book_id from ${shelf(wanted)} where ${all(begins, matches(wanted))}
    order by listing.title_key, listing.book_id limit ${MOST_BEGINNING}
  )`
}

export const readList: Readonly<Record<BookSort, ReadList>> = {
  RELEVANCE: best,
  NEWEST: newest,
  TITLE: byKey(sql`listing.title_key`),
  AUTHOR: byKey(sql`listing.author_key`),
  FEE: byKey(sql`listing.rental_fee`),
}
