import { inAggregateOrder, type Ordered } from './event-order.ts'
import { readExpected, type ExpectedEvent } from './expected-events.ts'

/** An event as the fold takes it. */
export interface FoldedEvent extends Ordered {
  readonly type: string
  readonly data: unknown
}

export type RentStatus = 'RENTED' | 'APPROVED' | 'CANCELING' | 'RETURNED' | 'EXPIRED' | 'CANCELED'
export type PaymentStatus = 'ACTION_REQUIRED' | 'DECLINED' | 'VOIDED' | 'PAID' | 'REFUNDED' | 'REFUND_FAILED'
export type Decision = 'REQUESTED' | 'APPROVED' | 'REFUSED'
export type PromoStatus = 'GRANTED' | 'REVOKED'

type Data<Type extends ExpectedEvent['type']> = Extract<ExpectedEvent, { type: Type }>['data']

export interface Rent {
  status: RentStatus
  version: number
  rented?: Data<'ebook.rent.Rented.v1'>
  dueAt?: string
  returnedDate?: string
  canceled?: Data<'ebook.rent.Canceled.v1'>
  /** rent asked for the money of a rental that was canceled already (R14). */
  refundRequested?: true
  cancelRequested?: true
  /** Whose it was is not known any more. */
  pseudonym?: string
}

export interface Payment {
  status: PaymentStatus
  version: number
  attemptNo: number
  /** No attempt to pay, but what bars a later one (P6). */
  tombstone?: boolean
  paidDate?: string
  refunded?: Data<'ebook.payment.Refunded.v1'> | undefined
}

export interface Request {
  decision: Decision
  version: number
  approvedDate?: string
  refused?: Data<'ebook.book.Refused.v1'>
}

export interface Promo {
  status: PromoStatus
  version: number
  points: number
}

/** What each source has said about one rental, as far as is known. */
export interface RentalSources {
  readonly rent: Rent | undefined
  readonly payment: Payment | undefined
  readonly request: Request | undefined
  readonly promo: Promo | undefined
}

/** Folds each aggregate's events in the order of its versions: the order of arrival cannot matter. */
export function foldSources(events: readonly FoldedEvent[]): RentalSources {
  const payments = new Map<string, Payment>()
  const promos = new Map<string, Promo>()
  let rent: Rent | undefined
  let request: Request | undefined
  for (const event of inAggregateOrder(events)) {
    const expected = readExpected(event)
    if (!expected) continue
    const { aggregateId: id, aggregateVersion: version } = event
    rent = foldRent(rent, expected, version)
    request = foldRequest(request, expected, version)
    put(payments, id, foldPayment(payments.get(id), expected, version))
    put(promos, id, foldPromo(promos.get(id), expected, version))
  }
  return { rent, payment: theOneThatCounts([...payments.values()]), request, promo: sumOf([...promos.values()]) }
}

const terminal: ReadonlySet<RentStatus> = new Set(['RETURNED', 'EXPIRED', 'CANCELED'])

function foldRent(state: Rent | undefined, { type, data }: ExpectedEvent, version: number): Rent | undefined {
  const becomes = (status: RentStatus, known: Partial<Rent>): Rent => ({
    ...state,
    ...known,
    status: state && terminal.has(state.status) ? state.status : status,
    version,
  })
  switch (type) {
    case 'ebook.rent.Rented.v1':
      return becomes(state?.status ?? 'RENTED', { rented: data })
    case 'ebook.rent.LoanStarted.v1':
      return becomes('APPROVED', { dueAt: data.dueAt })
    case 'ebook.rent.Renewed.v1':
      return becomes('APPROVED', { dueAt: data.dueAt })
    case 'ebook.rent.Returned.v1':
      return becomes('RETURNED', data)
    case 'ebook.rent.Expired.v1':
      return becomes('EXPIRED', { dueAt: data.dueAt })
    case 'ebook.rent.CancelRequested.v1':
      return becomes('CANCELING', { cancelRequested: true })
    case 'ebook.rent.Canceled.v1':
      return becomes('CANCELED', { canceled: data })
    case 'ebook.rent.RefundRequested.v1':
      // Only a canceled rental asks for it, so this is known even before Canceled is in.
      return becomes('CANCELED', { refundRequested: true })
    case 'ebook.rent.RentalAnonymised.v1':
      return becomes(state?.status ?? 'RENTED', { pseudonym: data.pseudonym })
    default:
      return state
  }
}

function foldPayment(state: Payment | undefined, { type, data }: ExpectedEvent, version: number): Payment | undefined {
  const becomes = (status: PaymentStatus, known: Partial<Payment> = {}): Payment => ({
    attemptNo: 0,
    ...state,
    ...known,
    status,
    version,
  })
  switch (type) {
    case 'ebook.payment.Paid.v1':
      return becomes('PAID', { attemptNo: data.attemptNo, paidDate: data.paidDate })
    case 'ebook.payment.PaymentActionRequired.v1':
      return becomes('ACTION_REQUIRED', { attemptNo: data.attemptNo })
    case 'ebook.payment.PayDeclined.v1':
      return becomes('DECLINED', { attemptNo: data.attemptNo })
    case 'ebook.payment.PayVoided.v1':
      return becomes('VOIDED', { tombstone: data.paymentId === null })
    case 'ebook.payment.Refunded.v1':
      return becomes('REFUNDED', { refunded: data })
    case 'ebook.payment.RefundFailed.v1':
      return becomes('REFUND_FAILED', { refunded: undefined })
    default:
      return state
  }
}

function foldRequest(state: Request | undefined, { type, data }: ExpectedEvent, version: number): Request | undefined {
  switch (type) {
    case 'ebook.book.ApprovalRequested.v1':
      return { ...state, decision: state?.decision ?? 'REQUESTED', version }
    case 'ebook.book.Approved.v1':
      return { ...state, decision: 'APPROVED', version, approvedDate: data.approvedDate }
    case 'ebook.book.Refused.v1':
      return { ...state, decision: 'REFUSED', version, refused: data }
    default:
      return state
  }
}

function foldPromo(state: Promo | undefined, { type, data }: ExpectedEvent, version: number): Promo | undefined {
  switch (type) {
    case 'ebook.promotion.PromoCompleted.v1':
    case 'ebook.promotion.PromoRestored.v1':
      return { status: 'GRANTED', version, points: data.points }
    case 'ebook.promotion.PromoCanceled.v1':
      return { status: 'REVOKED', version, points: 0 }
    default:
      return state
  }
}

/** Every attempt may be a payment of its own: the one that took money counts, else one that was voided, else the latest. */
function theOneThatCounts(payments: readonly Payment[]): Payment | undefined {
  return payments.toSorted((a, b) => weightOf(b) - weightOf(a) || b.attemptNo - a.attemptNo)[0]
}

function weightOf({ status, tombstone }: Payment): number {
  // Only the last attempt can be voided; a tombstone is put beside attempts that were all declined.
  if (status === 'VOIDED') return tombstone ? 0 : 2
  return status === 'DECLINED' || status === 'ACTION_REQUIRED' ? 1 : 3
}

/** One promotion per payment; a rental that was paid twice would have earned twice. */
function sumOf(promos: readonly Promo[]): Promo | undefined {
  if (promos.length === 0) return undefined
  return {
    status: promos.some((promo) => promo.status === 'GRANTED') ? 'GRANTED' : 'REVOKED',
    version: Math.max(...promos.map((promo) => promo.version)),
    points: promos.reduce((sum, promo) => sum + promo.points, 0),
  }
}

function put<V>(map: Map<string, V>, key: string, value: V | undefined): void {
  if (value !== undefined) map.set(key, value)
}
