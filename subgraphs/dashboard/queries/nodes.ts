import type { StoredEvent } from '../file/tables.ts'
import type * as schema from '../generated/resolvers.ts'
import type { CatalogueRow } from '../projections/catalogue-row.ts'
import type { HoldRow } from '../projections/hold-row.ts'
import type { DashboardRow } from '../projections/row.ts'

/** A rental by its id: whatever else is asked of it is for its owner, except the trace. */
export interface RentalReference {
  readonly id: string
}

export type RowNode = Omit<schema.DashboardRow, 'rental' | 'rentedDate'> & {
  readonly rental: RentalReference
  /** ISO 8601, as the file sorts by it. */
  readonly rentedDate: string
}

/** The row as the schema shows it: plain fields, so that nothing is resolved one by one. */
export function rowNode(row: DashboardRow): RowNode {
  return {
    rentalId: row.rental_id,
    version: row.version,
    userId: row.user_id,
    bookId: row.book_id,
    title: row.title,
    rentalFee: row.rental_fee,
    status: row.status,
    paymentState: row.payment_state,
    refundFailed: row.refund_failed === 1,
    points: row.points,
    refusalReason: row.refusal_reason,
    rentedDate: row.rented_date,
    paidDate: row.paid_date,
    approvedDate: row.approved_date,
    refusedDate: row.refused_date,
    dueAt: row.due_at,
    returnedDate: row.returned_date,
    refundedDate: row.refunded_date,
    canceledDate: row.canceled_date,
    rental: { id: row.rental_id },
    book: { id: row.book_id },
  }
}

export function holdNode(row: HoldRow): schema.HoldRow {
  return {
    holdId: row.hold_id,
    version: row.version,
    userId: row.user_id,
    bookId: row.book_id,
    status: row.status,
    suspended: row.suspended === 1,
    suspendedUntil: row.suspended_until,
    readyUntil: row.ready_until,
    cancelReason: row.cancel_reason,
    hold: { id: row.hold_id },
    book: { id: row.book_id },
  }
}

export function titleNode(row: CatalogueRow): schema.CatalogueRow {
  return {
    bookId: row.book_id,
    title: row.title,
    rentalFee: row.rental_fee,
    status: row.status,
    seatsTotal: row.seats_total,
    seatsFree: row.seats_free,
    timesRequested: row.times_requested,
  }
}

export function traceEntry(rentalId: string, event: StoredEvent): schema.TraceEntry {
  return {
    eventId: event.event_id,
    eventType: event.type,
    time: event.time,
    actor: event.actor,
    causationId: event.causation_id,
    correlationId: rentalId,
  }
}
