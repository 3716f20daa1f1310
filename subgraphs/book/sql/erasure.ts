import { sql, type Kysely } from 'kysely'
import { insertRows } from '@ebook/chassis/sql/rows'
import { storeOperation } from '@ebook/nats/store-operation'
import { storeWrite } from '@ebook/nats/store-write'
import type { BookDatabase } from '../database.ts'

export interface Erasure {
  readonly user_id: string
  /** What said so. */
  readonly event_id: string
}

export const keepErasures = storeWrite(
  'book/keep-erasures',
  (erasures: readonly Erasure[]) => sql`
    ${insertRows('erasure', ['user_id', 'event_id'], erasures)} on conflict do nothing`,
)

export const findErasures = storeOperation(
  'book/find-erasures',
  async (db: Kysely<BookDatabase>): Promise<readonly Erasure[]> =>
    db.selectFrom('erasure').select(['user_id', 'event_id']).orderBy('user_id').limit(100).execute(),
)

/** Places that an erased member has, or gave up. Those that led to a rental are forgotten with it. */
export const placesOf = (
  db: Kysely<BookDatabase>,
  userId: string,
): Promise<readonly { readonly holdId: string; readonly bookId: string }[]> =>
  db
    .selectFrom('hold')
    .select(['hold_id as holdId', 'book_id as bookId'])
    .where('user_id', '=', userId)
    .where('status', 'in', ['WAITING', 'READY', 'CANCELED'])
    .orderBy('hold_id')
    .execute()

/** Nothing is kept of them any more. */
export async function endErasure(db: Kysely<BookDatabase>, userId: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    for (const table of ['hold_wish', 'member_block', 'member', 'erasure'] as const)
      await tx.deleteFrom(table).where('user_id', '=', userId).execute()
  })
}
