import type { Rental as GraphqlRental } from './generated/resolvers.ts'
import { cancelableUntil, isMoneyTaken, isReadable, type Rental } from './rental/state.ts'

/** A rental as GraphQL shows it, title and payment included: who asks for no more needs no other subgraph. */
export type RentalView = GraphqlRental

/** A title as rent knows it: whoever refers to it knows no more than the id. */
export interface BookReference {
  readonly id: string
  readonly title?: string
}

/** `now` is the owner database's clock. */
export function viewOf(rental: Rental, now: Date): RentalView {
  const { id, userId, bookId, title, paymentId, paymentStatus } = rental
  return {
    id,
    userId,
    bookId,
    book: { id: bookId, title },
    status: rental.status,
    paymentState: rental.paymentState,
    refundState: rental.refundState,
    rentalFee: rental.rentalFee,
    rentedDate: rental.rentedDate,
    payUntil: rental.payUntil,
    retryAfter: rental.retryAfter,
    payment:
      paymentId === null || paymentStatus === null
        ? null
        : { id: paymentId, status: paymentStatus, chargedAmount: chargedAmount(rental) },
    startsAt: rental.startsAt,
    dueAt: rental.dueAt,
    returnedDate: rental.returnedDate,
    expiredDate: rental.expiredDate,
    canceledDate: rental.canceledDate,
    cancelReason: rental.cancelReason,
    loanPeriodDays: rental.loanPeriodDays,
    maxRenewals: rental.maxRenewals,
    openedDate: rental.openedDate,
    cancelableUntil: stillCancelableUntil(rental, now),
    autoRenewal: rental.autoRenewal,
    pointsToUse: rental.pointsToUse,
    renewalCount: rental.renewalCount,
    readable: isReadable(rental, now),
    payback: rental.payback,
    serverNow: now,
  }
}

function stillCancelableUntil(rental: Rental, now: Date): Date | null {
  const until = rental.status === 'APPROVED' && isReadable(rental, now) ? cancelableUntil(rental) : undefined
  return until && now < until ? until : null
}

/** A refusal or refund can be heard before the payment that it is about: that one charged what the points left of the fee. */
function chargedAmount(rental: Rental): number {
  return rental.chargedAmount ?? (isMoneyTaken(rental) ? rental.rentalFee - rental.pointsToUse : 0)
}
