import type { CancelReason, CancelRequestReason, RentalEvent } from './language.ts'
import type { OnLoan, Rental } from './state.ts'

/** The rental is being canceled; whatever was paid goes back first. `loanStarted`: it has been lent. */
export function cancelRequested(
  { id: rentalId, bookId, userId, paymentId }: Rental,
  reason: CancelRequestReason,
  requestedDate: Date,
  loanStarted: boolean,
  note: string | null = null,
): RentalEvent {
  const why = { reason, ...(note !== null && { note }) }
  return { type: 'CancelRequested', rentalId, bookId, userId, paymentId, ...why, requestedDate, loanStarted }
}

export function canceled(
  { id: rentalId, bookId, userId }: Rental,
  reason: CancelReason,
  refundedAmount: number,
  canceledDate: Date,
): RentalEvent {
  return { type: 'Canceled', rentalId, bookId, userId, canceledDate, reason, refundedAmount }
}

export function expired({ id: rentalId, bookId, copyId, dueAt }: OnLoan, expiredDate: Date): RentalEvent {
  return { type: 'Expired', rentalId, bookId, copyId, dueAt, expiredDate }
}
