import { timeOf, type Publishing } from './publishing.ts'

export const FEE = 3_000
export const POINTS = 300

export interface RentalIds {
  readonly rentalId: string
  readonly bookId: string
  readonly userId: string
}

/** The voices of one rental's life, each with the payload that its contract promises. */
export function voicesOf({ say, newId }: Publishing, { rentalId, bookId, userId }: RentalIds) {
  const copyId = newId()
  const requestId = newId()
  const promotionId = newId()
  let paymentId = newId()
  let attemptNo = 1
  const rent = (type: string, data: object) =>
    say(`ebook.rent.${type}.v1`, 'Rental', rentalId, rentalId, { rentalId, bookId, userId, ...data })
  const payment = (type: string, data: object) =>
    say(`ebook.payment.${type}.v1`, 'Payment', paymentId, rentalId, { paymentId, rentalId, ...data })
  const book = (type: string, data: object) =>
    say(`ebook.book.${type}.v1`, 'Request', requestId, rentalId, {
      rentalId,
      paymentId,
      bookId,
      copyId,
      userId,
      ...data,
    })
  const promo = (type: string, data: object = {}) =>
    say(`ebook.promotion.${type}.v1`, 'Promotion', promotionId, rentalId, {
      promotionId,
      paymentId,
      rentalId,
      userId,
      points: POINTS,
      ...data,
    })
  return {
    rented: () => rent('Rented', { title: 'Demian', rentalFee: FEE, rentedDate: timeOf(1), payUntil: timeOf(901) }),
    loanStarted: () => rent('LoanStarted', { paymentId, copyId, startsAt: timeOf(30), dueAt: timeOf(9_000) }),
    renewed: () =>
      rent('Renewed', { previousDueAt: timeOf(9_000), dueAt: timeOf(18_000), renewalCount: 1, automatic: false }),
    returned: () => rent('Returned', { copyId, returnedDate: timeOf(50), early: true }),
    expired: () => rent('Expired', { copyId, dueAt: timeOf(9_000), expiredDate: timeOf(9_001) }),
    cancelRequested: (reason: string, loanStarted = false) =>
      rent('CancelRequested', { paymentId: null, reason, requestedDate: timeOf(40), loanStarted }),
    canceled: (reason: string, refundedAmount: number) =>
      rent('Canceled', { canceledDate: timeOf(60), reason, refundedAmount }),
    anonymised: () =>
      say('ebook.rent.RentalAnonymised.v1', 'Rental', rentalId, rentalId, {
        rentalId,
        bookId,
        pseudonym: 'anon:somebody',
      }),
    refundRequested: () => rent('RefundRequested', { paymentId, reason: 'PAID_AFTER_CANCEL' }),
    paid: () =>
      payment('Paid', {
        userId,
        bookId,
        rentalFee: FEE,
        pointsUsed: 0,
        chargedAmount: FEE,
        attemptNo,
        paidDate: timeOf(10),
      }),
    actionRequired: () => payment('PaymentActionRequired', { userId, bookId, attemptNo, expiresAt: timeOf(1_800) }),
    payDeclined: () => payment('PayDeclined', { attemptNo, reasonCode: 'CARD_DECLINED' }),
    /** The member tries again: another attempt is another payment. */
    tryAgain: () => {
      paymentId = newId()
      attemptNo += 1
    },
    payVoided: () => payment('PayVoided', {}),
    /** No attempt lives: a tombstone of its own bars a later one (P6). */
    payBarred: () => say('ebook.payment.PayVoided.v1', 'Payment', newId(), rentalId, { paymentId: null, rentalId }),
    refunded: (reason: string, refundAttempt = 1) =>
      payment('Refunded', {
        refundId: `r${refundAttempt}`,
        refundAttempt,
        amount: FEE,
        refundedDate: timeOf(55),
        reason,
        pointsRevoked: POINTS,
        pointsReturned: 0,
        pointShortfall: 0,
      }),
    refundFailed: (wasRefunded: boolean) =>
      payment('RefundFailed', { refundId: 'r1', refundAttempt: 1, errorCode: 'ACCOUNT_CLOSED', wasRefunded }),
    approvalRequested: () => book('ApprovalRequested', { decideBy: timeOf(99_999) }),
    approved: () => book('Approved', { approvedDate: timeOf(25), approvedBy: 'librarian', loanPeriodDays: 14 }),
    refused: (reasonCode: string) =>
      book('Refused', { refusedDate: timeOf(26), refusedBy: 'ADMIN', reasonCode, note: 'not now' }),
    promoCompleted: () => promo('PromoCompleted', { rateBps: 1_000, spendableFrom: 'APPROVED' }),
    promoCanceled: () => promo('PromoCanceled', { shortfall: 0 }),
    promoRestored: () => promo('PromoRestored'),
    availabilityChanged: (copiesFree: number) =>
      say('ebook.book.AvailabilityChanged.v1', 'Book', bookId, rentalId, {
        bookId,
        status: copiesFree > 0 ? 'POSSIBLE' : 'IMPOSSIBLE',
        copiesTotal: 1,
        copiesFree,
        holdsWaiting: 0,
      }),
  }
}

export type Voices = ReturnType<typeof voicesOf>
