import { sql, type Kysely, type Transaction } from 'kysely'
import { fieldsOf, rowOf } from '@ebook/chassis/rows'
import { storeOperation } from '@ebook/nats/store-operation'
import type { BookDatabase, StoredTitle, TitleTable } from '../database.ts'
import { list } from '../list-titles.ts'
import type { Allocation, Title } from '../title/state.ts'

/**
 * Locks the title's row (rule G9: never SKIP LOCKED). With a rental's id: a seat that is free, and the seat that the rental
 * has.
 */
export const loadTitle = storeOperation(
  'book/load-title',
  async (tx: Transaction<BookDatabase>, bookId: string, rentalId: string | undefined): Promise<Title | undefined> => {
    const row = await tx.selectFrom('title').selectAll().where('book_id', '=', bookId).forUpdate().executeTakeFirst()
    if (!row) return undefined
    return rentalId === undefined
      ? titleOf(row, undefined, undefined)
      : titleOf(row, await freeSeat(tx, bookId), await openAllocation(tx, rentalId))
  },
)

export function titleOf(row: TitleTable, nextFreeSeat: string | undefined, allocation: Allocation | undefined): Title {
  const { searchText: _, ...stored } = fieldsOf<StoredTitle>(row)
  return { ...stored, nextFreeSeat, allocation }
}

async function freeSeat(tx: Transaction<BookDatabase>, bookId: string): Promise<string | undefined> {
  const seat = await tx
    .selectFrom('seat')
    .select('id')
    .where('book_id', '=', bookId)
    .where('state', '=', 'POSSIBLE')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  return seat?.id
}

async function openAllocation(tx: Transaction<BookDatabase>, rentalId: string): Promise<Allocation | undefined> {
  const row = await tx
    .selectFrom('allocation')
    .innerJoin('seat', 'seat.id', 'allocation.seat_id')
    .select(['allocation.seat_id', 'seat.state'])
    .where('allocation.rental_id', '=', rentalId)
    .where('allocation.closed_at', 'is', null)
    .executeTakeFirst()
  return row && { rentalId, seatId: row.seat_id, state: row.state === 'APPROVED' ? 'APPROVED' : 'PAID' }
}

/** A new title with its listing, its licence and its seats; or what changed of one, and of one rental's seat. */
export const saveTitle = storeOperation(
  'book/save-title',
  async (tx: Transaction<BookDatabase>, bookId: string, title: Title, previous: Title | undefined): Promise<void> => {
    if (previous === undefined) return insertTitle(tx, title)
    const { withdrawn, seatsFree } = title
    await tx.updateTable('title').set({ withdrawn, seats_free: seatsFree }).where('book_id', '=', bookId).execute()
    if (withdrawn && !previous.withdrawn) {
      await tx.deleteFrom('listing').where('book_id', '=', bookId).execute()
      await tx
        .updateTable('seat')
        .set({ state: 'WITHDRAWN' })
        .where('book_id', '=', bookId)
        .where('state', '=', 'POSSIBLE')
        .execute()
    }
    await saveAllocation(tx, title, previous)
  },
)

async function saveAllocation(tx: Transaction<BookDatabase>, title: Title, previous: Title): Promise<void> {
  const { allocation: is, bookId } = title
  const { allocation: was } = previous
  const seatId = is?.seatId ?? was?.seatId
  if (seatId === undefined || is?.state === was?.state) return
  const state = is?.state ?? (title.withdrawn ? 'WITHDRAWN' : 'POSSIBLE')
  await tx.updateTable('seat').set({ state }).where('id', '=', seatId).execute()
  if (is && !was) {
    await tx.insertInto('allocation').values({ rental_id: is.rentalId, seat_id: seatId, book_id: bookId }).execute()
  } else if (was && !is) {
    await tx
      .updateTable('allocation')
      .set({ closed_at: sql`now()` })
      .where('rental_id', '=', was.rentalId)
      .where('closed_at', 'is', null)
      .execute()
  }
}

async function insertTitle(tx: Transaction<BookDatabase>, title: Title): Promise<void> {
  const { bookId, seatsTotal } = title
  await tx.insertInto('title').values(titleRow(title)).execute()
  await list(tx, [title])
  const { id } = await tx
    .insertInto('licence')
    .values({ book_id: bookId, kind: seatsTotal === 1 ? 'ONE_COPY' : 'CONCURRENT', seats: seatsTotal })
    .returning('id')
    .executeTakeFirstOrThrow()
  await sql`
    insert into seat (book_id, licence_id, state)
    select ${bookId}, ${id}, 'POSSIBLE' from generate_series(1, ${seatsTotal}::int)`.execute(tx)
}

export function titleRow({ nextFreeSeat: _, allocation: __, ...stored }: Title): TitleTable {
  const searchText = [stored.title, ...stored.authors, stored.isbn13 ?? ''].join(' ').toLowerCase()
  return rowOf<StoredTitle>({ ...stored, searchText })
}

/** One statement for any number of titles; those that are not there are left out. */
export const readTitles = storeOperation(
  'book/read-titles',
  async (db: Kysely<BookDatabase>, ids: readonly string[]): Promise<readonly TitleTable[]> => {
    return db
      .selectFrom('title')
      .selectAll()
      .where('book_id', '=', sql<string>`any(${ids}::uuid[])`)
      .execute()
  },
)
