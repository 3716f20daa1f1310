import { sql, type ExpressionBuilder, type Kysely, type Transaction } from 'kysely'
import { dueAmong } from '@ebook/chassis/sql/due'
import { storeOperation } from '@ebook/nats/store-operation'
import type { RentDatabase } from '../database.ts'

/** Rentals for which it is time, by the owner's clock (rule G6). */
export type DueRentals =
  | { readonly what: 'LOAN_OVER' }
  /** Loans that renew by themselves. */
  | { readonly what: 'AUTO_RENEWAL' }
  /** A payment that was deferred, or a call of which no answer was written down. */
  | { readonly what: 'PAYMENT_DEFERRED' }
  /** Their time to pay ended at least so long ago. */
  | { readonly what: 'UNPAID'; readonly agoMs: number }
  /** Loans of a title that were to be taken back since they began. */
  | { readonly what: 'REVOKED'; readonly bookId: string }

export interface FoundDue {
  /** Another replica may have locked them. */
  readonly ids: readonly string[]
  /** Milliseconds until the next one is due, if it is known and these are all that are. */
  readonly nextInMs: number | undefined
}

/** Those that are due for the longest, and when the next one will be. */
export const findDue = storeOperation(
  'rent/find-due',
  async (db: Kysely<RentDatabase>, due: DueRentals, limit: number): Promise<FoundDue> => {
    const { at, agoMs } = dateOf(due)
    const found = await db
      .selectFrom('rental')
      .select(['id', sql<number>`extract(epoch from ${sql.ref(at)} - now())::float8 * 1000 + ${agoMs}`.as('inMs')])
      .where((rental) => isOpen(rental, due))
      .orderBy(at)
      .limit(limit + 1)
      .execute()
    const { due: now, nextInMs } = dueAmong(found, limit)
    return { ids: now.map(({ id }) => id), nextInMs }
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
  const { at, agoMs } = dateOf(due)
  return rental.and([isOpen(rental, due), rental(at, '<=', sql<Date>`now() - ${agoMs} * interval '1 millisecond'`)])
}

/**
 * Whether there is something to wait for. The status is written out: a statement is planned for any values, and PostgreSQL
 * takes an index of the few that are open only where it sees that these are asked for.
 */
function isOpen(rental: ExpressionBuilder<RentDatabase, 'rental'>, due: DueRentals) {
  switch (due.what) {
    case 'LOAN_OVER':
      return rental('status', '=', sql.lit('APPROVED'))
    case 'AUTO_RENEWAL':
      return rental.and([rental('status', '=', sql.lit('APPROVED')), rental('renew_at', 'is not', null)])
    case 'PAYMENT_DEFERRED':
      return rental.and([
        rental('status', '=', sql.lit('RENTED')),
        rental('payment_state', '=', 'PENDING'),
        rental('retry_after', 'is not', null),
        rental('pay_until', '>', sql<Date>`now()`),
      ])
    case 'UNPAID':
      return rental('status', '=', sql.lit('RENTED'))
    case 'REVOKED':
      return rental.and([rental('status', '=', sql.lit('APPROVED')), rental('book_id', '=', due.bookId)])
  }
}

/** The date that has to be so long ago. */
function dateOf(due: DueRentals): {
  readonly at: 'due_at' | 'renew_at' | 'retry_after' | 'pay_until' | 'starts_at'
  readonly agoMs: number
} {
  switch (due.what) {
    case 'LOAN_OVER':
      return { at: 'due_at', agoMs: 0 }
    case 'AUTO_RENEWAL':
      return { at: 'renew_at', agoMs: 0 }
    case 'PAYMENT_DEFERRED':
      return { at: 'retry_after', agoMs: 0 }
    case 'UNPAID':
      return { at: 'pay_until', agoMs: due.agoMs }
    case 'REVOKED':
      return { at: 'starts_at', agoMs: 0 }
  }
}
