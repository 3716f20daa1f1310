import { sql, type Kysely, type Transaction } from 'kysely'
import { storeOperation } from '@ebook/nats/store-operation'
import { rentalOf, storedRow, type RentDatabase } from '../database.ts'
import type { Rental } from '../rental/state.ts'

/** Locks the row. */
export const loadRental = storeOperation(
  'rent/load-rental',
  async (tx: Transaction<RentDatabase>, id: string): Promise<Rental | undefined> => {
    const row = await tx.selectFrom('rental').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
    return row && rentalOf(row)
  },
)

/** A second open rental of one title for one member violates rental_open_title. */
export const saveRental = storeOperation(
  'rent/save-rental',
  async (tx: Transaction<RentDatabase>, id: string, state: Rental, previous: Rental | undefined): Promise<void> => {
    if (previous === undefined) await tx.insertInto('rental').values(storedRow(state)).execute()
    else await tx.updateTable('rental').set(storedRow(state)).where('id', '=', id).execute()
  },
)

/** Whose rentals may be seen: one member's, or everybody's. */
export type Visible = { readonly userId: string } | 'all'

export interface ReadRental {
  readonly rental: Rental
  /** The owner's clock (rule G6). */
  readonly now: Date
}

/** One statement for any number of rentals; those that are not there to be seen are left out. */
export const readVisibleRentals = storeOperation(
  'rent/read-visible-rentals',
  async (db: Kysely<RentDatabase>, ids: readonly string[], visible: Visible): Promise<readonly ReadRental[]> => {
    const rentals = db
      .selectFrom('rental')
      .selectAll()
      .select(sql<Date>`now()`.as('now'))
      .where('id', '=', sql<string>`any(${ids}::uuid[])`)
    const rows = await (visible === 'all' ? rentals : rentals.where('user_id', '=', visible.userId)).execute()
    return rows.map(({ now, ...row }) => ({ rental: rentalOf(row), now }))
  },
)
