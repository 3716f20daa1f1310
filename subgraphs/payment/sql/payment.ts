import { sql, type Kysely, type Transaction } from 'kysely'
import type { Loaded, Saved } from '@ebook/chassis/handle-command'
import { columnsOf, lockRows, saveRows } from '@ebook/chassis/sql/rows'
import { storeOperation } from '@ebook/nats/store-operation'
import { storeWrite } from '@ebook/nats/store-write'
import { stateOf, storedRow, type PaymentDatabase, type PaymentTable } from '../database.ts'
import type { Payment } from '../payment/state.ts'

const COLUMNS = columnsOf<PaymentTable>()(
  'id',
  'rental_id',
  'user_id',
  'book_id',
  'method',
  'status',
  'attempt_no',
  'key',
  'rental_fee',
  'points_to_use',
  'points_used',
  'points_returned',
  'requested_date',
  'charged_amount',
  'action_ref',
  'action_url',
  'action_expires_at',
  'wrong_charge',
  'void_requested_for',
  'paid_date',
  'decline_reason',
  'refund_reason',
  'refund_attempt',
  'refund_step',
  'refund_keep_loan',
  'points_revoked',
  'point_shortfall',
  'refunded_date',
  'refund_error_code',
)

/** Locks the rows, in the order of their ids. */
export const loadPayments = storeOperation(
  'payment/load-payments',
  (tx: Transaction<PaymentDatabase>, ids: readonly string[]): Promise<Loaded<Payment>> =>
    lockRows(tx, 'payment', 'id', COLUMNS, sql`id = any(${ids}::uuid[])`, stateOf),
)

/**
 * Every payment of the rentals, as `loadPayments`. Whoever decides whether there may be another one waits here for the
 * others who do: a pay() and a cancellation of a rental that has no payment yet have no row to lock.
 */
export const loadPaymentsOf = storeOperation(
  'payment/load-payments-of',
  async (tx: Transaction<PaymentDatabase>, rentalIds: readonly string[]): Promise<Loaded<Payment>> => {
    const keys = [...new Set(rentalIds.map((rentalId) => `rental/${rentalId}`))].toSorted()
    const [, loaded] = await Promise.all([
      sql`select pg_advisory_xact_lock(hashtextextended(key, 0)) from unnest(${keys}::text[]) as key`.execute(tx),
      // A statement of its own: the one that waits for the locks cannot see what is committed while it waits.
      lockRows(tx, 'payment', 'id', COLUMNS, sql`rental_id = any(${rentalIds}::uuid[])`, stateOf),
    ])
    return loaded
  },
)

export const savePayments = storeWrite('payment/save-payments', (saved: readonly Saved<Payment>[]) =>
  saveRows('payment', 'id', COLUMNS, saved, storedRow),
)

/** As it is now; locks nothing. */
export const findPayment = storeOperation(
  'payment/find-payment',
  async (db: Kysely<PaymentDatabase>, id: string): Promise<Payment | undefined> => {
    const row = await db.selectFrom('payment').select(COLUMNS).where('id', '=', id).executeTakeFirst()
    return row && stateOf(row)
  },
)

/** Whose payments may be seen: one member's, or everybody's. */
export type Visible = { readonly userId: string } | 'all'

export interface ReadPayment {
  readonly payment: Payment
  /** When the next step is tried; null when there is none. */
  readonly nextTry: Date | null
}

/** One statement for any number of payments; those that are not there to be seen are left out, and so are tombstones. */
export const readVisiblePayments = storeOperation(
  'payment/read-visible-payments',
  async (db: Kysely<PaymentDatabase>, ids: readonly string[], visible: Visible): Promise<readonly ReadPayment[]> => {
    const payments = db
      .selectFrom('payment')
      .leftJoin('payment_task as task', 'task.payment_id', 'payment.id')
      .select(COLUMNS)
      .select('task.due_at')
      .where('payment.id', '=', sql<string>`any(${ids}::uuid[])`)
      .where('payment.attempt_no', '>', 0)
    const rows = await (visible === 'all' ? payments : payments.where('payment.user_id', '=', visible.userId)).execute()
    return rows.map(({ due_at, ...row }) => ({ payment: stateOf(row), nextTry: due_at }))
  },
)
