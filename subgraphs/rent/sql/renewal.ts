import { sql, type Kysely } from 'kysely'
import { storeOperation } from '@ebook/nats/store-operation'
import type { RentDatabase } from '../database.ts'

/** By rental: how many wait for its title. */
export const readHoldsWaiting = storeOperation(
  'rent/read-holds-waiting',
  async (db: Kysely<RentDatabase>, rentalIds: readonly string[]): Promise<ReadonlyMap<string, number>> => {
    const rows = await db
      .selectFrom('rental')
      .innerJoin('book', 'book.book_id', 'rental.book_id')
      .select(['rental.id', 'book.holds_waiting'])
      .where('rental.id', '=', sql<string>`any(${rentalIds}::uuid[])`)
      .execute()
    return new Map(rows.map((row) => [row.id, row.holds_waiting]))
  },
)
