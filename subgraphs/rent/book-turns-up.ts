import { setTimeout as delay } from 'node:timers/promises'
import type { Rent } from './rent.ts'

const PATIENCE_MS = 1_000
const POLL_MS = 20

/** A title that was registered a moment ago may still be on its way: waits for it, for about a second. */
export async function bookTurnsUp({ db }: Pick<Rent, 'db'>, bookId: string): Promise<boolean> {
  const deadline = performance.now() + PATIENCE_MS
  while (performance.now() < deadline) {
    await delay(POLL_MS)
    const row = await db.selectFrom('book').select('book_id').where('book_id', '=', bookId).executeTakeFirst()
    if (row) return true
  }
  return false
}
