import { sql, type Kysely } from 'kysely'
import { rowOf } from '@ebook/chassis/rows'
import { storeOperation } from '@ebook/nats/store-operation'
import { rowsAs, storeWrite } from '@ebook/nats/store-write'
import type { RentDatabase } from '../database.ts'
import type { KnownBook } from '../rental/language.ts'

/** What book told of a title: how it registered it, or whether it can be lent now. */
export interface ToldOfBook {
  readonly bookId: string
  readonly title?: string
  readonly rentalFee?: number
  readonly loanPeriodDays?: number
  readonly maxRenewals?: number
  readonly status?: KnownBook['status']
  readonly holdsWaiting?: number
  /** Null when nothing is known to shorten a loan. */
  readonly nextLoanEnds?: Date | null
  /** Null where no renewal is a loan. */
  readonly loansToRenew?: number | null
}

/**
 * A title that is registered again keeps its status. One that is told of and was never registered is not kept.
 */
export const tellOfBooks = storeWrite('rent/tell-of-books', (told: readonly ToldOfBook[]) => {
  const books = togetherByBook(told).map(rowOf)
  const given = rowsAs('given', 'book', books)
  return {
    registered_book: sql`
      insert into book (book_id, title, rental_fee, loan_period_days, max_renewals, status, holds_waiting, next_loan_ends,
        loans_to_renew)
      select book_id, title, rental_fee, loan_period_days, max_renewals, status, coalesce(holds_waiting, 0),
        next_loan_ends, loans_to_renew
      from ${given} where given.title is not null
      on conflict (book_id) do update set title = excluded.title, rental_fee = excluded.rental_fee,
        loan_period_days = excluded.loan_period_days, max_renewals = excluded.max_renewals,
        status = coalesce(excluded.status, book.status),
        holds_waiting = case when excluded.status is null then book.holds_waiting else excluded.holds_waiting end,
        next_loan_ends = case when excluded.status is null then book.next_loan_ends else excluded.next_loan_ends end,
        loans_to_renew = case when excluded.status is null then book.loans_to_renew else excluded.loans_to_renew end`,
    book_status: sql`
      update book set status = given.status, holds_waiting = coalesce(given.holds_waiting, 0),
        next_loan_ends = given.next_loan_ends, loans_to_renew = given.loans_to_renew
      from ${given} where book.book_id = given.book_id and given.title is null`,
  }
})

/** What was told of one title, each replaced by what was told later. */
export function togetherByBook(told: readonly ToldOfBook[]): ToldOfBook[] {
  const books = new Map<string, ToldOfBook>()
  for (const one of told) books.set(one.bookId, { ...books.get(one.bookId), ...one })
  return [...books.values()]
}

/** Those of the ids that are known. */
export const knownBooks = storeOperation(
  'rent/known-books',
  async (db: Kysely<RentDatabase>, bookIds: readonly string[]): Promise<ReadonlySet<string>> => {
    const rows = await db
      .selectFrom('book')
      .select('book_id')
      .where('book_id', '=', sql<string>`any(${bookIds}::uuid[])`)
      .execute()
    return new Set(rows.map(({ book_id }) => book_id))
  },
)
