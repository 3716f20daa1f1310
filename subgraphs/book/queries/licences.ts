import { sql, type Kysely } from 'kysely'
import { rowOf } from '@ebook/chassis/rows'
import { storeOperation } from '@ebook/nats/store-operation'
import type { BookDatabase, Bought, LicenceTable } from '../database.ts'

/** Beside a licence that is there. What is left out stays as it is. */
export const noteBought = storeOperation(
  'book/note-bought',
  async (db: Kysely<BookDatabase>, licenceId: string, bought: Partial<Bought>): Promise<void> => {
    if (Object.keys(bought).length === 0) return
    await db.updateTable('licence').set(rowOf(bought)).where('id', '=', licenceId).execute()
  },
)

export type StoredLicence = Pick<
  LicenceTable,
  | 'book_id'
  | 'kind'
  | 'seats'
  | 'expires_at'
  | 'loans_total'
  | 'loans_left'
  | 'ended_at'
  | 'vendor'
  | 'order_number'
  | 'price'
  | 'download'
  | 'preview'
> & {
  readonly id: string
  readonly added_date: Date | null
  readonly renewal_counts_as_loan: boolean
  /** Seats that somebody has, or that are kept for somebody. */
  readonly in_use: number
  /** Loans that were ever made by it. */
  readonly loans: number
}

/** All that titles ever had, the oldest first. */
export const licencesOf = storeOperation(
  'book/licences-of',
  async (db: Kysely<BookDatabase>, bookIds: readonly string[]): Promise<readonly StoredLicence[]> => {
    const { rows } = await sql<StoredLicence>`
      select id, book_id, kind, seats, expires_at, loans_total, loans_left, ended_at, vendor, order_number, price,
        download, preview,
        added_date, renewal_counts_as_loan,
        (select count(*)::int from allocation join seat on seat.id = seat_id
          where allocation.book_id = licence.book_id and closed_at is null and licence_id = licence.id)
        + (select count(*)::int from hold join seat on seat.id = seat_id
          where hold.book_id = licence.book_id and status = 'READY' and licence_id = licence.id) as in_use,
        (select count(*)::int from allocation join seat on seat.id = seat_id join request using (rental_id)
          where allocation.book_id = licence.book_id and licence_id = licence.id
            and status in ('APPROVED', 'CLOSED')) as loans
      from licence where book_id = any(${bookIds}::uuid[]) order by added_date nulls first, id`.execute(db)
    return rows
  },
)
