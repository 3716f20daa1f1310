import { sql, type Kysely } from 'kysely'
import { rentalColumns, type RentDatabase } from '../database.ts'
import { viewOf, type RentalView } from '../rental-view.ts'

/** Whose rentals may be seen: one member's, or everybody's. */
export type Visible = { readonly userId: string } | 'all'

/** One statement for any number of rentals; those that are not there to be seen are left out. */
export async function readRentals(
  db: Kysely<RentDatabase>,
  ids: readonly string[],
  visible: Visible,
): Promise<RentalView[]> {
  const rentals = db
    .selectFrom('rental')
    .select(rentalColumns)
    .select(sql<Date>`now()`.as('now'))
    .where('id', '=', sql<string>`any(${ids}::uuid[])`)
  const rows = await (visible === 'all' ? rentals : rentals.where('user_id', '=', visible.userId)).execute()
  return rows.map(({ now, ...rental }) => viewOf(rental, now))
}
