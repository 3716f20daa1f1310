import type { HistoryTables } from '@ebook/chassis/history'
import type { MessagingTables } from '@ebook/nats/tables'
import type { Generated } from 'kysely'
import type { Migration } from 'kysely/migration'
import { rental } from './migrations/rental.ts'
import { request } from './migrations/request.ts'
import type { KnownBook } from './rental/language.ts'
import type { Rental } from './rental/state.ts'

export interface RentDatabase extends MessagingTables, HistoryTables {
  rental: RentalTable
  /** Its rows are only locked: whoever holds a member's row is the only one who decides about their requests. */
  member: { user_id: string }
  idempotency_key: IdempotencyKeyTable
  /** The titles, as book last told. */
  book: BookTable
}

export interface RentalTable {
  id: string
  user_id: string
  book_id: string
  title: string
  rental_fee: number
  rented_date: Date
  pay_until: Date
  status: Rental['status']
  payment_state: Rental['paymentState']
  refund_state: Rental['refundState']
  attempt_no: number
  pay_calls: number
  retry_after: Date | null
  payment_id: string | null
  payment_status: Rental['paymentStatus']
  charged_amount: number | null
  refunded_amount: number | null
  cancel_requested_for: Rental['cancelRequestedFor']
  cancel_reason: Rental['cancelReason']
  copy_id: string | null
  starts_at: Date | null
  due_at: Date | null
  returned_date: Date | null
  expired_date: Date | null
  canceled_date: Date | null
  renewal_count: number
  payback: number | null
}

export interface IdempotencyKeyTable {
  user_id: string
  key: string
  /** What was asked for under the key. */
  fingerprint: string
  rental_id: string
  at: Generated<Date>
}

export interface BookTable {
  book_id: string
  title: string
  rental_fee: number
  status: KnownBook['status']
}

export const migrations: Record<string, Migration> = { '0010_rental': rental, '0011_request': request }

/** A row of `rental` read under the names of the state. */
export const rentalColumns = [
  'id',
  'user_id as userId',
  'book_id as bookId',
  'title',
  'rental_fee as rentalFee',
  'rented_date as rentedDate',
  'pay_until as payUntil',
  'status',
  'payment_state as paymentState',
  'refund_state as refundState',
  'attempt_no as attemptNo',
  'pay_calls as payCalls',
  'retry_after as retryAfter',
  'payment_id as paymentId',
  'payment_status as paymentStatus',
  'charged_amount as chargedAmount',
  'refunded_amount as refundedAmount',
  'cancel_requested_for as cancelRequestedFor',
  'cancel_reason as cancelReason',
  'copy_id as copyId',
  'starts_at as startsAt',
  'due_at as dueAt',
  'returned_date as returnedDate',
  'expired_date as expiredDate',
  'canceled_date as canceledDate',
  'renewal_count as renewalCount',
  'payback',
] as const

export function rowOf(state: Rental): RentalTable {
  return {
    id: state.id,
    user_id: state.userId,
    book_id: state.bookId,
    title: state.title,
    rental_fee: state.rentalFee,
    rented_date: state.rentedDate,
    pay_until: state.payUntil,
    status: state.status,
    payment_state: state.paymentState,
    refund_state: state.refundState,
    attempt_no: state.attemptNo,
    pay_calls: state.payCalls,
    retry_after: state.retryAfter,
    payment_id: state.paymentId,
    payment_status: state.paymentStatus,
    charged_amount: state.chargedAmount,
    refunded_amount: state.refundedAmount,
    cancel_requested_for: state.cancelRequestedFor,
    cancel_reason: state.cancelReason,
    copy_id: state.copyId,
    starts_at: state.startsAt,
    due_at: state.dueAt,
    returned_date: state.returnedDate,
    expired_date: state.expiredDate,
    canceled_date: state.canceledDate,
    renewal_count: state.renewalCount,
    payback: state.payback,
  }
}
