import { sql, type ExpressionBuilder, type Kysely, type Transaction } from 'kysely'
import { storeOperation } from '@ebook/nats/store-operation'
import type { RentDatabase } from '../database.ts'

/** Rentals for which it is time, by the owner's clock (rule G6). */
export type DueRentals =
  | { readonly what: 'LOAN_OVER' }
  /** A payment that was deferred, or a call of which no answer was written down. */
  | { readonly what: 'PAYMENT_DEFERRED' }
  /** Their time to pay ended at least so long ago. */
  | { readonly what: 'UNPAID'; readonly agoMs: number }

/** Some that are due; another replica may have locked them. */
export const findDue = storeOperation(
  'rent/find-due',
  async (db: Kysely<RentDatabase>, due: DueRentals, limit: number): Promise<readonly string[]> => {
    const found = await db
      .selectFrom('rental')
      .select('id')
      .where((rental) => isDue(rental, due))
      .limit(limit)
      .execute()
    return found.map(({ id }) => id)
  },
)

/** Locks one that is still due and returns the owner's clock; undefined when it is not due, or another has locked it. */
export const lockDue = storeOperation(
  'rent/lock-due',
  async (tx: Transaction<RentDatabase>, due: DueRentals, id: string): Promise<Date | undefined> => {
    const row = await tx
      .selectFrom('rental')
      .select(sql<Date>`now()`.as('now'))
      .where('id', '=', id)
      .where((rental) => isDue(rental, due))
      .forUpdate()
      .skipLocked()
      .executeTakeFirst()
    return row?.now
  },
)

function isDue(rental: ExpressionBuilder<RentDatabase, 'rental'>, due: DueRentals) {
  switch (due.what) {
    case 'LOAN_OVER':
      return rental.and([rental('status', '=', 'APPROVED'), rental('due_at', '<=', sql<Date>`now()`)])
    case 'PAYMENT_DEFERRED':
      return rental.and([
        rental('status', '=', 'RENTED'),
        rental('payment_state', '=', 'PENDING'),
        rental('retry_after', '<=', sql<Date>`now()`),
        rental('pay_until', '>', sql<Date>`now()`),
      ])
    case 'UNPAID':
      return rental.and([
        rental('status', '=', 'RENTED'),
        rental('pay_until', '<=', sql<Date>`now() - ${due.agoMs} * interval '1 millisecond'`),
      ])
  }
}
