import { sql, type Kysely } from 'kysely'
import { rowOf } from '@ebook/chassis/rows'
import { insertRows } from '@ebook/chassis/sql/rows'
import { storeOperation } from '@ebook/nats/store-operation'
import { storeWrite } from '@ebook/nats/store-write'
import type { RentDatabase } from '../database.ts'

/** A copy was kept for a member, and not taken. */
export interface MissedTurn {
  /** Of the event that told of it. */
  readonly eventId: string
  readonly userId: string
  readonly at: Date
}

export const keepMissedTurns = storeWrite('rent/keep-missed-turns', (missed: readonly MissedTurn[]) =>
  insertRows('missed_turn', ['event_id', 'user_id', 'at'], missed.map(rowOf)),
)

/** How many a member has missed since then. */
export const countMissedTurns = storeOperation(
  'rent/count-missed-turns',
  async (db: Kysely<RentDatabase>, userId: string, since: Date): Promise<number> => {
    const { missed } = await db
      .selectFrom('missed_turn')
      .select(sql<number>`count(*)::integer`.as('missed'))
      .where('user_id', '=', userId)
      .where('at', '>=', since)
      .executeTakeFirstOrThrow()
    return missed
  },
)
