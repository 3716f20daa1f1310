import { inAggregateOrder } from './event-order.ts'
import { readExpected } from './expected-events.ts'
import type { FoldedEvent } from './rental-sources.ts'

/** A title as the read side knows it. */
export interface CatalogueRow {
  book_id: string
  title: string
  rental_fee: number
  /** POSSIBLE, IMPOSSIBLE or WITHDRAWN. */
  status: string
  seats_total: number
  seats_free: number
  /** How many rentals of the title are in the file: one more with each row that is new, in its transaction. */
  times_requested: number
  registered_date: string
}

/** A pure function of the title's own events and the number of its rentals; undefined until it is known how it is described. */
export function foldTitle(
  bookId: string,
  events: readonly FoldedEvent[],
  timesRequested: number,
): CatalogueRow | undefined {
  let row: CatalogueRow | undefined
  let seats = { status: 'IMPOSSIBLE', seats_total: 0, seats_free: 0 }
  for (const event of inAggregateOrder(events)) {
    const expected = readExpected(event)
    if (expected?.type === 'ebook.book.Registered.v1' || expected?.type === 'ebook.book.Revised.v1') {
      const { title, rentalFee: rental_fee, registeredDate: registered_date } = expected.data
      row = { book_id: bookId, title, rental_fee, ...seats, times_requested: timesRequested, registered_date }
    } else if (expected?.type === 'ebook.book.AvailabilityChanged.v1') {
      const { status, copiesTotal: seats_total, copiesFree: seats_free } = expected.data
      seats = { status, seats_total, seats_free }
    }
  }
  return row && { ...row, ...seats }
}
