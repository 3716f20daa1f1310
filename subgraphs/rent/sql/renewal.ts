import { sql, type Kysely } from 'kysely'
import { fieldsOf } from '@ebook/chassis/rows'
import { storeOperation } from '@ebook/nats/store-operation'
import type { RentDatabase } from '../database.ts'
import type { Member } from '../member/state.ts'
import { MEMBER_COLUMNS } from './member.ts'

/** What is stored of a renewal's facts. */
export interface StoredRenewalFacts {
  /** How many wait for the title. */
  readonly holdsWaiting: number
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
      .select(MEMBER_COLUMNS.map((column) => `member.${column}` as const))
      .where('rental.id', '=', sql<string>`any(${rentalIds}::uuid[])`)
      .execute()
    return new Map(
      rows.map(({ id, holds_waiting, now, ...member }) => [
        id,
        { holdsWaiting: holds_waiting ?? 0, member: fieldsOf<Member>(member), now },
      ]),
    )
  },
)
