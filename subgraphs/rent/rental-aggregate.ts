import { begin, handleCommand, load, statesOf, type Aggregate, type Handled } from '@ebook/chassis/handle-command'
import { messageOf } from '@ebook/nats/event'
import type { Cause } from '@ebook/nats/outbox'
import type { UnitOfWork } from '@ebook/nats/unit-of-work'
import type { RentDatabase } from './database.ts'
import {
  Canceled,
  CancelRequested,
  Expired,
  LoanOpened,
  LoanStarted,
  RefundRequested,
  AutoRenewalPutOff,
  PayUntilRaised,
  Renewed,
  RentalAnonymised,
  Rented,
  Returned,
} from './events.ts'
import { decide } from './rental/decide.ts'
import type { RentalCommand, RentalEvent, RentalRefusal } from './rental/language.ts'
import { evolve, type Rental } from './rental/state.ts'
import { loadRentals, saveRentals } from './sql/rental.ts'

const rentalAggregate: Aggregate<RentDatabase, RentalCommand, RentalEvent, Rental, RentalRefusal> = {
  type: 'Rental',
  producer: 'rent',
  load: loadRentals,
  save: saveRentals,
  decide,
  evolve,
  publish,
}

/** Locks rentals that will be told something, all at once. */
export const fetchRentals = (
  unit: UnitOfWork<RentDatabase>,
  told: readonly { readonly rentalId: string }[],
): Promise<void> =>
  load(
    unit,
    rentalAggregate,
    told.map(({ rentalId }) => rentalId),
  )

/** As it stands in this unit of work, which locks it. */
export async function knownRental(unit: UnitOfWork<RentDatabase>, rentalId: string): Promise<Rental | undefined> {
  await fetchRentals(unit, [{ rentalId }])
  return statesOf(unit, rentalAggregate).find(({ id }) => id === rentalId)
}

type CommandAt = (now: Date) => RentalCommand
/** `about` reads, in the transaction, what a command needs to know beside its rental. */
export type ToTell =
  CommandAt | { readonly about: (unit: UnitOfWork<RentDatabase>, rentalId: string) => Promise<CommandAt> }

/** Tells a rental something. */
export async function tellRental(
  unit: UnitOfWork<RentDatabase>,
  id: string,
  command: ToTell,
  cause: Cause,
): Promise<Handled<Rental, RentalEvent, RentalRefusal>> {
  const commandAt = 'about' in command ? await command.about(unit, id) : command
  return handleCommand(unit, rentalAggregate, id, commandAt, cause)
}

/** Begins a rental under an id that was made for it: there is no row to look for. */
export function beginRental(
  unit: UnitOfWork<RentDatabase>,
  command: Extract<RentalCommand, { type: 'requestRental' }>,
  cause: Cause,
): Promise<Handled<Rental, RentalEvent, RentalRefusal>> {
  begin(unit, rentalAggregate, command.rentalId)
  return handleCommand(unit, rentalAggregate, command.rentalId, () => command, cause)
}

/** What others hear, in the published language (events.ts). The rest stays in the history. */
function publish(event: RentalEvent, rental: Rental) {
  const { id: rentalId } = rental
  switch (event.type) {
    case 'Rented': {
      const { userId, bookId, title, rentalFee } = event
      const dates = { rentedDate: event.rentedDate.toISOString(), payUntil: event.payUntil.toISOString() }
      const asked = {
        ...(event.holdIfTaken && { holdIfTaken: true as const }),
        ...(event.pointsToUse > 0 && { pointsToUse: event.pointsToUse }),
      }
      const terms = {
        ...(event.loanPeriodDays !== null && { loanPeriodDays: event.loanPeriodDays }),
        ...(event.maxRenewals !== null && { maxRenewals: event.maxRenewals }),
      }
      return messageOf(Rented, { rentalId, userId, bookId, title, rentalFee, ...dates, ...terms, ...asked })
    }
    case 'LoanStarted': {
      const { paymentId, userId, bookId, copyId } = event
      const dates = { startsAt: event.startsAt.toISOString(), dueAt: event.dueAt.toISOString() }
      return messageOf(LoanStarted, { rentalId, paymentId, userId, bookId, copyId, ...dates })
    }
    case 'LoanOpened': {
      const { userId, bookId } = event
      return messageOf(LoanOpened, { rentalId, userId, bookId, openedDate: event.openedDate.toISOString() })
    }
    case 'Renewed': {
      const { userId, bookId, renewalCount, automatic } = event
      const dates = { previousDueAt: event.previousDueAt.toISOString(), dueAt: event.dueAt.toISOString() }
      return messageOf(Renewed, { rentalId, userId, bookId, ...dates, renewalCount, automatic })
    }
    case 'AutoRenewalPutOff': {
      const { code } = event
      // These pass by themselves, within moments.
      if (code === 'RENEWAL_UNKNOWN' || code === 'RENEWAL_TOO_EARLY' || rental.status !== 'APPROVED') return undefined
      const { userId, bookId, dueAt } = rental
      return messageOf(AutoRenewalPutOff, { rentalId, userId, bookId, dueAt: dueAt.toISOString(), code })
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
      const { type: _, ...asked } = event
      return messageOf(CancelRequested, { ...asked, requestedDate: event.requestedDate.toISOString() })
    }
    case 'Canceled': {
      const { bookId, userId, reason, refundedAmount } = event
      const canceledDate = event.canceledDate.toISOString()
      return messageOf(Canceled, { rentalId, bookId, userId, canceledDate, reason, refundedAmount })
    }
    case 'RefundRequested':
      return messageOf(RefundRequested, { rentalId, paymentId: event.paymentId, reason: event.reason })
    case 'RentalAnonymised': {
      const { bookId, pseudonym } = event
      return messageOf(RentalAnonymised, { rentalId, bookId, pseudonym })
    }
    case 'PaymentWaitsForMember': {
      const { userId, bookId } = rental
      const { payUntil } = event
      return payUntil && messageOf(PayUntilRaised, { rentalId, userId, bookId, payUntil: payUntil.toISOString() })
    }
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
    case 'AutoRenewalSet':
      return undefined
  }
}
