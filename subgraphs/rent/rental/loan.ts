import { happens, refuses, staysQuiet } from '@ebook/chassis/decider'
import { canceled, cancelRequested, expired } from './endings.ts'
import type { Command, RentalDecision, RentalEvent } from './language.ts'
import { autoRenewalAt, DAY_MS, renewalOf, triedAgainAt } from './renewal.ts'
import { isDue, isMoneyOwed, isTerminal, type OnLoan, type Rental } from './state.ts'

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
  const promisedMs = Math.min(periodMs, (rental.shorterLoanEnds?.getTime() ?? Infinity) - rental.rentedDate.getTime())
  const lentForMs = Math.min(periodMs, (licenceExpiresAt?.getTime() ?? Infinity) - now.getTime())
  const paid: RentalEvent[] =
    rental.status === 'PAID'
      ? []
      : [
          {
            type: 'PaymentConfirmed',
            paymentId,
            chargedAmount: command.chargedAmount ?? rentalFee - rental.pointsToUse,
          },
        ]
  if (lentForMs < promisedMs * SHORTEST_LOAN || lentForMs <= 0) {
    return happens(...paid, cancelRequested({ ...rental, paymentId }, 'LICENCE_ENDED', now, false))
  }
  const dueAt = new Date(now.getTime() + lentForMs)
  return happens(...paid, {
    type: 'LoanStarted',
    rentalId,
    paymentId,
    userId,
    bookId,
    copyId,
    startsAt: now,
    dueAt,
    licenceEndsAt: licenceExpiresAt,
    ...(command.renewalCounts && { renewalCounts: true }),
    ...(rental.autoRenewal && { renewAt: autoRenewalAt(dueAt, periodMs) }),
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

/**
 * The library takes the book back, and gives back what was paid (R24), if that was not done before. What is ending anyway
 * stays as it is (R20, R20b).
 */
export function revoke({ now, note }: Command<'revokeRental'>, rental: Rental): RentalDecision {
  if (rental.status === 'RENTED' || rental.status === 'PAID') return refuses({ code: 'NOT_ON_LOAN' })
  if (rental.status !== 'APPROVED') return staysQuiet
  if (isDue(rental, now)) return happens(expired(rental, now))
  const revoked = cancelRequested(rental, 'LIBRARY', now, true, note)
  return rental.paymentState === 'REFUNDED'
    ? happens(revoked, canceled(rental, 'LIBRARY', rental.refundedAmount ?? 0, now))
    : happens(revoked)
}

/** The member lets the loan renew by itself, or no more; also before it begins. */
export function setAutoRenewal({ userId, on }: Command<'setAutoRenewal'>, rental: Rental): RentalDecision {
  if (rental.userId !== userId) return refuses({ code: 'RENTAL_NOT_FOUND' })
  const { status } = rental
  if (status !== 'RENTED' && status !== 'PAID' && status !== 'APPROVED') return refuses({ code: 'LOAN_ENDED' })
  if (rental.autoRenewal === on) return staysQuiet
  return happens({ type: 'AutoRenewalSet', on, ...(on && status === 'APPROVED' && nextRenewal(rental, rental.dueAt)) })
}

/** Near its end the loan renews by itself (R17b), or is tried again when what keeps it from that may pass. */
export function autoRenew({ now, facts }: Command<'autoRenew'>, rental: Rental): RentalDecision {
  if (rental.status !== 'APPROVED' || rental.renewAt === null || now < rental.renewAt) return staysQuiet
  if (isDue(rental, now)) return staysQuiet
  // Its own time is late enough, however late a member may press.
  const renewal = renewalOf(rental, { ...facts, lastPart: 1 }, now)
  if (!('code' in renewal)) return happens(renewed(rental, renewal.dueAt, true))
  const renewAt = triedAgainAt(renewal, now)
  return happens({ type: 'AutoRenewalPutOff', code: renewal.code, ...(renewAt && { renewAt }) })
}

function renewed(rental: OnLoan, dueAt: Date, automatic: boolean): RentalEvent {
  const { id: rentalId, userId, bookId, dueAt: previousDueAt } = rental
  const renewalCount = rental.renewalCount + 1
  const about = { rentalId, userId, bookId, previousDueAt, dueAt, renewalCount, automatic }
  return { type: 'Renewed', ...about, ...(rental.autoRenewal && nextRenewal(rental, dueAt)) }
}

const nextRenewal = ({ loanPeriodDays }: OnLoan, dueAt: Date) => ({
  renewAt: autoRenewalAt(dueAt, (loanPeriodDays ?? 0) * DAY_MS),
})
