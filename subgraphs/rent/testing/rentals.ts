/** One rental's life in events, for given/when/then: each constant is what has happened when the rental stands there. */
import type { KnownBook, RentalCommand, RentalEvent } from '../rental/language.ts'

export const MINUTE = 60_000
export const DAY = 86_400_000

export const noon = new Date('2026-11-21T12:00:00.000Z')
export const after = (ms: number): Date => new Date(noon.getTime() + ms)

export const rentalId = '0199a000-0000-7000-8000-000000000001'
export const bookId = '0199a000-0000-7000-8000-000000000002'
export const paymentId = '0199a000-0000-7000-8000-000000000003'
export const copyId = '0199a000-0000-7000-8000-000000000004'
export const userId = 'kim'

export const payUntil = after(15 * MINUTE)
export const retryAfter = after(3_000)
export const dueAt = after(14 * DAY)

export const possible: KnownBook = {
  bookId,
  title: 'Dune',
  rentalFee: 3_000,
  loanPeriodDays: 14,
  maxRenewals: 2,
  nextLoanEnds: null,
  status: 'POSSIBLE',
  fresh: true,
}

export const requestRental: Extract<RentalCommand, { type: 'requestRental' }> = {
  type: 'requestRental',
  rentalId,
  userId,
  book: possible,
  expectedFee: undefined,
  holdsSeat: false,
  holdIfTaken: false,
  pointsToUse: 0,
  acceptsShorterLoan: false,
  hasOpenRental: false,
  borrower: { bar: undefined, openLoans: 0, loanLimit: 5 },
  payForMs: 15 * MINUTE,
  cancelWindowMs: 10 * MINUTE,
  retryAfter,
  now: noon,
}

export const Rented: Extract<RentalEvent, { type: 'Rented' }> = {
  type: 'Rented',
  rentalId,
  userId,
  bookId,
  title: 'Dune',
  rentalFee: 3_000,
  loanPeriodDays: 14,
  maxRenewals: 2,
  cancelWindowMs: 10 * MINUTE,
  shorterLoanEnds: null,
  pointsToUse: 0,
  holdIfTaken: false,
  rentedDate: noon,
  payUntil,
}
/** As it was said before the terms of the loan were fixed with it. */
export const withoutTerms = (event: RentalEvent): RentalEvent =>
  event.type === 'Rented' ? { ...event, loanPeriodDays: null, maxRenewals: null, cancelWindowMs: 0 } : event
export const PaymentRequested: RentalEvent = { type: 'PaymentRequested', attemptNo: 1, retryAfter }
export const PaymentConfirmed: RentalEvent = { type: 'PaymentConfirmed', paymentId, chargedAmount: 3_000 }
export const PaymentWaitsForMember = (payUntil?: Date): RentalEvent => ({
  type: 'PaymentWaitsForMember',
  attemptNo: 1,
  paymentId,
  ...(payUntil && { payUntil }),
})
export const PaymentDeclined: RentalEvent = { type: 'PaymentDeclined', paymentId, attemptNo: 1, reasonCode: 'NO_FUNDS' }
export const LoanStarted: RentalEvent = {
  type: 'LoanStarted',
  rentalId,
  paymentId,
  userId,
  bookId,
  copyId,
  startsAt: noon,
  dueAt,
  licenceEndsAt: null,
}
export const LoanOpened: RentalEvent = { type: 'LoanOpened', rentalId, userId, bookId, openedDate: noon }
export const RefusalNoted: RentalEvent = { type: 'RefusalNoted', paymentId, reasonCode: 'POLICY' }

export const cancelRequested = (changes: object = {}): RentalEvent => ({
  type: 'CancelRequested',
  rentalId,
  bookId,
  userId,
  paymentId: null,
  reason: 'MEMBER',
  requestedDate: noon,
  loanStarted: false,
  ...changes,
})
export const canceled = (changes: object = {}): RentalEvent => ({
  type: 'Canceled',
  rentalId,
  bookId,
  userId,
  canceledDate: noon,
  reason: 'MEMBER',
  refundedAmount: 0,
  ...changes,
})
export const refundRecorded: RentalEvent = { type: 'RefundRecorded', paymentId, amount: 3_000 }

export const unpaid = [Rented]
export const pending = [Rented, PaymentRequested]
export const waiting = [...pending, PaymentWaitsForMember()]
export const declined = [...pending, PaymentDeclined]
export const paid = [...pending, PaymentConfirmed]
export const onLoan = [...paid, LoanStarted]
export const opened = [...onLoan, LoanOpened]
export const refused = [...paid, RefusalNoted]
/** Canceled by the member while the payment's outcome was unknown. */
export const cancelingUnknown = [...pending, cancelRequested()]
/** Canceled by the member after the payment. */
export const cancelingPaid = [...paid, cancelRequested({ paymentId })]
export const ended = {
  RETURNED: [...onLoan, { type: 'Returned', rentalId, bookId, copyId, returnedDate: noon, early: true } as const],
  EXPIRED: [...onLoan, { type: 'Expired', rentalId, bookId, copyId, dueAt, expiredDate: dueAt } as const],
  CANCELED: [...declined, cancelRequested({ paymentId }), canceled()],
}
