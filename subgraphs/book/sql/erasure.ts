import { sql, type Kysely, type Transaction } from 'kysely'
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
    ${insertRows('erasure', ['user_id', 'event_id'], erasures)}
    on conflict (user_id) do update set event_id = excluded.event_id, at = now()`,
)

export const findErasures = storeOperation(
  'book/find-erasures',
  async (db: Kysely<BookDatabase>): Promise<readonly Erasure[]> =>
    db.selectFrom('erasure').select(['user_id', 'event_id']).orderBy('user_id').limit(100).execute(),
)

/** Places that an erased member has, or gave up, by then. Those that led to a rental are forgotten with it. */
export const placesOf = storeOperation(
  'book/places-of',
  async (
    db: Kysely<BookDatabase>,
    userId: string,
  ): Promise<readonly { readonly holdId: string; readonly bookId: string }[]> =>
    db
      .selectFrom('hold')
      .innerJoin('erasure', 'erasure.user_id', 'hold.user_id')
      .select(['hold_id as holdId', 'book_id as bookId'])
      .where('hold.user_id', '=', userId)
      .where('status', 'in', ['WAITING', 'READY', 'CANCELED'])
      .whereRef('placed_date', '<=', 'erasure.at')
      .orderBy('hold_id')
      .execute(),
)

/** What is kept from and allowed to members: who comes again under the name has it anew. */
export const forgetMembers = storeOperation(
  'book/forget-members',
  async (tx: Transaction<BookDatabase>, userIds: readonly string[]): Promise<void> => {
    for (const table of ['hold_wish', 'member_block', 'member'] as const)
      await tx.deleteFrom(table).where('user_id', 'in', userIds).execute()
  },
)

/** No place of theirs is left. */
export const endErasure = storeOperation(
  'book/end-erasure',
  async (db: Kysely<BookDatabase>, { user_id, event_id }: Erasure): Promise<void> => {
    await db.deleteFrom('erasure').where('user_id', '=', user_id).where('event_id', '=', event_id).execute()
  },
)
