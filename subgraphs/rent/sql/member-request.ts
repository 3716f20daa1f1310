import { sql, type Transaction } from 'kysely'
import { fieldsOf, rowOf } from '@ebook/chassis/rows'
import { insertRows } from '@ebook/chassis/sql/rows'
import { storeOperation } from '@ebook/nats/store-operation'
import { storeWrite } from '@ebook/nats/store-write'
import type { MemberTable, RentDatabase } from '../database.ts'
import type { Member } from '../member/state.ts'
import type { KnownBook } from '../rental/language.ts'
import { MEMBER_COLUMNS } from './member.ts'
import { openLoansOf } from './open-loans.ts'

/** What is stored about a request. */
export interface StoredFacts {
  /** The owner's clock (rule G6). */
  readonly now: Date
  readonly earlier: { readonly rentalId: string; readonly fingerprint: string } | undefined
  readonly book: Omit<KnownBook, 'bookId' | 'fresh'> | undefined
  /** `isDue`: its loan has run out, and only the sweep is late. */
  readonly open: { readonly rentalId: string; readonly isDue: boolean } | undefined
  readonly member: Member
  readonly openLoans: number
}

interface FactsRow {
  readonly now: Date
  readonly fingerprint: string | null
  readonly earlier_rental_id: string | null
  readonly title: string | null
  readonly rental_fee: number | null
  readonly loan_period_days: number | null
  readonly max_renewals: number | null
  readonly next_loan_ends: Date | null
  readonly book_status: KnownBook['status']
  readonly open_rental_id: string | null
  readonly open_is_due: boolean | null
  readonly open_loans: number
}

/**
 * What is out for others can be lent to the member for whom book keeps a seat.
 *
 * Waits for the member's other requests, and makes those that come later wait for this one: of two at the same moment
 * the second sees what the first did, because it is read by a statement that is sent after the one that waits.
 */
export const lockMember = storeOperation(
  'rent/lock-member',
  async (tx: Transaction<RentDatabase>, userId: string, key: string, bookId: string): Promise<StoredFacts> => {
    const [locked, { rows }] = await Promise.all([
      // Whoever inserts the row holds its lock, and so does who finds it.
      sql<MemberTable>`insert into member (user_id) values (${userId})
        on conflict (user_id) do update set user_id = excluded.user_id
        returning ${sql.join(MEMBER_COLUMNS.map((column) => sql.ref(column)))}`.execute(tx),
      sql<FactsRow>`
        select now() as now, earlier.fingerprint, earlier.rental_id as earlier_rental_id,
          book.title, book.rental_fee, book.loan_period_days, book.max_renewals, book.next_loan_ends,
          case when book.status = 'IMPOSSIBLE' and exists (
            select from turn where turn.user_id = ${userId} and turn.book_id = ${bookId} and until > now()
          ) then 'POSSIBLE' else book.status end as book_status,
          open.id as open_rental_id, open.status = 'APPROVED' and open.due_at <= now() as open_is_due,
          ${openLoansOf(sql`${userId}`)} as open_loans
        from (values (1)) as request
        left join idempotency_key earlier on earlier.user_id = ${userId} and earlier.key = ${key}
        left join book on book.book_id = ${bookId}
        left join rental open on open.user_id = ${userId} and open.book_id = ${bookId}
          and open.status in ('RENTED', 'PAID', 'APPROVED', 'REFUSED', 'CANCELING')`.execute(tx),
    ])
    const [row] = rows
    const [member] = locked.rows
    if (!row || !member) throw new Error('a left join of one row gave none')
    const { now, earlier_rental_id, fingerprint, title, rental_fee, open_rental_id } = row
    return {
      now,
      earlier:
        earlier_rental_id === null || fingerprint === null ? undefined : { rentalId: earlier_rental_id, fingerprint },
      book:
        title === null || rental_fee === null
          ? undefined
          : {
              title,
              rentalFee: rental_fee,
              loanPeriodDays: row.loan_period_days,
              maxRenewals: row.max_renewals,
              nextLoanEnds: row.next_loan_ends,
              status: row.book_status,
            },
      open: open_rental_id === null ? undefined : { rentalId: open_rental_id, isDue: row.open_is_due === true },
      member: fieldsOf<Member>(member),
      openLoans: row.open_loans,
    }
  },
)

/** Which rental a member's key stands for, and what was asked for under it. */
export interface KeptKey {
  readonly userId: string
  readonly key: string
  readonly fingerprint: string
  readonly rentalId: string
}

export const keepKeys = storeWrite('rent/keep-keys', (keys: readonly KeptKey[]) =>
  insertRows('idempotency_key', ['user_id', 'key', 'fingerprint', 'rental_id'], keys.map(rowOf)),
)
