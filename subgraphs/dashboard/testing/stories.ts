import type { DashboardRow } from '../projections/row.ts'
import { FEE, POINTS, type Voices } from './voices.ts'

/** One way a rental's life can go by the tables of the domain, and what the dashboard makes of it in the end. */
export interface Story {
  readonly name: string
  readonly tell: (voices: Voices) => void
  readonly ends: Pick<DashboardRow, 'status' | 'payment_state' | 'points'> & { readonly user_id?: string }
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
    name: 'the provider takes a refund back after the rental had ended (P13)',
    tell: (voices) => {
      paidAndAsked(voices)
      voices.cancelRequested('MEMBER')
      voices.refunded('MEMBER')
      voices.promoCanceled()
      voices.canceled('MEMBER', FEE)
      voices.refundFailed(true)
      voices.promoRestored()
    },
    ends: { status: 'CANCELED', payment_state: 'REFUNDING', points: POINTS },
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
  {
    name: 'waits for the member (R26)',
    tell: (voices) => {
      voices.rented()
      voices.actionRequired()
    },
    ends: { status: 'RENTED', payment_state: 'ACTION_REQUIRED', points: null },
  },
  {
    name: 'declined, and the next attempt waits for the member (R26)',
    tell: (voices) => {
      voices.rented()
      voices.payDeclined()
      voices.tryAgain()
      voices.actionRequired()
    },
    ends: { status: 'RENTED', payment_state: 'ACTION_REQUIRED', points: null },
  },
  {
    name: 'the member did not act in time (P2d)',
    tell: (voices) => {
      voices.rented()
      voices.actionRequired()
      voices.cancelRequested('PAYMENT_TIMEOUT')
      voices.payVoided()
      voices.canceled('PAYMENT_TIMEOUT', 0)
    },
    ends: { status: 'CANCELED', payment_state: 'UNPAID', points: null },
  },
  {
    name: 'given back, and whose it was forgotten (R25)',
    tell: (voices) => {
      paidAndAsked(voices)
      voices.approved()
      voices.loanStarted()
      voices.returned()
      voices.availabilityChanged(1)
      voices.anonymised()
    },
    ends: { status: 'RETURNED', payment_state: 'PAID', points: POINTS, user_id: 'anon:somebody' },
  },
]
