import { sql, type Selectable } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import { lockAggregates } from './aggregate-lock.ts'
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

/**
 * Forgets the attempts at what has been handled all the same: under another delivery of it, or by a process that was
 * killed before it could forget.
 */
export async function forgetSettled({ db, consumer }: Inbox): Promise<void> {
  await sql`
    delete from delivery_attempt using inbox
    where delivery_attempt.consumer = ${consumer} and inbox.consumer = ${consumer}
      and inbox.event_id = delivery_attempt.event_id and inbox.outcome <> 'parked'`.execute(db)
}

export async function noteFailure({ db, consumer }: Inbox, eventId: string, error: string): Promise<void> {
  await db
    .updateTable('delivery_attempt')
    .set({ last_error: error })
    .where('consumer', '=', consumer)
    .where('event_id', '=', eventId)
    .execute()
}

/**
 * Keeps an event that cannot be handled, with its error, and lets its neighbours pass. Its aggregate's later events park.
 * Does nothing when another replica has settled it since.
 */
export async function bury(
  { db, consumer, log }: Inbox,
  event: PublishedEvent,
  error: string,
  attempts: number,
): Promise<void> {
  const buried = await db.transaction().execute(async (tx) => {
    await lockAggregates(tx, consumer, [event])
    const known = await tx
      .selectFrom('inbox')
      .select('outcome')
      .where('consumer', '=', consumer)
      .where('event_id', '=', event.id)
      .executeTakeFirst()
    if (known && known.outcome !== 'parked') return false
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
    return true
  })
  if (!buried) return
  log.error(
    { eventId: event.id, type: event.type, correlationId: event.correlationid, error, attempts },
    'an event became a dead letter',
  )
}

export type DeadLetter = Omit<Selectable<DeadLetterTable>, 'payload'>

export interface WantedLetters {
  readonly limit: number
  /** Only those with a smaller id: ids are of UUID version 7, so that they sort by the time of the burial. */
  readonly before?: string | undefined
  /** All if not given. */
  readonly status?: DeadLetter['status'] | undefined
}

// Errors can hold whole payloads, and a reply over NATS has to fit its largest message.
const ERROR_SHOWN = 1_500

const lettersOf = ({ db, consumer }: Pick<Inbox, 'db' | 'consumer'>) =>
  db
    .selectFrom('dead_letter')
    .select(['id', 'consumer', 'source', 'event_id', 'event_type', 'attempts', 'status'])
    .select(['first_failed_at', 'replayed_at', sql<string>`left(error, ${ERROR_SHOWN})`.as('error')])
    .where('consumer', '=', consumer)

/** Newest first, without their payloads, and how many of that status there are in all. */
export async function listDeadLetters(
  inbox: Pick<Inbox, 'db' | 'consumer'>,
  { limit, before, status }: WantedLetters,
): Promise<{ letters: DeadLetter[]; total: number }> {
  let letters = lettersOf(inbox).orderBy('id', 'desc').limit(limit)
  let counted = inbox.db
    .selectFrom('dead_letter')
    .select((select) => select.fn.countAll<string>().as('total'))
    .where('consumer', '=', inbox.consumer)
  if (before !== undefined) letters = letters.where('id', '<', before)
  if (status !== undefined) {
    letters = letters.where('status', '=', status)
    counted = counted.where('status', '=', status)
  }
  const [page, { total }] = await Promise.all([letters.execute(), counted.executeTakeFirstOrThrow()])
  return { letters: page, total: Number(total) }
}

export async function findDeadLetter(
  inbox: Pick<Inbox, 'db' | 'consumer'>,
  id: string,
): Promise<DeadLetter | undefined> {
  return lettersOf(inbox).where('id', '=', id).executeTakeFirst()
}
