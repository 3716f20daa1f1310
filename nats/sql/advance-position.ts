import { sql, type Kysely } from 'kysely'
import { storeOperation } from '../store-operation.ts'
import type { MessagingTables } from '../tables.ts'

/**
 * Moves the mark up to which every position of a producer is in the inbox, and returns it.
 * Safe on several replicas at once: the mark only rises.
 */
export const advancePosition = storeOperation(
  'nats/advance-position',
  async (db: Kysely<MessagingTables>, consumer: string, producer: string): Promise<number> => {
    const { rows } = await sql<{ reached: string }>`
      with mark as (
        select coalesce((select pos from inbox_position where consumer = ${consumer} and producer = ${producer}), 0) as pos
      ), ahead as (
        select pos, row_number() over (order by pos) as n from (
          select pos from inbox
          where consumer = ${consumer} and producer = ${producer} and pos > (select pos from mark)
          order by pos limit 20000
        ) seen
      ), moved as (
        insert into inbox_position (consumer, producer, pos)
        select ${consumer}, ${producer}, coalesce(max(ahead.pos), (select pos from mark))
        from ahead, mark where ahead.pos = mark.pos + ahead.n
        on conflict (consumer, producer) do update set pos = greatest(inbox_position.pos, excluded.pos)
        returning pos
      )
      select moved.pos as reached from moved`.execute(db)
    return Number(rows[0]?.reached ?? 0)
  },
)
