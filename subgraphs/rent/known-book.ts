import { setTimeout as delay } from 'node:timers/promises'
import type { Kysely } from 'kysely'
import type { RentDatabase } from './database.ts'
import type { Rent } from './rent.ts'
import type { KnownBook } from './rental-language.ts'

const PATIENCE_MS = 1_000
const POLL_MS = 20

/** A title as book last told of it. Inside a transaction pass that. */
export async function knownBook(
  { messaging, settings }: Rent,
  db: Kysely<RentDatabase>,
  bookId: string,
): Promise<KnownBook | undefined> {
  const row = await db
    .selectFrom('book')
    .select(['book_id as bookId', 'title', 'rental_fee as rentalFee', 'status'])
    .where('book_id', '=', bookId)
    .executeTakeFirst()
  // How long ago, not when: both ends of the interval are read from this process' own clock.
  const seenAt = messaging.producerSeenAt('book')
  const fresh = seenAt !== undefined && Date.now() - seenAt.getTime() < settings.availabilityTrustedForMs
  return row && { ...row, fresh }
}

/** A title that was registered a moment ago may still be on its way: waits for it, for about a second. */
export async function bookTurnsUp({ db }: Rent, bookId: string): Promise<boolean> {
  const deadline = performance.now() + PATIENCE_MS
  while (performance.now() < deadline) {
    await delay(POLL_MS)
    const row = await db.selectFrom('book').select('book_id').where('book_id', '=', bookId).executeTakeFirst()
    if (row) return true
  }
  return false
}
