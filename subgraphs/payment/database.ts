import type { HistoryTables } from '@ebook/chassis/history'
import type { MessagingTables } from '@ebook/nats/tables'
import { sql, type Generated, type GeneratedAlways, type Transaction } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { LedgerAccount, LedgerKind } from './payment/ledger.ts'
import { ledger } from './migrations/ledger.ts'
import { paymentTask } from './migrations/payment-task.ts'
import { payment } from './migrations/payment.ts'
import { simulatedProvider } from './migrations/simulated-provider.ts'
import { unsettled } from './migrations/unsettled.ts'
import type { Payment, PaymentMethod, PaymentStatus, RefundReason, RefundStep } from './payment/state.ts'

export interface PaymentDatabase extends MessagingTables, HistoryTables {
  payment: PaymentTable
  payment_task: PaymentTaskTable
  ledger_line: LedgerLineTable
}

export interface PaymentTable {
  id: string
  rental_id: string
  user_id: string
  book_id: string
  method: PaymentMethod
  status: PaymentStatus
  attempt_no: number
  key: string | null
  rental_fee: number
  requested_date: Date
  charged_amount: number
  paid_date: Date | null
  decline_reason: string | null
  void_requested_for: RefundReason | null
  refund_reason: RefundReason | null
  refund_attempt: number | null
  refund_step: RefundStep | null
  points_revoked: number | null
  point_shortfall: number | null
  refunded_date: Date | null
  refund_error_code: string | null
}

/** What is still to be asked of the provider or of promotion; see payment-task.ts. */
export interface PaymentTaskTable {
  payment_id: string
  kind: 'CHARGE' | 'REFUND'
  due_at: Generated<Date>
  tries: Generated<number>
  leased_until: Date | null
  causation_id: string
  actor: string
  traceparent: string | null
}

export interface LedgerLineTable {
  seq: GeneratedAlways<string>
  transaction_id: string
  payment_id: string
  kind: LedgerKind
  account: LedgerAccount
  /** Won; positive is a debit, negative a credit. */
  amount: number
  at: Generated<Date>
}

export const migrations: Record<string, Migration> = {
  '0010_payment': payment,
  '0011_payment_task': paymentTask,
  '0012_ledger': ledger,
  '0013_simulated_provider': simulatedProvider,
  '0014_unsettled': unsettled,
}

export function stateOf(row: PaymentTable): Payment {
  return {
    id: row.id,
    rentalId: row.rental_id,
    userId: row.user_id,
    bookId: row.book_id,
    method: row.method,
    status: row.status,
    attemptNo: row.attempt_no,
    key: row.key,
    rentalFee: row.rental_fee,
    requestedDate: row.requested_date,
    chargedAmount: row.charged_amount,
    paidDate: row.paid_date,
    declineReason: row.decline_reason,
    voidRequestedFor: row.void_requested_for,
    refund:
      row.refund_reason === null || row.refund_attempt === null || row.refund_step === null
        ? null
        : {
            reason: row.refund_reason,
            attempt: row.refund_attempt,
            step: row.refund_step,
            pointsRevoked: row.points_revoked ?? 0,
            pointShortfall: row.point_shortfall ?? 0,
            refundedDate: row.refunded_date,
            errorCode: row.refund_error_code,
          },
  }
}

function rowOf(state: Payment): PaymentTable {
  const { refund } = state
  return {
    id: state.id,
    rental_id: state.rentalId,
    user_id: state.userId,
    book_id: state.bookId,
    method: state.method,
    status: state.status,
    attempt_no: state.attemptNo,
    key: state.key,
    rental_fee: state.rentalFee,
    requested_date: state.requestedDate,
    charged_amount: state.chargedAmount,
    paid_date: state.paidDate,
    decline_reason: state.declineReason,
    void_requested_for: state.voidRequestedFor,
    refund_reason: refund?.reason ?? null,
    refund_attempt: refund?.attempt ?? null,
    refund_step: refund?.step ?? null,
    points_revoked: refund?.pointsRevoked ?? null,
    point_shortfall: refund?.pointShortfall ?? null,
    refunded_date: refund?.refundedDate ?? null,
    refund_error_code: refund?.errorCode ?? null,
  }
}

/** Locks the row. */
export async function loadPayment(tx: Transaction<PaymentDatabase>, id: string): Promise<Payment | undefined> {
  const row = await tx.selectFrom('payment').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
  return row && stateOf(row)
}

export async function savePayment(
  tx: Transaction<PaymentDatabase>,
  id: string,
  state: Payment,
  previous: Payment | undefined,
): Promise<void> {
  if (previous === undefined) await tx.insertInto('payment').values(rowOf(state)).execute()
  else await tx.updateTable('payment').set(rowOf(state)).where('id', '=', id).execute()
}

/**
 * Every payment of the rental, in the order of the attempts, and the owner's clock (rule G6). Whoever decides whether
 * there may be another one waits here for the others who do: a pay() and a cancellation of a rental that has no row yet
 * have no row to lock.
 */
export async function lockPaymentsOf(
  tx: Transaction<PaymentDatabase>,
  rentalId: string,
): Promise<{ payments: Payment[]; now: Date }> {
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
}
