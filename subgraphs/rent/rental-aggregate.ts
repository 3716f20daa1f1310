import type { Transaction } from 'kysely'
import { handleCommand, type Aggregate, type Handled } from '@ebook/chassis/handle-command'
import { messageOf } from '@ebook/nats/event'
import type { Cause } from '@ebook/nats/outbox'
import type { RentDatabase } from './database.ts'
import { Canceled, CancelRequested, Expired, LoanStarted, RefundRequested, Rented, Returned } from './events.ts'
import { decide } from './rental/decide.ts'
import type { RentalCommand, RentalEvent, RentalRefusal } from './rental/language.ts'
import { evolve, type Rental } from './rental/state.ts'
import { loadRental, saveRental } from './sql/rental.ts'

const rentalAggregate: Aggregate<RentDatabase, RentalCommand, RentalEvent, Rental, RentalRefusal> = {
  type: 'Rental',
  producer: 'rent',
  load: loadRental,
  save: saveRental,
  decide,
  evolve,
  publish,
}

/** Tells a rental something, in the caller's transaction. */
export function tellRental(
  tx: Transaction<RentDatabase>,
  id: string,
  command: RentalCommand,
  cause: Cause,
): Promise<Handled<Rental, RentalEvent, RentalRefusal>> {
  return handleCommand(tx, rentalAggregate, id, command, cause)
}

/** Begins a rental under an id that was made for it: there is no row to look for. */
export function beginRental(
  tx: Transaction<RentDatabase>,
  command: Extract<RentalCommand, { type: 'requestRental' }>,
  cause: Cause,
): Promise<Handled<Rental, RentalEvent, RentalRefusal>> {
  return handleCommand(tx, { ...rentalAggregate, load: async () => undefined }, command.rentalId, command, cause)
}

/** What others hear, in the published language (events.ts). The rest stays in the history. */
function publish(event: RentalEvent, { id: rentalId }: Rental) {
  switch (event.type) {
    case 'Rented': {
      const { userId, bookId, title, rentalFee } = event
      const dates = { rentedDate: event.rentedDate.toISOString(), payUntil: event.payUntil.toISOString() }
      return messageOf(Rented, { rentalId, userId, bookId, title, rentalFee, ...dates })
    }
    case 'LoanStarted': {
      const { paymentId, userId, bookId, copyId } = event
      const dates = { startsAt: event.startsAt.toISOString(), dueAt: event.dueAt.toISOString() }
      return messageOf(LoanStarted, { rentalId, paymentId, userId, bookId, copyId, ...dates })
    }
    case 'Returned': {
      const { bookId, copyId, early } = event
      return messageOf(Returned, { rentalId, bookId, copyId, returnedDate: event.returnedDate.toISOString(), early })
    }
    case 'Expired': {
      const { bookId, copyId } = event
      const dates = { dueAt: event.dueAt.toISOString(), expiredDate: event.expiredDate.toISOString() }
      return messageOf(Expired, { rentalId, bookId, copyId, ...dates })
    }
    case 'CancelRequested': {
      const { bookId, userId, paymentId, reason, loanStarted } = event
      const requestedDate = event.requestedDate.toISOString()
      return messageOf(CancelRequested, { rentalId, bookId, userId, paymentId, reason, requestedDate, loanStarted })
    }
    case 'Canceled': {
      const { bookId, userId, reason, refundedAmount } = event
      const canceledDate = event.canceledDate.toISOString()
      return messageOf(Canceled, { rentalId, bookId, userId, canceledDate, reason, refundedAmount })
    }
    case 'RefundRequested':
      return messageOf(RefundRequested, { rentalId, paymentId: event.paymentId, reason: event.reason })
    case 'PaymentRequested':
    case 'PaymentDeferred':
    case 'PaymentConfirmed':
    case 'PaymentDeclined':
    case 'PaymentVoided':
    case 'RefusalNoted':
    case 'ApprovalVoided':
    case 'RefundRecorded':
    case 'RefundFailureNoted':
    case 'PointsNoted':
      return undefined
  }
}
