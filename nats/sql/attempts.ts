import { sql, type Kysely } from 'kysely'
import { storeOperation } from '../store-operation.ts'
import type { MessagingTables } from '../tables.ts'

/**
 * Counts an attempt, committed before it is made, also while the caller has a transaction under way on another
 * connection. Returns which one it is, from 1.
 */
export const countAttempt = storeOperation(
  'nats/count-attempt',
  async (db: Kysely<MessagingTables>, consumer: string, eventId: string): Promise<number> => {
    const { rows } = await sql<{ attempts: number }>`
      insert into delivery_attempt (consumer, event_id, attempts) values (${consumer}, ${eventId}, 1)
      on conflict (consumer, event_id) do update set attempts = delivery_attempt.attempts + 1
      returning attempts`.execute(db)
    return rows[0]?.attempts ?? 1
  },
)

export const noteFailure = storeOperation(
  'nats/note-failure',
  async (db: Kysely<MessagingTables>, consumer: string, eventId: string, error: string): Promise<void> => {
    await db
      .updateTable('delivery_attempt')
      .set({ last_error: error })
      .where('consumer', '=', consumer)
      .where('event_id', '=', eventId)
      .execute()
  },
)

export const forgetAttempts = storeOperation(
  'nats/forget-attempts',
  async (db: Kysely<MessagingTables>, consumer: string, eventId: string): Promise<void> => {
    await db.deleteFrom('delivery_attempt').where('consumer', '=', consumer).where('event_id', '=', eventId).execute()
  },
)

/**
 * Forgets the attempts at what has been handled all the same: under another delivery of it, or by a process that was
 * killed before it could forget.
 */
export async function forgetSettled(db: Kysely<MessagingTables>, consumer: string): Promise<void> {
  await sql`
    delete from delivery_attempt using inbox
    where delivery_attempt.consumer = ${consumer} and inbox.consumer = ${consumer}
      and inbox.event_id = delivery_attempt.event_id and inbox.outcome <> 'parked'`.execute(db)
}
