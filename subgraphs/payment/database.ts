import type { Generated, GeneratedAlways } from 'kysely'
import type { Migration } from 'kysely/migration'
import { checkedByFunction } from '@ebook/chassis/checked-by-function'
import { compactChecks } from '@ebook/chassis/compact-checks'
import { counters } from '@ebook/chassis/counters'
import type { HistoryTables } from '@ebook/chassis/history'
import { fieldsOf, rowOf, type Nullable, type RowOf } from '@ebook/chassis/rows'
import type { MessagingTables } from '@ebook/nats/tables'
import { actions } from './migrations/actions.ts'
import { ledgerCheck } from './migrations/ledger-check.ts'
import { ledger } from './migrations/ledger.ts'
import { paymentTask } from './migrations/payment-task.ts'
import { payment } from './migrations/payment.ts'
import { pointsThatPay } from './migrations/points-that-pay.ts'
import { privacy } from './migrations/privacy.ts'
import { simulatedProvider } from './migrations/simulated-provider.ts'
import { unsettled } from './migrations/unsettled.ts'
import type { LedgerAccount, LedgerKind } from './payment/ledger.ts'
import type { Payment, RefundedPayment } from './payment/state.ts'

export interface PaymentDatabase extends MessagingTables, HistoryTables {
  payment: PaymentTable
  payment_task: PaymentTaskTable
  ledger_line: LedgerLineTable
  receipt: ReceiptTable
  /** Messages of the provider that were heard. */
  webhook: { id: string; at: Generated<Date> }
}

/** The refund lies flat in the row, and so does what the member has to do. */
interface StoredRefund {
  readonly refundReason: Refund['reason']
  readonly refundAttempt: number
  readonly refundStep: Refund['step']
  readonly refundKeepLoan: boolean
  readonly pointsRevoked: number
  readonly pointShortfall: number
  readonly refundedDate: Date | null
  readonly refundErrorCode: string | null
}
interface StoredAction {
  readonly actionRef: string
  readonly actionUrl: string
  readonly actionExpiresAt: Date
}
type Refund = RefundedPayment['refund']
type StoredPayment = Omit<Payment, 'refund' | 'action'> & Nullable<StoredRefund> & Nullable<StoredAction>
export type PaymentTable = RowOf<StoredPayment>

/** What is still to be asked of the provider or of promotion; see payment-task.ts. */
export interface PaymentTaskTable {
  payment_id: string
  kind: 'CHARGE' | 'SPEND' | 'ACTION' | 'REFUND'
  due_at: Generated<Date>
  tries: Generated<number>
  leased_until: Date | null
  /** The provider told of it since it was claimed, so it is not put off. */
  hinted: Generated<boolean>
  causation_id: string
  actor: string
  traceparent: string | null
}

/** What the books keep of a payment when its rental is forgotten: who paid how much on which day. */
export interface ReceiptTable extends Pick<
  PaymentTable,
  'user_id' | 'method' | 'rental_fee' | 'charged_amount' | 'points_used' | 'points_returned'
> {
  id: string
  refunded_amount: number
  paid_on: string | null
  refunded_on: string | null
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
  '0015_points_that_pay': pointsThatPay,
  '0020_counters': counters('payment'),
  '0051_actions': actions,
  '0061_privacy': privacy,
  '0081_ledger_check': ledgerCheck,
  '0082_compact_checks': compactChecks,
  '0085_checked_by_function': checkedByFunction('payment'),
}

export function stateOf(row: PaymentTable): Payment {
  const {
    refundReason,
    refundAttempt,
    refundStep,
    refundKeepLoan,
    pointsRevoked,
    pointShortfall,
    refundedDate,
    refundErrorCode,
    actionRef,
    actionUrl,
    actionExpiresAt,
    ...facts
  } = fieldsOf<StoredPayment>(row)
  const refund =
    refundAttempt === null
      ? null
      : {
          reason: refundReason,
          attempt: refundAttempt,
          step: refundStep,
          // A refund that a process of an older release began does not say it.
          keepLoan: refundKeepLoan ?? false,
          pointsRevoked,
          pointShortfall,
          refundedDate,
          errorCode: refundErrorCode,
        }
  const action = actionRef === null ? null : { ref: actionRef, url: actionUrl, expiresAt: actionExpiresAt }
  // The table's checks hold that a status has what it implies.
  return { ...facts, action, refund } as Payment
}

export function storedRow({ refund, action, ...facts }: Payment): PaymentTable {
  return rowOf<StoredPayment>({
    ...facts,
    refundReason: refund?.reason ?? null,
    refundAttempt: refund?.attempt ?? null,
    refundStep: refund?.step ?? null,
    refundKeepLoan: refund?.keepLoan ?? null,
    pointsRevoked: refund?.pointsRevoked ?? null,
    pointShortfall: refund?.pointShortfall ?? null,
    refundedDate: refund?.refundedDate ?? null,
    refundErrorCode: refund?.errorCode ?? null,
    actionRef: action?.ref ?? null,
    actionUrl: action?.url ?? null,
    actionExpiresAt: action?.expiresAt ?? null,
  })
}
