import type { RentalRow } from '../live/my-rentals.ts'
import type { Words } from '../words/en.ts'

export interface Step {
  readonly title: 'requested' | 'payment' | 'decision' | 'loan' | 'ending' | 'end'
  readonly state: 'done' | 'now' | 'later' | 'failed' | 'skipped'
  readonly words: keyof Words['timeline']
  /** When it was, or when it is to be. */
  readonly at: string | null
}

type Row = Omit<RentalRow, 'rentalId' | 'version' | 'bookId' | 'title' | 'rentalFee' | 'points' | 'refusalReason'>

const OVER = new Set<RentalRow['status']>(['REFUSED', 'CANCELING', 'CANCELED'])

/**
 * A rental's life in four steps. They are always four, so that a card keeps its height while what it tells of goes on.
 */
export function stepsOf(row: Row): readonly [Step, Step, Step, Step] {
  return [
    { title: 'requested', state: 'done', words: 'requested', at: row.rentedDate },
    payment(row),
    decision(row),
    end(row),
  ]
}

function payment({ status, paymentState, paidDate, rental }: Row): Step {
  const step = (state: Step['state'], words: Step['words'], at: string | null): Step => ({
    title: 'payment',
    state,
    words,
    at,
  })
  const never = status === 'CANCELED'
  // A time that is still to come is no time at which something was: the words say which it is.
  const deadline = (state: Step['state'], words: Step['words'], until: Step['words'], at?: string | null): Step =>
    never || !at ? step(state, words, null) : step(state, until, at)
  switch (paymentState) {
    case 'PAID':
    case 'REFUNDING':
    case 'REFUNDED':
      return step('done', 'paid', paidDate)
    case 'DECLINED':
      return deadline('failed', 'declined', 'declinedUntil', rental?.payUntil)
    case 'ACTION_REQUIRED':
      return deadline('now', 'toPay', 'toPayUntil', rental?.payUntil)
    case 'PENDING':
      return never ? step('skipped', 'none', null) : deadline('now', 'paying', 'payingAgain', rental?.retryAfter)
    case 'UNPAID':
      return never ? step('skipped', 'none', null) : deadline('now', 'unpaid', 'unpaidUntil', rental?.payUntil)
  }
}

function decision({ status, approvedDate, refusedDate }: Row): Step {
  const step = (state: Step['state'], words: Step['words'], at: string | null = null): Step => ({
    title: 'decision',
    state,
    words,
    at,
  })
  if (refusedDate !== null || status === 'REFUSED') return step('failed', 'refused', refusedDate)
  if (approvedDate !== null) return step('done', 'approved', approvedDate)
  if (status === 'APPROVED' || status === 'RETURNED' || status === 'EXPIRED') return step('done', 'approved')
  if (status === 'PAID') return step('now', 'undecided')
  return OVER.has(status) ? step('skipped', 'none') : step('later', 'notYet')
}

function end(row: Row): Step {
  const { status, dueAt, returnedDate, rental } = row
  const loan = (state: Step['state'], words: Step['words'], at: string | null): Step => ({
    title: 'loan',
    state,
    words,
    at,
  })
  switch (status) {
    case 'APPROVED':
      return loan('now', 'due', dueAt)
    case 'RETURNED':
      return loan('done', 'returned', returnedDate)
    case 'EXPIRED':
      return loan('done', 'expired', rental?.expiredDate ?? dueAt)
    case 'RENTED':
    case 'PAID':
      return loan('later', 'notYet', null)
    case 'REFUSED':
    case 'CANCELING':
    case 'CANCELED':
      return ending(row)
  }
}

function ending({ status, paymentState, refundedDate, canceledDate, rental }: Row): Step {
  const step = (state: Step['state'], words: Step['words'], at: string | null): Step => ({
    title: 'ending',
    state,
    words,
    at,
  })
  if (rental?.refundState === 'FAILED') return step('failed', 'refundFailed', null)
  if (paymentState === 'REFUNDED') return step('done', 'refunded', refundedDate ?? canceledDate)
  if (paymentState === 'REFUNDING' || (paymentState === 'PAID' && status !== 'CANCELED')) {
    return step('now', 'refunding', null)
  }
  const last = status === 'CANCELED' ? step('done', 'canceled', canceledDate) : step('now', 'canceling', null)
  // Where nothing was charged, nothing is given back.
  return status === 'CANCELED' && paymentState !== 'PAID' ? { ...last, title: 'end' } : last
}

/** Whose sentence holds the time. */
export const WITH_TIME: ReadonlySet<Step['words']> = new Set([
  'due',
  'declinedUntil',
  'unpaidUntil',
  'toPayUntil',
  'payingAgain',
])

/** What a badge says: to whom it was refused, it was not just canceled, also once the money is back. */
export function shownStatus({ status, refusedDate }: Pick<Row, 'status' | 'refusedDate'>): Row['status'] {
  return refusedDate !== null && (status === 'CANCELED' || status === 'CANCELING') ? 'REFUSED' : status
}

const FREE: Partial<Record<Step['words'], Step['words']>> = {
  paid: 'free',
  refunded: 'canceled',
  refundFailed: 'canceled',
  refunding: 'canceling',
}

/** The same step of a title that is free of charge: no word of money. */
export function withoutMoney(step: Step): Step {
  const words = FREE[step.words] ?? step.words
  return step.title === 'ending'
    ? { ...step, words, title: 'end', state: words === 'canceled' ? 'done' : step.state }
    : { ...step, words }
}
