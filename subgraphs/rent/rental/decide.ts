import { happens, refuses, staysQuiet } from '@ebook/chassis/decider'
import { anonymise } from './anonymity.ts'
import { canceled, cancelRequested, expired } from './endings.ts'
import type {
  CancelRequestReason,
  Command,
  KnownBook,
  RentalCommand,
  RentalDecision,
  RentalEvent,
  RentalRefusal,
} from './language.ts'
import { autoRenew, giveBack, open, renew, revoke, setAutoRenewal, startLoan } from './loan.ts'
import { DAY_MS } from './renewal.ts'
import { cancelableUntil, isDue, isMoneyOwed, isMoneyTaken, isTerminal, isUnderWay, type Rental } from './state.ts'

/**
 * What a command leads to. R1 … R25 are the rows of the rental's table in docs/domain.md.
 *
 * A command that comes too late, twice or out of order stays quiet: no order is assumed between payment, book and
 * promotion (rule G5). Only what a person asked for is refused.
 */
export function decide(command: RentalCommand, rental: Rental | undefined): RentalDecision {
  if (command.type === 'requestRental') return rental === undefined ? request(command) : staysQuiet
  if (rental === undefined) return refuses({ code: 'RENTAL_NOT_FOUND' })
  switch (command.type) {
    case 'payRental':
      return payAgain(command, rental)
    case 'retryPayment':
      return retryPayment(command, rental)
    case 'deferPayment':
      return deferPayment(command, rental)
    case 'awaitMember':
      return awaitMember(command, rental)
    case 'confirmPayment':
      return confirmPayment(command, rental)
    case 'declinePayment':
      return declinePayment(command, rental)
    case 'voidPayment':
      return voidPayment(command, rental)
    case 'endUnpaid':
      return rental.status === 'RENTED' && command.now >= rental.payUntil
        ? cancelUnpaid(rental, 'PAYMENT_TIMEOUT', command.now)
        : staysQuiet
    case 'cancelRental':
      return cancel(command, rental)
    case 'startLoan':
      return startLoan(command, rental)
    case 'refuseRental':
      return refuse(command, rental)
    case 'returnRental':
      return giveBack(command, rental)
    case 'openRental':
      return open(command, rental)
    case 'renewRental':
      return renew(command, rental)
    case 'setAutoRenewal':
      return setAutoRenewal(command, rental)
    case 'autoRenew':
      return autoRenew(command, rental)
    case 'revokeRental':
      return revoke(command, rental)
    case 'anonymise':
      return anonymise(command, rental)
    case 'expireRental':
      return rental.status === 'APPROVED' && isDue(rental, command.now)
        ? happens(expired(rental, command.now))
        : staysQuiet
    case 'recordRefund':
      return recordRefund(command, rental)
    case 'recordRefundFailure':
      return happens({ type: 'RefundFailureNoted', paymentId: command.paymentId, errorCode: command.errorCode })
    case 'notePoints':
      // Promotion's word on the points is kept as it stands (R21).
      return rental.payback === command.points ? staysQuiet : happens({ type: 'PointsNoted', points: command.points })
  }
}

/** Won. A payment provider takes no less. */
export const LEAST_CHARGE = 100

type Canceling = Extract<Rental, { readonly status: 'CANCELING' }>

/**
 * A rental begins with its application (R1). Fee and terms are the title's as rent knows them, and stay as they are; the
 * fee that the member saw is only compared (G8).
 */
function request(command: Command<'requestRental'>): RentalDecision {
  const { book, now } = command
  if (book === undefined) return refuses({ code: 'BOOK_NOT_FOUND' })
  const { bar, openLoans, loanLimit } = command.borrower
  if (bar) return refuses(bar)
  if (book.status === 'WITHDRAWN') return refuses({ code: 'BOOK_WITHDRAWN' })
  if (command.hasOpenRental) return refuses({ code: 'ALREADY_RENTED' })
  if (openLoans >= loanLimit) return refuses({ code: 'LOAN_LIMIT_REACHED', limit: loanLimit })
  // A projection that has not heard from book for long counts as unknown, and unknown is allowed (N2.1).
  if (book.status === 'IMPOSSIBLE' && book.fresh && !command.holdsSeat) return refuses({ code: 'BOOK_NOT_AVAILABLE' })
  if (command.expectedFee !== undefined && command.expectedFee !== book.rentalFee) {
    return refuses({ code: 'PRICE_CHANGED', rentalFee: book.rentalFee })
  }
  const pointless = pointsRefused(command.pointsToUse, book.rentalFee)
  if (pointless) return refuses(pointless)
  const shorterLoanEnds = shorterThanPaidFor(book, now)
  if (shorterLoanEnds && !command.acceptsShorterLoan) {
    return refuses({ code: 'LOAN_WOULD_BE_SHORT', ends: shorterLoanEnds })
  }
  return happens(
    {
      type: 'Rented',
      rentalId: command.rentalId,
      userId: command.userId,
      bookId: book.bookId,
      title: book.title,
      rentalFee: book.rentalFee,
      loanPeriodDays: book.loanPeriodDays,
      maxRenewals: book.maxRenewals,
      cancelWindowMs: command.cancelWindowMs,
      shorterLoanEnds,
      pointsToUse: command.pointsToUse,
      holdIfTaken: command.holdIfTaken,
      rentedDate: now,
      payUntil: new Date(now.getTime() + command.payForMs),
    },
    { type: 'PaymentRequested', attemptNo: 1, retryAfter: command.retryAfter },
  )
}

/** Points pay the fee, or leave enough of it for a provider to take. */
function pointsRefused(points: number, rentalFee: number): RentalRefusal | undefined {
  if (points > rentalFee) return { code: 'POINTS_EXCEED_FEE', rentalFee }
  const left = rentalFee - points
  return points > 0 && left > 0 && left < LEAST_CHARGE
    ? { code: 'POINTS_LEAVE_TOO_LITTLE', minimum: LEAST_CHARGE }
    : undefined
}

/** When the loan would end, if the licence leaves less than the period that is paid for; as far as book told. */
function shorterThanPaidFor({ fresh, nextLoanEnds, loanPeriodDays }: KnownBook, now: Date): Date | null {
  if (!fresh || nextLoanEnds === null || loanPeriodDays === null) return null
  return nextLoanEnds.getTime() - now.getTime() < loanPeriodDays * DAY_MS ? nextLoanEnds : null
}

/**
 * A member pays again: a declined attempt is followed by a new one, and so is one that was to be paid with points when it is
 * to be paid with others, or with money alone (R4): payment ends it if it still waits for its points, and else answers what
 * became of it. Past payUntil it could only be given back. One that waits for the member is to be paid where it waits, and
 * stays as it is (R26).
 */
function payAgain(command: Command<'payRental'>, rental: Rental): RentalDecision {
  if (rental.userId !== command.userId) return refuses({ code: 'RENTAL_NOT_FOUND' })
  if (rental.status !== 'RENTED' || command.now >= rental.payUntil) return refuses({ code: 'NOT_PAYABLE' })
  const { pointsToUse = rental.pointsToUse } = command
  const isOther = pointsToUse !== rental.pointsToUse
  const isPending = rental.paymentState === 'PENDING'
  // Money alone waits for nobody but the provider, who may be taking it.
  if (isOther && isPending && rental.pointsToUse === 0) return refuses({ code: 'NOT_PAYABLE' })
  if (rental.paymentState === 'ACTION_REQUIRED') return isOther ? refuses({ code: 'NOT_PAYABLE' }) : staysQuiet
  const pointless = pointsRefused(pointsToUse, rental.rentalFee)
  if (pointless) return refuses(pointless)
  const attemptNo = isPending && !isOther ? rental.attemptNo : rental.attemptNo + 1
  const { retryAfter } = command
  return happens({ type: 'PaymentRequested', attemptNo, retryAfter, ...(isOther && { pointsToUse }) })
}

/** The durable retry behind R3: always the same attempt, so that payment answers what it answered before. */
function retryPayment({ now, retryAfter }: Command<'retryPayment'>, rental: Rental): RentalDecision {
  const due = rental.retryAfter !== null && rental.retryAfter <= now && now < rental.payUntil
  if (!due || !isPending(rental)) return staysQuiet
  return happens({ type: 'PaymentRequested', attemptNo: rental.attemptNo, retryAfter })
}

/** Payment gave no answer: the attempt stays, and is asked about later (R3). */
function deferPayment(command: Command<'deferPayment'>, rental: Rental): RentalDecision {
  if (!isPending(rental) || rental.attemptNo !== command.attemptNo) return staysQuiet
  const { attemptNo, paymentId, reason, retryAfter } = command
  return happens({ type: 'PaymentDeferred', attemptNo, paymentId, reason, retryAfter })
}

/** The longest that a member is given beyond their time to pay, from when they are to act: so long do providers' pages live. */
const ACT_WITHIN_MS = 30 * 60_000

/** The payment waits for the member (R26): no timer asks again, and their time to pay is put off once if it ends before. */
function awaitMember(command: Command<'awaitMember'>, rental: Rental): RentalDecision {
  const { attemptNo, paymentId, expiresAt, now } = command
  if (!isPending(rental) || rental.attemptNo !== attemptNo) return staysQuiet
  const until = new Date(Math.min(expiresAt.getTime(), now.getTime() + ACT_WITHIN_MS))
  const isLater = !rental.payUntilRaised && until > rental.payUntil
  return happens({ type: 'PaymentWaitsForMember', attemptNo, paymentId, ...(isLater && { payUntil: until }) })
}

/**
 * The rental is paid, by the reply or by the event, whichever comes first (R2, R2b); money for one that has ended goes
 * back (R14).
 */
function confirmPayment({ paymentId, chargedAmount }: Command<'confirmPayment'>, rental: Rental): RentalDecision {
  const ofThisPayment = rental.paymentId === paymentId
  const heard = ofThisPayment && rental.chargedAmount === chargedAmount && isMoneyTaken(rental)
  const events: RentalEvent[] = heard ? [] : [{ type: 'PaymentConfirmed', paymentId, chargedAmount }]
  const refundKnown = ofThisPayment && rental.refundState !== null
  if (rental.status === 'CANCELED' && !refundKnown) {
    events.push({ type: 'RefundRequested', paymentId, reason: 'PAID_AFTER_CANCEL' })
  }
  return happens(...events)
}

/**
 * The attempt was declined (R5), which ends a rental that waits for it (R8). What is said of an earlier attempt says
 * nothing about the one under way.
 */
function declinePayment(command: Command<'declinePayment'>, rental: Rental): RentalDecision {
  // UNPAID after an attempt: the tombstone came first (PayVoided), and both orders have to end alike (V8).
  const open = isUnderWay(rental) || rental.paymentState === 'UNPAID'
  if (!open || rental.attemptNo !== command.attemptNo) return staysQuiet
  const { attemptNo, paymentId, reasonCode, now } = command
  const declined: RentalEvent = { type: 'PaymentDeclined', attemptNo, paymentId, reasonCode }
  return rental.status === 'CANCELING' ? happens(declined, canceledAsRequested(rental, now)) : happens(declined)
}

/** No money was taken, so a rental that waits for that ends (R8). */
function voidPayment({ paymentId, now }: Command<'voidPayment'>, rental: Rental): RentalDecision {
  if (rental.status !== 'CANCELING' || isMoneyTaken(rental)) return staysQuiet
  return happens<RentalEvent>({ type: 'PaymentVoided', paymentId }, canceledAsRequested(rental, now))
}

/**
 * A member cancels: at once before any payment (R6, R7), by way of a refund after it (R9), within the window after the
 * loan began and before the book is opened (R18, R19), and never what has ended (R16, R20, R20b).
 */
function cancel(command: Command<'cancelRental'>, rental: Rental): RentalDecision {
  const { now } = command
  if (rental.userId !== command.userId) return refuses({ code: 'RENTAL_NOT_FOUND' })
  switch (rental.status) {
    case 'RENTED':
      return cancelUnpaid(rental, 'MEMBER', now)
    case 'PAID':
      return happens(cancelRequested(rental, 'MEMBER', now, false))
    case 'APPROVED': {
      if (isDue(rental, now)) return happens(expired(rental, now))
      const until = cancelableUntil(rental)
      return until && now < until
        ? happens(cancelRequested(rental, 'MEMBER', now, true))
        : refuses({ code: 'CANCEL_WINDOW_CLOSED' })
    }
    default:
      return staysQuiet
  }
}

/** A payment under way may still be carried out, so its outcome is awaited (R7); without one the rental ends (R6). */
function cancelUnpaid(rental: Rental, reason: CancelRequestReason, now: Date): RentalDecision {
  const requested = cancelRequested(rental, reason, now, false)
  return isUnderWay(rental) ? happens(requested) : happens(requested, canceled(rental, reason, 0, now))
}

/** A refusal waits for its refund (R11), unless the rental is ending (R13). Payment acts on the refusal itself. */
function refuse({ paymentId, reasonCode }: Command<'refuseRental'>, rental: Rental): RentalDecision {
  if (isMoneyOwed(rental)) return happens({ type: 'ApprovalVoided', decision: 'REFUSED' })
  if (rental.status !== 'PAID' && rental.status !== 'RENTED') return staysQuiet
  return happens({ type: 'RefusalNoted', paymentId, reasonCode })
}

/** A refund ends the rental (R12), unless the loan is to go on; of one that has ended it is kept (R14, R20c). */
function recordRefund(command: Command<'recordRefund'>, rental: Rental): RentalDecision {
  const { paymentId, amount, reason, now } = command
  if (rental.refundState === 'DONE' && rental.paymentId === paymentId) return staysQuiet
  const recorded: RentalEvent = { type: 'RefundRecorded', paymentId, amount }
  if (isTerminal(rental) || (command.keepLoan && rental.status === 'APPROVED')) return happens(recorded)
  // Payment knows less of the library's reasons than rent, which asked for the refund.
  const { cancelRequestedFor: asked } = rental
  const why = asked === 'LICENCE_ENDED' || asked === 'LIBRARY' ? asked : reason
  return happens(recorded, canceled(rental, why, amount, now))
}

function canceledAsRequested(rental: Canceling, now: Date): RentalEvent {
  return canceled(rental, rental.cancelRequestedFor, 0, now)
}

function isPending(rental: Rental): boolean {
  return rental.status === 'RENTED' && rental.paymentState === 'PENDING'
}
