import { sql, type Kysely, type Transaction } from 'kysely'
import type { Loaded, Saved } from '@ebook/chassis/handle-command'
import { columnsOf, lockRows, saveRows } from '@ebook/chassis/sql/rows'
import { storeOperation } from '@ebook/nats/store-operation'
import { storeWrite } from '@ebook/nats/store-write'
import { rentalOf, storedRow, type RentalTable, type RentDatabase } from '../database.ts'
import type { Rental } from '../rental/state.ts'

export const RENTAL_COLUMNS = columnsOf<RentalTable>()(
  'id',
  'user_id',
  'book_id',
  'title',
  'rental_fee',
  'rented_date',
  'pay_until',
  'pay_until_raised',
  'loan_period_days',
  'max_renewals',
  'cancel_window_ms',
  'shorter_loan_ends',
  'points_to_use',
  'status',
  'payment_state',
  'refund_state',
  'attempt_no',
  'pay_calls',
  'retry_after',
  'payment_id',
  'payment_status',
  'charged_amount',
  'refunded_amount',
  'cancel_requested_for',
  'cancel_reason',
  'copy_id',
  'starts_at',
  'due_at',
  'returned_date',
  'expired_date',
  'canceled_date',
  'licence_ends_at',
  'renewal_counts',
  'opened_date',
  'auto_renewal',
  'renew_at',
  'renewal_count',
  'payback',
)

/** Locks the rows, in the order of their ids. */
export const loadRentals = storeOperation(
  'rent/load-rentals',
  (tx: Transaction<RentDatabase>, ids: readonly string[]): Promise<Loaded<Rental>> =>
    lockRows(tx, 'rental', 'id', RENTAL_COLUMNS, sql`id = any(${ids}::uuid[])`, rentalOf),
)

/** A second open rental of one title for one member violates rental_open_title. */
export const saveRentals = storeWrite('rent/save-rentals', (saved: readonly Saved<Rental>[]) => {
  const rentals = saveRows('rental', 'id', RENTAL_COLUMNS, saved, storedRow)
  const renewed = saved.filter(isLoanRenewed).map(({ state }) => state.bookId)
  if (renewed.length === 0) return rentals
  return {
    ...rentals,
    // Until book has heard of it and says how many are left.
    renewed_loan: sql`
      update book set loans_to_renew = greatest(0, loans_to_renew - renewed.loans)
      from (select book_id, count(*)::integer as loans from unnest(${renewed}::uuid[]) as book_id group by book_id) renewed
      where book.book_id = renewed.book_id and loans_to_renew is not null`,
  }
})

/** By a renewal that is a loan of the licence. */
export const isLoanRenewed = ({ state, previous }: Saved<Rental>): boolean =>
  state.renewalCounts && previous !== undefined && state.renewalCount > previous.renewalCount

/** Whose rentals may be seen: one member's, or everybody's. */
export type Visible = { readonly userId: string } | 'all'

export interface ReadRental {
  readonly rental: Rental
  /** The owner's clock (rule G6). */
  readonly now: Date
}

const COLUMNS = sql.raw(RENTAL_COLUMNS.join(', '))

/** One statement for any number of rentals; those that are not there to be seen are left out. */
export const readVisibleRentals = storeOperation(
  'rent/read-visible-rentals',
  async (db: Kysely<RentDatabase>, ids: readonly string[], visible: Visible): Promise<readonly ReadRental[]> => {
    const theirs = visible === 'all' ? sql`` : sql`and user_id = ${visible.userId}`
    // Asked at every look of a client: Kysely takes longer to build it column by column than PostgreSQL to answer it.
    const { rows } = await sql<RentalTable & { now: Date }>`
      select ${COLUMNS}, now() as now from rental where id = any(${ids}::uuid[]) ${theirs}`.execute(db)
    return rows.map(({ now, ...row }) => ({ rental: rentalOf(row), now }))
  },
)
