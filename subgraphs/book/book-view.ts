import type { Selectable } from 'kysely'
import type { TitleTable } from './database.ts'
import type { Book } from './generated/resolvers.ts'
import { availabilityOf } from './title/counts.ts'

/** A title as the API shows it; what is of others than the title itself is found by its id. */
export type BookView = Omit<Book, 'estimate' | 'myHold' | 'licences'>

export function bookView(row: Selectable<TitleTable>): BookView {
  return {
    id: row.book_id,
    title: row.title,
    authors: row.authors,
    isbn13: row.isbn13,
    language: row.language,
    rentalFee: row.rental_fee,
    status: availabilityOf({ withdrawn: row.withdrawn, seatsFree: row.seats_free, unlimited: row.unlimited }),
    seatsTotal: row.seats_total,
    seatsFree: row.seats_free,
    unlimited: row.unlimited,
    nextLoanEnds: row.next_loan_ends,
    holdsWaiting: row.holds_waiting,
    approval: row.automatic_after === null ? 'LIBRARIAN' : 'AUTOMATIC',
    automaticAfterLoans: row.automatic_after,
    loanPeriodDays: row.loan_period_days,
    maxRenewals: row.max_renewals,
    registeredDate: row.registered_date,
  }
}
