import { sql, type Kysely, type Transaction } from 'kysely'
import { storeOperation } from '@ebook/nats/store-operation'
import { storedRow, stateOf, type PaymentDatabase } from '../database.ts'
import type { Payment } from '../payment/state.ts'

/** Locks the row. */
export const loadPayment = storeOperation(
  'payment/load-payment',
  async (tx: Transaction<PaymentDatabase>, id: string): Promise<Payment | undefined> => {
    const row = await tx.selectFrom('payment').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
    return row && stateOf(row)
  },
)

export const savePayment = storeOperation(
  'payment/save-payment',
  async (
    tx: Transaction<PaymentDatabase>,
    id: string,
    state: Payment,
    previous: Payment | undefined,
  ): Promise<void> => {
    if (previous === undefined) await tx.insertInto('payment').values(storedRow(state)).execute()
    else await tx.updateTable('payment').set(storedRow(state)).where('id', '=', id).execute()
  },
)

/** As it is now; locks nothing. */
export const findPayment = storeOperation(
  'payment/find-payment',
  async (db: Kysely<PaymentDatabase>, id: string): Promise<Payment | undefined> => {
    const row = await db.selectFrom('payment').selectAll().where('id', '=', id).executeTakeFirst()
    return row && stateOf(row)
  },
)

/**
 * Every payment of the rental, in the order of the attempts, and the owner's clock (rule G6). Whoever decides whether
 * there may be another one waits here for the others who do: a pay() and a cancellation of a rental that has no row yet
 * have no row to lock.
 */
export const lockPaymentsOf = storeOperation(
  'payment/lock-payments-of',
  async (
    tx: Transaction<PaymentDatabase>,
    rentalId: string,
  ): Promise<{ readonly payments: readonly Payment[]; readonly now: Date }> => {
    const { rows: locks } = await sql<{ now: Date }>`
      select now() from pg_advisory_xact_lock(hashtextextended(${`rental/${rentalId}`}, 0))`.execute(tx)
    const [lock] = locks
    if (!lock) throw new Error('select now() gave no row')
    // A statement of its own: the one that waited for the lock cannot see what was committed while it waited.
    const rows = await tx
      .selectFrom('payment')
      .selectAll()
      .where('rental_id', '=', rentalId)
      .orderBy('attempt_no')
      .execute()
    return { payments: rows.map(stateOf), now: lock.now }
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
      .selectAll('payment')
      .select('task.due_at')
      .where('payment.id', '=', sql<string>`any(${ids}::uuid[])`)
      .where('payment.attempt_no', '>', 0)
    const rows = await (visible === 'all' ? payments : payments.where('payment.user_id', '=', visible.userId)).execute()
    return rows.map(({ due_at, ...row }) => ({ payment: stateOf(row), nextTry: due_at }))
  },
)
