import { sql, type Kysely } from 'kysely'
import { storeOperation } from '../store-operation.ts'
import type { MessagingTables } from '../tables.ts'

/** Those of the ids that are in the inbox, whatever became of them. */
export const alreadyTaken = storeOperation(
  'nats/already-taken',
  async (db: Kysely<MessagingTables>, consumer: string, ids: readonly string[]): Promise<Set<string>> => {
    const rows = await db
      .selectFrom('inbox')
      .select('event_id')
      .where('consumer', '=', consumer)
      .where('event_id', '=', sql<string>`any(${ids}::uuid[])`)
      .execute()
    return new Set(rows.map((row) => row.event_id))
  },
)
