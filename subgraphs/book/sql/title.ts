import { sql, type Kysely, type Transaction } from 'kysely'
import type { Loaded } from '@ebook/chassis/handle-command'
import { fieldsOf, rowOf } from '@ebook/chassis/rows'
import { columnsOf } from '@ebook/chassis/sql/rows'
import { storeOperation } from '@ebook/nats/store-operation'
import type { BookDatabase, StoredTitle, TitleTable } from '../database.ts'
import type { Allocation, Title } from '../title/state.ts'

export const TITLE_COLUMNS = columnsOf<TitleTable>()(
  'book_id',
  'title',
  'authors',
  'isbn13',
  'language',
  'rental_fee',
  'loan_period_days',
  'max_renewals',
  'registered_date',
  'seats_total',
  'withdrawn',
  'seats_free',
  'search_text',
)

type LoadedRow = TitleTable & {
  readonly now: Date
  readonly said: number | null
  readonly happened: number | null
  readonly free_seats: readonly string[]
  readonly allocations: Title['allocations'] | null
}

/**
 * Locks the rows of titles, and of those that requests of the rentals are about, in the order of their ids (rule G9: never
 * SKIP LOCKED). Of their seats there are those that the rentals have, and as many that are free as there are rentals.
 */
export const loadTitles = storeOperation(
  'book/load-titles',
  async (
    tx: Transaction<BookDatabase>,
    bookIds: readonly string[],
    rentalIds: readonly string[],
  ): Promise<Loaded<Title>> => {
    const wanted = sql`book_id = any(array(
      select unnest(${bookIds}::uuid[]) union select book_id from request where rental_id = any(${rentalIds}::uuid[])))`
    const [{ rows: locks }, { rows }] = await Promise.all([
      sql<{ book_id: string }>`select book_id from title where ${wanted} order by book_id for update`.execute(tx),
      // A statement of its own: the one that waits for the locks cannot see which seats are taken while it waits.
      sql<LoadedRow>`
        select now() as now, ${sql.raw(TITLE_COLUMNS.map((column) => `title.${column}`).join(', '))}, said, happened,
          array(select id from seat
            where seat.book_id = title.book_id and state = 'POSSIBLE' order by id limit ${rentalIds.length}) as free_seats,
          (select json_object_agg(rental_id, json_build_object('rentalId', rental_id, 'seatId', seat_id,
              'state', case when seat.state = 'APPROVED' then 'APPROVED' else 'PAID' end))
            from allocation join seat on seat.id = allocation.seat_id
            where rental_id = any(${rentalIds}::uuid[]) and closed_at is null and allocation.book_id = title.book_id
          ) as allocations
        from (values (1)) as always left join title on ${wanted}`.execute(tx),
    ])
    const [first] = rows
    if (first === undefined) throw new Error('a left join of one row gave none')
    // A request that was committed between the two is not known yet: nobody waits for its title.
    const locked = new Set(locks.map(({ book_id }) => book_id))
    return { now: first.now, found: rows.filter(({ book_id }) => locked.has(book_id)).map(foundOf) }
  },
)

function foundOf({ now: _, said, happened, free_seats, allocations, ...row }: LoadedRow) {
  return { id: row.book_id, said, happened, state: titleOf(row, free_seats, allocations ?? {}) }
}

export function titleOf(
  row: TitleTable,
  freeSeats: readonly string[],
  allocations: Readonly<Record<string, Allocation>>,
): Title {
  const { searchText: _, ...stored } = fieldsOf<StoredTitle>(row)
  return { ...stored, freeSeats, allocations }
}

export function titleRow({ freeSeats: _, allocations: __, ...stored }: Title): TitleTable {
  const searchText = [stored.title, ...stored.authors, stored.isbn13 ?? ''].join(' ').toLowerCase()
  return rowOf<StoredTitle>({ ...stored, searchText })
}

/** One statement for any number of titles; those that are not there are left out. */
export const readTitles = storeOperation(
  'book/read-titles',
  async (db: Kysely<BookDatabase>, ids: readonly string[]): Promise<readonly TitleTable[]> => {
    return db
      .selectFrom('title')
      .select(TITLE_COLUMNS)
      .where('book_id', '=', sql<string>`any(${ids}::uuid[])`)
      .execute()
  },
)
