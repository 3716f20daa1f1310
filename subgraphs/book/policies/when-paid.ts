import type { Transaction } from 'kysely'
import { z } from 'zod'
import { databaseNow } from '@ebook/chassis/sql/database-now'
import type { Cause } from '@ebook/nats/outbox'
import { causeOfReaction, on } from '@ebook/nats/policy'
import type { BookDatabase } from '../database.ts'
import { tellRequest } from '../request-aggregate.ts'
import type { PaidRental } from '../request/language.ts'
import { loadRequest } from '../sql/request.ts'
import { lockTitle, tellTitle } from '../title-aggregate.ts'

const Expected = z.object({ rentalId: z.uuid(), bookId: z.uuid(), paymentId: z.uuid(), userId: z.string() })

/**
 * Whoever paid first gets a seat and comes before the librarian; who finds none is turned away, and payment gives the
 * money back. The title's lock makes "first" the order of these transactions (hard case 1).
 */
export const whenPaid = (decideForMs: number) =>
  on<BookDatabase, typeof Expected>('ebook.payment.Paid.v1', Expected, async (tx, event) => {
    await putBeforeLibrarian(tx, event.data, decideForMs, causeOfReaction(event, 'SYSTEM'))
  })

async function putBeforeLibrarian(
  tx: Transaction<BookDatabase>,
  rental: PaidRental,
  decideForMs: number,
  cause: Cause,
): Promise<void> {
  const { rentalId, bookId } = rental
  await lockTitle(tx, bookId)
  // A tombstone: the rental was canceled before its payment was heard of.
  if (await loadRequest(tx, rentalId)) return
  const now = await databaseNow(tx)
  const seat = await tellTitle(tx, bookId, { type: 'takeSeat', rentalId }, cause)
  if (seat.kind === 'accepted' && seat.state.allocation) {
    const decideBy = new Date(now.getTime() + decideForMs)
    const copyId = seat.state.allocation.seatId
    await tellRequest(tx, rentalId, { type: 'open', rental, copyId, decideBy, now }, cause)
  } else {
    // A title that is unknown here cannot be lent either: the money goes back instead of getting stuck.
    const reasonCode = seat.kind === 'refused' && seat.refusal.code === 'NO_COPY' ? 'NO_COPY' : 'WITHDRAWN'
    await tellRequest(tx, rentalId, { type: 'turnAway', rental, reasonCode, now }, cause)
  }
}
