import { sql, type Kysely } from 'kysely'
import type { DomainEvent } from '../event.ts'
import { storeOperation } from '../store-operation.ts'
import type { MessagingTables } from '../tables.ts'

export interface OutboxPage {
  readonly rows: readonly { readonly event: DomainEvent; readonly pos: number; readonly bytes: number }[]
  /** The newest position that was given, read before the rows. */
  readonly last: number
}

/** The numbered rows between two positions, in their order, and how long each is as text. */
export const readOutbox = storeOperation(
  'nats/read-outbox',
  async (db: Kysely<MessagingTables>, from: number, to: number, limit: number): Promise<OutboxPage> => {
    const { last_pos } = await db.selectFrom('relay_state').select('last_pos').executeTakeFirstOrThrow()
    const { rows } = await sql<{ event: DomainEvent; pos: string; bytes: number }>`
      select event, pos, octet_length(event::text) as bytes from outbox
      where pos between ${from} and ${to} order by pos limit ${limit}`.execute(db)
    return { rows: rows.map((row) => ({ ...row, pos: Number(row.pos) })), last: Number(last_pos) }
  },
)
