import { sql, type Selectable } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import type { PublishedEvent } from './event.ts'
import type { Inbox } from './policy.ts'
import type { DeadLetterTable } from './tables.ts'

/** So many failures make a dead letter. */
export const GIVE_UP_AFTER = 5

/** Counts an attempt, committed before it is made. Returns which one it is, from 1. */
export async function countAttempt({ db, consumer }: Inbox, eventId: string): Promise<number> {
  const { rows } = await sql<{ attempts: number }>`
    insert into delivery_attempt (consumer, event_id, attempts) values (${consumer}, ${eventId}, 1)
    on conflict (consumer, event_id) do update set attempts = delivery_attempt.attempts + 1
    returning attempts`.execute(db)
  return rows[0]?.attempts ?? 1
}

export async function forgetAttempts({ db, consumer }: Inbox, eventId: string): Promise<void> {
  await db.deleteFrom('delivery_attempt').where('consumer', '=', consumer).where('event_id', '=', eventId).execute()
}

export async function noteFailure({ db, consumer }: Inbox, eventId: string, error: string): Promise<void> {
  await db
    .updateTable('delivery_attempt')
    .set({ last_error: error })
    .where('consumer', '=', consumer)
    .where('event_id', '=', eventId)
    .execute()
}

/** Keeps an event that cannot be handled, with its error, and lets its neighbours pass. Its aggregate's later events park. */
export async function bury(
  { db, consumer, log }: Inbox,
  event: PublishedEvent,
  error: string,
  attempts: number,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await sql`
      insert into inbox (consumer, event_id, producer, pos, aggregate_type, aggregate_id, aggregate_version, outcome)
      values (${consumer}, ${event.id}, ${event.producer}, ${event.pos}, ${event.aggregatetype}, ${event.subject},
        ${event.aggregateversion}, 'dead')
      on conflict do nothing`.execute(tx)
    await tx
      .updateTable('inbox')
      .set({ outcome: 'dead' })
      .where('consumer', '=', consumer)
      .where('event_id', '=', event.id)
      .execute()
    await tx.deleteFrom('parked_message').where('consumer', '=', consumer).where('event_id', '=', event.id).execute()
    await tx.deleteFrom('delivery_attempt').where('consumer', '=', consumer).where('event_id', '=', event.id).execute()
    await tx
      .insertInto('dead_letter')
      .values({
        id: uuidv7(),
        consumer,
        source: event.id,
        event_id: event.id,
        event_type: event.type,
        payload: JSON.stringify(event),
        error,
        attempts,
        status: 'DEAD',
      })
      .onConflict((conflict) => conflict.columns(['consumer', 'source']).doNothing())
      .execute()
  })
  log.error(
    { eventId: event.id, type: event.type, correlationId: event.correlationid, error, attempts },
    'an event became a dead letter',
  )
}

/** Keeps a message that is no event at all, under the place in the stream where it stood. */
export async function buryUnreadable(
  { db, consumer, log }: Inbox,
  place: string,
  payload: string,
  error: string,
): Promise<void> {
  await db
    .insertInto('dead_letter')
    .values({ id: uuidv7(), consumer, source: place, payload, error, attempts: 1, status: 'DEAD' })
    .onConflict((conflict) => conflict.columns(['consumer', 'source']).doNothing())
    .execute()
  log.error({ place, error }, 'a message that is no event became a dead letter')
}

export type DeadLetter = Selectable<DeadLetterTable>

/** The newest dead letters, replayed ones included. */
export async function listDeadLetters(
  { db, consumer }: Pick<Inbox, 'db' | 'consumer'>,
  limit: number,
): Promise<DeadLetter[]> {
  return db
    .selectFrom('dead_letter')
    .selectAll()
    .where('consumer', '=', consumer)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
}
