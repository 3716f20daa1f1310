import { sql, type Transaction } from 'kysely'
import { rowOf } from '@ebook/chassis/rows'
import { insertRows } from '@ebook/chassis/sql/rows'
import { storeOperation } from '@ebook/nats/store-operation'
import { storeWrite } from '@ebook/nats/store-write'
import type { RentDatabase } from '../database.ts'

/** A seat of a title that book keeps for a member. */
export interface Turn {
  readonly holdId: string
  readonly userId: string
  readonly bookId: string
  /** Null: it is over. */
  readonly until: Date | null
}

/** Of each hold what was heard last. */
export const keepTurns = storeWrite('rent/keep-turns', (turns: readonly Turn[]) => {
  const latest = [...new Map(turns.map((turn) => [turn.holdId, turn])).values()]
  return sql`
    ${insertRows('turn', ['hold_id', 'user_id', 'book_id', 'until'], latest.map(rowOf))}
    on conflict (hold_id) do update set until = excluded.until`
})

/** Whose turn it was. One that is over does not come again: the hold's events are heard in their order. */
export const forgetTurn = storeOperation(
  'rent/forget-turn',
  async (tx: Transaction<RentDatabase>, holdId: string): Promise<void> => {
    await tx.deleteFrom('turn').where('hold_id', '=', holdId).execute()
  },
)
