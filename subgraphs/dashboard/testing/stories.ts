import type { DashboardRow } from '../row.ts'
import { timeOf, type Publishing } from './publishing.ts'

const FEE = 3_000
const POINTS = 300

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
    returned: () => rent('Returned', { copyId, returnedDate: timeOf(50), early: true }),
    expired: () => rent('Expired', { copyId, dueAt: timeOf(9_000), expiredDate: timeOf(9_001) }),
    cancelRequested: (reason: string, loanStarted = false) =>
      rent('CancelRequested', { paymentId: null, reason, requestedDate: timeOf(40), loanStarted }),
    canceled: (reason: string, refundedAmount: number) =>
      rent('Canceled', { canceledDate: timeOf(60), reason, refundedAmount }),
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

type Voices = ReturnType<typeof voicesOf>

/** One way a rental's life can go by the tables of the domain, and what the dashboard makes of it in the end. */
export interface Story {
  readonly name: string
  readonly tell: (voices: Voices) => void
  readonly ends: Pick<DashboardRow, 'status' | 'payment_state' | 'points'>
}

const paidAndAsked = (voices: Voices): void => {
  voices.rented()
  voices.paid()
  voices.promoCompleted()
  voices.approvalRequested()
  voices.availabilityChanged(0)
}

export const stories: readonly Story[] = [
  {
    name: 'applied for, no answer about the money yet (R3)',
    tell: (voices) => voices.rented(),
    ends: { status: 'RENTED', payment_state: 'PENDING', points: null },
  },
  {
    name: 'declined (R5)',
    tell: (voices) => {
      voices.rented()
      voices.payDeclined()
    },
    ends: { status: 'RENTED', payment_state: 'DECLINED', points: null },
  },
  {
    name: 'declined, then paid by another attempt (R4)',
    tell: (voices) => {
      voices.rented()
      voices.payDeclined()
      voices.tryAgain()
      voices.paid()
      voices.promoCompleted()
    },
    ends: { status: 'PAID', payment_state: 'PAID', points: POINTS },
  },
  {
    name: 'paid while promotion is down (PI1)',
    tell: (voices) => {
      voices.rented()
      voices.paid()
      voices.approvalRequested()
    },
    ends: { status: 'PAID', payment_state: 'PAID', points: null },
  },
  {
    name: 'on loan (R10)',
    tell: (voices) => {
      paidAndAsked(voices)
      voices.approved()
      voices.loanStarted()
    },
    ends: { status: 'APPROVED', payment_state: 'PAID', points: POINTS },
  },
  {
    name: 'returned (R15)',
    tell: (voices) => {
      paidAndAsked(voices)
      voices.approved()
      voices.loanStarted()
      voices.returned()
      voices.availabilityChanged(1)
    },
    ends: { status: 'RETURNED', payment_state: 'PAID', points: POINTS },
  },
  {
    name: 'expired (R16)',
    tell: (voices) => {
      paidAndAsked(voices)
      voices.approved()
      voices.loanStarted()
      voices.expired()
    },
    ends: { status: 'EXPIRED', payment_state: 'PAID', points: POINTS },
  },
  {
    name: 'refused, the refund still under way (R11)',
    tell: (voices) => {
      paidAndAsked(voices)
      voices.refused('POLICY')
    },
    ends: { status: 'REFUSED', payment_state: 'REFUNDING', points: POINTS },
  },
  {
    name: 'refused and refunded (R12)',
    tell: (voices) => {
      paidAndAsked(voices)
      voices.refused('POLICY')
      voices.refunded('REFUSED')
      voices.promoCanceled()
      voices.canceled('REFUSED', FEE)
    },
    ends: { status: 'CANCELED', payment_state: 'REFUNDED', points: 0 },
  },
  {
    name: 'no copy left: refused by the system without a request (hard case 1)',
    tell: (voices) => {
      voices.rented()
      voices.paid()
      voices.refused('NO_COPY')
      voices.refunded('REFUSED')
      voices.canceled('REFUSED', FEE)
    },
    ends: { status: 'CANCELED', payment_state: 'REFUNDED', points: null },
  },
  {
    name: 'canceled after a declined payment (R6, P6)',
    tell: (voices) => {
      voices.rented()
      voices.payDeclined()
      voices.cancelRequested('MEMBER')
      voices.canceled('MEMBER', 0)
      voices.payBarred()
    },
    ends: { status: 'CANCELED', payment_state: 'DECLINED', points: null },
  },
  {
    name: 'canceled before payment heard of it (P6)',
    tell: (voices) => {
      voices.rented()
      voices.cancelRequested('PAYMENT_TIMEOUT')
      voices.payBarred()
      voices.canceled('PAYMENT_TIMEOUT', 0)
    },
    ends: { status: 'CANCELED', payment_state: 'UNPAID', points: null },
  },
  {
    name: 'declined, tried again, and canceled with the second attempt unknown (R4, R7, R8)',
    tell: (voices) => {
      voices.rented()
      voices.payDeclined()
      voices.tryAgain()
      voices.cancelRequested('MEMBER')
      voices.payVoided()
      voices.canceled('MEMBER', 0)
    },
    ends: { status: 'CANCELED', payment_state: 'UNPAID', points: null },
  },
  {
    name: 'canceled with the payment unknown, which is then declined (R8, P5)',
    tell: (voices) => {
      voices.rented()
      voices.cancelRequested('MEMBER')
      voices.payDeclined()
      voices.canceled('MEMBER', 0)
    },
    ends: { status: 'CANCELED', payment_state: 'DECLINED', points: null },
  },
  {
    name: 'canceled with the payment unknown, then voided (R7, R8)',
    tell: (voices) => {
      voices.rented()
      voices.cancelRequested('MEMBER')
      voices.payVoided()
      voices.canceled('MEMBER', 0)
    },
    ends: { status: 'CANCELED', payment_state: 'UNPAID', points: null },
  },
  {
    name: 'canceled with the payment unknown, which then turns out paid (R7, P5)',
    tell: (voices) => {
      voices.rented()
      voices.cancelRequested('PAYMENT_TIMEOUT')
      voices.paid()
      voices.refunded('PAYMENT_TIMEOUT')
      voices.canceled('PAYMENT_TIMEOUT', FEE)
    },
    ends: { status: 'CANCELED', payment_state: 'REFUNDED', points: null },
  },
  {
    name: 'canceled after paying, promotion down (R9, P9)',
    tell: (voices) => {
      paidAndAsked(voices)
      voices.cancelRequested('MEMBER')
    },
    ends: { status: 'CANCELING', payment_state: 'REFUNDING', points: POINTS },
  },
  {
    name: 'canceled, and approved at the same moment (R13, hard case 2)',
    tell: (voices) => {
      paidAndAsked(voices)
      voices.cancelRequested('MEMBER')
      voices.approved()
      voices.refunded('MEMBER')
      voices.promoCanceled()
      voices.canceled('MEMBER', FEE)
    },
    ends: { status: 'CANCELED', payment_state: 'REFUNDED', points: 0 },
  },
  {
    name: 'paid after it was canceled (R14, hard case 13)',
    tell: (voices) => {
      voices.rented()
      voices.cancelRequested('PAYMENT_TIMEOUT')
      voices.canceled('PAYMENT_TIMEOUT', 0)
      voices.paid()
      voices.refundRequested()
      voices.refunded('PAID_AFTER_CANCEL')
    },
    ends: { status: 'CANCELED', payment_state: 'REFUNDED', points: null },
  },
  {
    name: 'the refund failed for good, the points are back (P12, R22)',
    tell: (voices) => {
      paidAndAsked(voices)
      voices.refused('POLICY')
      voices.refundFailed(false)
      voices.promoRestored()
    },
    ends: { status: 'REFUSED', payment_state: 'REFUNDING', points: POINTS },
  },
  {
    name: 'the provider takes a refund back, a second one succeeds (P13)',
    tell: (voices) => {
      paidAndAsked(voices)
      voices.cancelRequested('MEMBER')
      voices.refunded('MEMBER')
      voices.promoCanceled()
      voices.canceled('MEMBER', FEE)
      voices.refundFailed(true)
      voices.promoRestored()
      voices.refunded('MEMBER', 2)
      voices.promoCanceled()
    },
    ends: { status: 'CANCELED', payment_state: 'REFUNDED', points: 0 },
  },
  {
    name: 'a loan that was never opened is canceled (R18)',
    tell: (voices) => {
      paidAndAsked(voices)
      voices.approved()
      voices.loanStarted()
      voices.cancelRequested('MEMBER', true)
      voices.refunded('MEMBER')
      voices.promoCanceled()
      voices.canceled('MEMBER', FEE)
    },
    ends: { status: 'CANCELED', payment_state: 'REFUNDED', points: 0 },
  },
  {
    name: 'money given back for a finished loan (R20c)',
    tell: (voices) => {
      paidAndAsked(voices)
      voices.approved()
      voices.loanStarted()
      voices.returned()
      voices.refunded('ADMIN')
      voices.promoCanceled()
    },
    ends: { status: 'RETURNED', payment_state: 'REFUNDED', points: 0 },
  },
]
