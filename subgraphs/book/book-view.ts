import type { Selectable } from 'kysely'
import type { TitleTable } from './database.ts'
import type { Book } from './generated/resolvers.ts'
import { availabilityOf } from './title/state.ts'

/** A title as the API shows it. */
export function bookView(row: Selectable<TitleTable>): Book {
  return {
    id: row.book_id,
    title: row.title,
    authors: row.authors,
    isbn13: row.isbn13,
    language: row.language,
    rentalFee: row.rental_fee,
    status: availabilityOf({ withdrawn: row.withdrawn, seatsFree: row.seats_free }),
    seatsTotal: row.seats_total,
    seatsFree: row.seats_free,
    loanPeriodDays: row.loan_period_days,
    maxRenewals: row.max_renewals,
    registeredDate: row.registered_date,
  }
}
