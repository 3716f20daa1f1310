import { sql, type Kysely, type Transaction } from 'kysely'
import { storeOperation } from '@ebook/nats/store-operation'
import type { RentDatabase } from '../database.ts'
import type { KnownBook } from '../rental/language.ts'

/** A title as book registered it; told again, it keeps its status. */
export const keepBook = storeOperation(
  'rent/keep-book',
  async (tx: Transaction<RentDatabase>, bookId: string, title: string, rentalFee: number): Promise<void> => {
    const told = { title, rental_fee: rentalFee }
    await tx
      .insertInto('book')
      .values({ book_id: bookId, ...told, status: null })
      .onConflict((conflict) => conflict.column('book_id').doUpdateSet(told))
      .execute()
  },
)

/** Nothing happens when the title is not known. */
export const setBookStatus = storeOperation(
  'rent/set-book-status',
  async (tx: Transaction<RentDatabase>, bookId: string, status: KnownBook['status']): Promise<void> => {
    await tx.updateTable('book').set({ status }).where('book_id', '=', bookId).execute()
  },
)

/** Those of the ids that are known. */
export const knownBooks = storeOperation(
  'rent/known-books',
  async (db: Kysely<RentDatabase>, bookIds: readonly string[]): Promise<ReadonlySet<string>> => {
    const rows = await db
      .selectFrom('book')
      .select('book_id')
      .where('book_id', '=', sql<string>`any(${bookIds}::uuid[])`)
      .execute()
    return new Set(rows.map(({ book_id }) => book_id))
  },
)
