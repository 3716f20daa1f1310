import { sql, type Kysely, type Transaction } from 'kysely'
import { NOBODY } from '@ebook/nats/redact'
import { storeOperation } from '@ebook/nats/store-operation'
import type { BookDatabase } from '../database.ts'

/** Places in line that are over, of the member of a rental for its title. */
export const closedHoldsBeside = storeOperation(
  'book/closed-holds-beside',
  async (
    tx: Transaction<BookDatabase>,
    rental: { readonly bookId: string; readonly userId: string },
  ): Promise<readonly string[]> => {
    const { rows } = await sql<{ hold_id: string }>`
    select hold_id from hold where book_id = ${rental.bookId} and user_id = ${rental.userId}
      and status in ('FULFILLED', 'CANCELED') order by hold_id`.execute(tx)
    return rows.map(({ hold_id }) => hold_id)
  },
)

/** Places that were given up so long ago, by the owner's clock (G6). */
export const findGivenUp = storeOperation(
  'book/find-given-up',
  async (db: Kysely<BookDatabase>, retentionMs: number, limit: number): Promise<readonly string[]> => {
    const { rows } = await sql<{ hold_id: string }>`
    select hold_id from hold
    where status = 'CANCELED' and user_id not like 'anon:%'
      and closed_date <= now() - ${retentionMs} * interval '1 millisecond'
    order by closed_date limit ${limit}`.execute(db)
    return rows.map(({ hold_id }) => hold_id)
  },
)

/**
 * A title's own history says who waited for it, and in releases before this one its events said who had done what led to
 * them. Of somebody who is to be forgotten neither does any more.
 */
export const forgetAtTitle = storeOperation(
  'book/forget-at-title',
  async (tx: Transaction<BookDatabase>, bookId: string, userId: string, pseudonym: string): Promise<void> => {
    await sql`
    update history set
      data = case when data ->> 'userId' = ${userId} then jsonb_set(data, '{userId}', to_jsonb(${pseudonym}::text))
        else data end,
      actor = case when actor = ${`MEMBER:${userId}`} then ${NOBODY} else actor end
    where aggregate_type = 'Book' and aggregate_id = ${bookId}
      and (data ->> 'userId' = ${userId} or actor = ${`MEMBER:${userId}`})`.execute(tx)
    await sql`
    update outbox set event = jsonb_set(event::jsonb, '{actor}', to_jsonb(${NOBODY}::text))::json
    where aggregate_type = 'Book' and aggregate_id = ${bookId}
      and event ->> 'actor' = ${`MEMBER:${userId}`}`.execute(tx)
    await sql`delete from hold_wish where book_id = ${bookId} and user_id = ${userId}`.execute(tx)
  },
)
