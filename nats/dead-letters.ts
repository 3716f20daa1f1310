import type { PublishedEvent } from './event.ts'
import type { Inbox } from './policy.ts'
import { buryEvent } from './sql/bury.ts'

/** So many failures make a dead letter. */
export const GIVE_UP_AFTER = 5

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
  const buried = await db.transaction().execute((tx) => buryEvent(tx, consumer, event, error, attempts))
  if (!buried) return
  log.error(
    { eventId: event.id, type: event.type, correlationId: event.correlationid, error, attempts },
    'an event became a dead letter',
  )
}
