import { inAggregateOrder } from './event-order.ts'
import { readExpected, type ExpectedEvent } from './expected-events.ts'
import type { FoldedEvent } from './rental-sources.ts'

export type HoldStatus = 'WAITING' | 'READY' | 'FULFILLED' | 'CANCELED'

/** A member's place in the line for a title, as its events tell it; the position is book's to count. */
export interface HoldRow {
  hold_id: string
  /** How many events the row has taken in. */
  version: number
  user_id: string
  book_id: string
  status: HoldStatus
  /** 1 while the member does not want to be served, otherwise 0. */
  suspended: number
  suspended_until: string | null
  ready_until: string | null
  cancel_reason: string | null
}

type Told = Pick<HoldRow, 'status'> & Partial<HoldRow>

/** A pure function of the set of the hold's events; undefined while none is known. */
export function foldHold(holdId: string, events: readonly FoldedEvent[]): HoldRow | undefined {
  let row: HoldRow | undefined
  let pseudonym: string | undefined
  const inOrder = inAggregateOrder(events)
  for (const event of inOrder) {
    const expected = readExpected(event)
    if (expected?.type === 'ebook.book.HoldAnonymised.v1') ({ pseudonym } = expected.data)
    const told = expected && toldBy(expected)
    if (told === undefined) continue
    const { bookId: book_id, userId: user_id } = expected?.data as { bookId: string; userId: string }
    row = { hold_id: holdId, version: inOrder.length, user_id, book_id, ...AS_PLACED, ...told }
  }
  return row && { ...row, user_id: pseudonym ?? row.user_id }
}

const AS_PLACED = { suspended: 0, suspended_until: null, ready_until: null, cancel_reason: null }

function toldBy({ type, data }: ExpectedEvent): Told | undefined {
  switch (type) {
    case 'ebook.book.HoldPlaced.v1':
    case 'ebook.book.HoldReturned.v1':
    case 'ebook.book.HoldResumed.v1':
      return { status: 'WAITING' }
    case 'ebook.book.HoldReady.v1':
      return { status: 'READY', ready_until: data.readyUntil }
    case 'ebook.book.HoldLapsed.v1':
      return { status: 'WAITING', suspended: 1 }
    case 'ebook.book.HoldSuspended.v1':
      return { status: 'WAITING', suspended: 1, suspended_until: data.suspendedUntil ?? null }
    case 'ebook.book.HoldFulfilled.v1':
      return { status: 'FULFILLED' }
    case 'ebook.book.HoldCanceled.v1':
      return { status: 'CANCELED', cancel_reason: data.reason }
    default:
      return undefined
  }
}
