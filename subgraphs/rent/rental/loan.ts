import { happens, refuses, staysQuiet } from '@ebook/chassis/decider'
import { cancelRequested, expired } from './endings.ts'
import type { Command, RentalDecision, RentalEvent } from './language.ts'
import { renewalOf } from './renewal.ts'
import { isDue, isMoneyOwed, isTerminal, type OnLoan, type Rental } from './state.ts'

const DAY_MS = 86_400_000
/** Of the period that was paid for. */
const SHORTEST_LOAN = 0.5

/**
 * An approval begins the loan (R10), unless the rental is ending (R13). Only a paid payment comes before the librarian,
 * so an approval that is early proves the payment. The loan ends with its licence, and when that leaves less than half of
 * what was paid for, the money goes back instead (R10b).
 */
export function startLoan(command: Command<'startLoan'>, rental: Rental): RentalDecision {
  const { now, paymentId, copyId, licenceExpiresAt = null } = command
  if (isMoneyOwed(rental)) return happens({ type: 'ApprovalVoided', decision: 'APPROVED' })
  if (rental.status !== 'PAID' && rental.status !== 'RENTED') return staysQuiet
  const { id: rentalId, userId, bookId, rentalFee, loanPeriodDays } = rental
  const periodMs = (loanPeriodDays ?? command.loanPeriodDays) * DAY_MS
  const lentForMs = Math.min(periodMs, (licenceExpiresAt?.getTime() ?? Infinity) - now.getTime())
  const paid: RentalEvent[] =
    rental.status === 'PAID'
      ? []
      : [{ type: 'PaymentConfirmed', paymentId, chargedAmount: command.chargedAmount ?? rentalFee }]
  if (lentForMs < periodMs * SHORTEST_LOAN) {
    return happens(...paid, cancelRequested({ ...rental, paymentId }, 'LICENCE_ENDED', now, false))
  }
  return happens(...paid, {
    type: 'LoanStarted',
    rentalId,
    paymentId,
    userId,
    bookId,
    copyId,
    startsAt: now,
    dueAt: new Date(now.getTime() + lentForMs),
    licenceEndsAt: licenceExpiresAt,
  })
}

/** The member opens the book: from then on the loan cannot be taken back (R23, R23b). */
export function open({ now, userId }: Command<'openRental'>, rental: Rental): RentalDecision {
  if (rental.userId !== userId) return refuses({ code: 'RENTAL_NOT_FOUND' })
  if (rental.status === 'RENTED' || rental.status === 'PAID') return refuses({ code: 'NOT_READABLE_YET' })
  if (rental.status !== 'APPROVED') return refuses({ code: 'NOT_READABLE', status: rental.status })
  if (isDue(rental, now)) return refuses({ code: 'NOT_READABLE', status: 'EXPIRED' })
  if (rental.openedDate !== null) return staysQuiet
  const { id: rentalId, bookId } = rental
  return happens({ type: 'LoanOpened', rentalId, userId, bookId, openedDate: now })
}

/** The member renews, once for each end that they saw (R17); what has ended stays as it is (R16, R20). */
export function renew(command: Command<'renewRental'>, rental: Rental): RentalDecision {
  const { now, userId, expectedDueAt, facts } = command
  if (rental.userId !== userId) return refuses({ code: 'RENTAL_NOT_FOUND' })
  if (isTerminal(rental)) return staysQuiet
  if (rental.status !== 'APPROVED') return refuses({ code: 'NOT_ON_LOAN' })
  if (isDue(rental, now)) return happens(expired(rental, now))
  if (expectedDueAt && expectedDueAt.getTime() !== rental.dueAt.getTime()) return staysQuiet
  const renewal = renewalOf(rental, facts, now)
  return 'code' in renewal ? refuses(renewal) : happens(renewed(rental, renewal.dueAt, false))
}

/** The loan ends early (R15), unless it ran out (R16); what has ended stays as it is (R20). */
export function giveBack({ now, userId, admin }: Command<'returnRental'>, rental: Rental): RentalDecision {
  if (rental.userId !== userId && !admin) return refuses({ code: 'RENTAL_NOT_FOUND' })
  if (isTerminal(rental)) return staysQuiet
  if (rental.status !== 'APPROVED') return refuses({ code: 'NOT_ON_LOAN' })
  // A sweep that is late never extends a loan (rule G6).
  if (isDue(rental, now)) return happens(expired(rental, now))
  return happens({
    type: 'Returned',
    rentalId: rental.id,
    bookId: rental.bookId,
    copyId: rental.copyId,
    returnedDate: now,
    early: now < rental.dueAt,
  })
}

function renewed(rental: OnLoan, dueAt: Date, automatic: boolean): RentalEvent {
  const { id: rentalId, userId, bookId, dueAt: previousDueAt } = rental
  const renewalCount = rental.renewalCount + 1
  return { type: 'Renewed', rentalId, userId, bookId, previousDueAt, dueAt, renewalCount, automatic }
}
