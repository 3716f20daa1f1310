import { sql, type Kysely, type Transaction } from 'kysely'
import { dueAmong } from '@ebook/chassis/sql/due'
import { storeOperation } from '@ebook/nats/store-operation'
import type { BookDatabase } from '../database.ts'

/** Locks the title, and finds the rentals that have paid for a seat of one of its licences that is over by its date. */
export const paidOnExpired = storeOperation(
  'book/paid-on-expired',
  async (tx: Transaction<BookDatabase>, bookId: string): Promise<readonly string[]> => {
    const [, { rows }] = await Promise.all([
      sql`select from title where book_id = ${bookId} for update`.execute(tx),
      sql<{ rental_id: string }>`
        select rental_id from request join seat on seat.id = copy_id join licence on licence.id = licence_id
        where request.book_id = ${bookId} and status = 'REQUESTED' and ended_at is null and expires_at <= now()
        order by requested_date, rental_id`.execute(tx),
    ])
    return rows.map(({ rental_id }) => rental_id)
  },
)

export interface Turning {
  readonly bookIds: readonly string[]
  /** Milliseconds until the next one, if it is known and these are all that are due. */
  readonly nextInMs: number | undefined
}

/** Titles of which what can be lent has changed by itself, by the owner's clock; and when the next one will. */
export const findTurning = storeOperation(
  'book/find-turning',
  async (db: Kysely<BookDatabase>, limit: number): Promise<Turning> => {
    const { rows } = await sql<{ book_id: string; inMs: number }>`
      select book_id, extract(epoch from changes_at - now())::float8 * 1000 as "inMs" from title
      where changes_at is not null order by changes_at limit ${limit + 1}`.execute(db)
    const { due, nextInMs } = dueAmong(rows, limit)
    return { bookIds: due.map(({ book_id }) => book_id), nextInMs }
  },
)

export interface EndedBlocks {
  /** Whose they were. */
  readonly userIds: readonly string[]
  /** Milliseconds until the next one is over. */
  readonly nextInMs: number | undefined
}

/** Forgets the blocks that are over. */
export const endBlocks = storeOperation(
  'book/end-blocks',
  async (tx: Transaction<BookDatabase>): Promise<EndedBlocks> => {
    const { rows } = await sql<{ userIds: string[]; nextInMs: number | null }>`
      with ended as (delete from member_block where until <= now() returning user_id)
      select array(select distinct user_id from ended order by user_id) as "userIds",
        (select extract(epoch from min(until) - now())::float8 * 1000 from member_block where until > now()) as "nextInMs"
    `.execute(tx)
    const [{ userIds = [], nextInMs = null } = {}] = rows
    return { userIds, nextInMs: nextInMs ?? undefined }
  },
)
