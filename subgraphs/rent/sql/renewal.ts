import { sql, type Kysely, type Transaction } from 'kysely'
import { fieldsOf } from '@ebook/chassis/rows'
import { storeOperation } from '@ebook/nats/store-operation'
import type { RentDatabase } from '../database.ts'
import type { Member } from '../member/state.ts'
import { MEMBER_COLUMNS } from './member.ts'

/** What is stored of a renewal's facts. */
export interface StoredRenewalFacts {
  /** How many wait for the title. */
  readonly holdsWaiting: number
  /** Null where a renewal is no loan of the licence. */
  readonly loansToRenew: number | null
  readonly member: Member
  /** The owner's clock (rule G6). */
  readonly now: Date
}

/** By rental. */
export const readStoredRenewalFacts = storeOperation(
  'rent/read-renewal-facts',
  async (db: Kysely<RentDatabase>, rentalIds: readonly string[]): Promise<ReadonlyMap<string, StoredRenewalFacts>> => {
    const rows = await db
      .selectFrom('rental')
      .innerJoin('member', 'member.user_id', 'rental.user_id')
      .leftJoin('book', 'book.book_id', 'rental.book_id')
      .select(['rental.id', 'book.holds_waiting', sql<Date>`now()`.as('now')])
      .select(sql<number | null>`case when renewal_counts then loans_to_renew end`.as('loans_to_renew'))
      .select(MEMBER_COLUMNS.map((column) => `member.${column}` as const))
      .where('rental.id', '=', sql<string>`any(${rentalIds}::uuid[])`)
      .execute()
    return new Map(
      rows.map(({ id, holds_waiting, loans_to_renew: loansToRenew, now, ...member }) => [
        id,
        { holdsWaiting: holds_waiting ?? 0, loansToRenew, member: fieldsOf<Member>(member), now },
      ]),
    )
  },
)

/** Of renewals of a title that are loans of its licence one waits for the other. Their rentals are locked before. */
export const lockLoansToRenew = storeOperation(
  'rent/lock-loans-to-renew',
  async (tx: Transaction<RentDatabase>, bookId: string): Promise<void> => {
    await sql`select from book where book_id = ${bookId} for update`.execute(tx)
  },
)
