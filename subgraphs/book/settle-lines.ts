import type { Cause } from '@ebook/nats/outbox'
import type { UnitOfWork } from '@ebook/nats/unit-of-work'
import type { BookDatabase } from './database.ts'
import { titlesWaitedFor } from './sql/member.ts'
import { fetchLines, tellTitle } from './title-aggregate.ts'

/** The member may be served again: where a seat is free it is theirs. */
export async function settleLinesOf(unit: UnitOfWork<BookDatabase>, userId: string, cause: Cause): Promise<void> {
  const bookIds = await titlesWaitedFor(unit.tx, userId)
  if (bookIds.length === 0) return
  await fetchLines(unit, bookIds, { userIds: [userId] })
  for (const bookId of bookIds) await tellTitle(unit, bookId, { type: 'settle' }, cause)
}
