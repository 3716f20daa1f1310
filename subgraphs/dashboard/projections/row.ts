import { foldSources, type FoldedEvent, type RentalSources } from './rental-sources.ts'
import type { Decision, PaymentStatus, PromoStatus, RentStatus } from './rental-sources.ts'

export type DashboardStatus =
  'RENTED' | 'PAID' | 'APPROVED' | 'REFUSED' | 'CANCELING' | 'RETURNED' | 'EXPIRED' | 'CANCELED'
export type PaymentState = 'UNPAID' | 'PENDING' | 'ACTION_REQUIRED' | 'DECLINED' | 'PAID' | 'REFUNDING' | 'REFUNDED'

/** All that is known about one rental: what each source said, and what is shown of it. */
export interface DashboardRow {
  rental_id: string
  /** How many events the row has taken in. */
  version: number
  user_id: string
  book_id: string
  title: string
  rental_fee: number
  /** What is shown: computed from the four sources, never written by whoever came last. */
  status: DashboardStatus
  payment_state: PaymentState
  rent_status: RentStatus
  rent_version: number
  payment_status: PaymentStatus | null
  payment_version: number | null
  decision: Decision | null
  decision_version: number | null
  promo_status: PromoStatus | null
  promo_version: number | null
  points: number | null
  refusal_reason: string | null
  rented_date: string
  paid_date: string | null
  approved_date: string | null
  refused_date: string | null
  due_at: string | null
  returned_date: string | null
  refunded_date: string | null
  /** 1 while giving the money back has failed for good, otherwise 0. */
  refund_failed: number
  canceled_date: string | null
}

/**
 * A rental's row is a pure function of the set of its events: neither their order nor their repetition matters.
 * Undefined until Rented is among them: a row without a member and a title is of no use to anybody.
 */
export function foldRow(rentalId: string, events: readonly FoldedEvent[]): DashboardRow | undefined {
  const sources = foldSources(events)
  const { rent, payment, request, promo } = sources
  if (!rent?.rented) return undefined
  return {
    rental_id: rentalId,
    version: new Set(events.map((event) => event.id)).size,
    user_id: rent.pseudonym ?? rent.rented.userId,
    book_id: rent.rented.bookId,
    title: rent.rented.title,
    rental_fee: rent.rented.rentalFee,
    status: statusOf(sources),
    payment_state: paymentStateOf(sources),
    rent_status: rent.status,
    rent_version: rent.version,
    payment_status: payment?.status ?? null,
    payment_version: payment?.version ?? null,
    decision: request?.decision ?? null,
    decision_version: request?.version ?? null,
    promo_status: promo?.status ?? null,
    promo_version: promo?.version ?? null,
    points: promo?.points ?? null,
    refusal_reason: request?.refused?.reasonCode ?? null,
    rented_date: rent.rented.rentedDate,
    paid_date: payment?.paidDate ?? null,
    approved_date: request?.approvedDate ?? null,
    refused_date: request?.refused?.refusedDate ?? null,
    due_at: rent.dueAt ?? null,
    returned_date: rent.returnedDate ?? null,
    refunded_date: payment?.refunded?.refundedDate ?? null,
    refund_failed: payment?.status === 'REFUND_FAILED' ? 1 : 0,
    canceled_date: rent.canceled?.canceledDate ?? null,
  }
}

/**
 * What is certain, whichever source said it first. rent is the arbiter of the loan's life, so what rent has ended
 * or is canceling is not changed by a decision that it would ignore (R13, R20b).
 */
function statusOf(sources: RentalSources): DashboardStatus {
  const { rent, payment, request } = sources
  const rentStatus = rent?.status ?? 'RENTED'
  if (rentStatus === 'RETURNED' || rentStatus === 'EXPIRED' || rentStatus === 'CANCELED') return rentStatus
  if (rentStatus === 'CANCELING') return 'CANCELING'
  // The money is back, so rent will cancel (R12); until it says so, the reason tells which way it went.
  if (payment?.refunded) return payment.refunded.reason === 'REFUSED' ? 'REFUSED' : 'CANCELING'
  if (rentStatus === 'APPROVED') return 'APPROVED'
  if (request?.decision === 'APPROVED' || request?.decision === 'REFUSED') return request.decision
  return tookMoney(sources) ? 'PAID' : 'RENTED'
}

function paymentStateOf(sources: RentalSources): PaymentState {
  const { rent, payment, request } = sources
  if (payment?.status === 'REFUNDED') return 'REFUNDED'
  if (payment?.status !== 'REFUND_FAILED' && gaveMoneyBack(sources)) return 'REFUNDED'
  if (tookMoney(sources)) {
    // After a failed refund the money is still here: owed to the member, or rightly kept.
    const owed = rent?.cancelRequested ?? rent?.refundRequested ?? rent?.canceled ?? request?.refused
    return owed ? 'REFUNDING' : 'PAID'
  }
  if (payment?.status === 'DECLINED') return 'DECLINED'
  if (payment?.status === 'ACTION_REQUIRED' && rent?.status !== 'CANCELED') return 'ACTION_REQUIRED'
  if (payment?.status === 'VOIDED' || rent?.status === 'CANCELED') return 'UNPAID'
  // rent commits PENDING before it asks (R1): from the application on, the outcome is merely not known.
  return 'PENDING'
}

/** Paid itself, or what cannot be without it: a refund, a case before the librarian, a loan, points. */
function tookMoney({ rent, payment, request, promo }: RentalSources): boolean {
  const loan = rent?.status === 'APPROVED' || rent?.status === 'RETURNED' || rent?.status === 'EXPIRED'
  return (
    payment?.paidDate !== undefined ||
    payment?.status === 'REFUND_FAILED' ||
    request !== undefined ||
    promo !== undefined ||
    loan ||
    rent?.refundRequested === true
  )
}

/** rent cancels with an amount, or because of a refusal, only after Refunded (R12). */
function gaveMoneyBack({ rent }: RentalSources): boolean {
  return rent?.canceled !== undefined && (rent.canceled.refundedAmount > 0 || rent.canceled.reason === 'REFUSED')
}
