import { sql, type Kysely } from 'kysely'
import { rentalOf, type RentDatabase } from '../database.ts'
import { viewOf, type RentalView } from '../rental-view.ts'
import { readVisibleRentals, RENTAL_COLUMNS, type Visible } from '../sql/rental.ts'

/** Those that are not there to be seen are left out. */
export async function readRentals(
  db: Kysely<RentDatabase>,
  ids: readonly string[],
  visible: Visible,
): Promise<RentalView[]> {
  const read = await readVisibleRentals(db, ids, visible)
  return read.map(({ rental, now }) => viewOf(rental, now))
}

/** A member's open rentals of these titles: one of each at most. A loan that has run out is none, however late the sweep. */
export async function readOpenRentals(
  db: Kysely<RentDatabase>,
  userId: string,
  bookIds: readonly string[],
): Promise<RentalView[]> {
  const rows = await db
    .selectFrom('rental')
    .select(RENTAL_COLUMNS)
    .select(sql<Date>`now()`.as('now'))
    .where('user_id', '=', userId)
    .where('book_id', '=', sql<string>`any(${bookIds}::uuid[])`)
    .where(sql<boolean>`status in ('RENTED', 'PAID', 'APPROVED', 'REFUSED', 'CANCELING')`)
    .where(sql<boolean>`not (status = 'APPROVED' and due_at <= now())`)
    .execute()
  return rows.map(({ now, ...row }) => viewOf(rentalOf(row), now))
}
