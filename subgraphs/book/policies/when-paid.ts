import { z } from 'zod'
import type { Cause } from '@ebook/nats/outbox'
import { causeOfReaction, on } from '@ebook/nats/policy'
import type { UnitOfWork } from '@ebook/nats/unit-of-work'
import type { BookDatabase } from '../database.ts'
import { fetchCases, knownRequest, tellRequest } from '../request-aggregate.ts'
import type { PaidRental } from '../request/language.ts'
import { tellTitle } from '../title-aggregate.ts'

const Expected = z.object({ rentalId: z.uuid(), bookId: z.uuid(), paymentId: z.uuid(), userId: z.string() })

/**
 * Whoever paid first gets a seat and comes before the librarian; who finds none is turned away, and payment gives the
 * money back. The title's lock makes "first" the order of these transactions (hard case 1).
 */
export const whenPaid = (decideForMs: number) =>
  on<BookDatabase, typeof Expected>(
    'ebook.payment.Paid.v1',
    Expected,
    async (unit, event) => {
      await putBeforeLibrarian(unit, event.data, decideForMs, causeOfReaction(event, 'SYSTEM'))
    },
    fetchCases,
  )

async function putBeforeLibrarian(
  unit: UnitOfWork<BookDatabase>,
  rental: PaidRental,
  decideForMs: number,
  cause: Cause,
): Promise<void> {
  const { rentalId, bookId } = rental
  const { now } = unit
  // A tombstone: the rental was canceled before its payment was heard of.
  if (knownRequest(unit, rentalId)) return
  const seat = await tellTitle(unit, bookId, { type: 'takeSeat', rentalId }, cause)
  const taken = seat.kind === 'accepted' ? seat.state.allocations[rentalId] : undefined
  if (taken) {
    const decideBy = new Date(now.getTime() + decideForMs)
    await tellRequest(unit, rentalId, { type: 'open', rental, copyId: taken.seatId, decideBy, now }, cause)
  } else {
    // A title that is unknown here cannot be lent either: the money goes back instead of getting stuck.
    const reasonCode = seat.kind === 'refused' && seat.refusal.code === 'NO_COPY' ? 'NO_COPY' : 'WITHDRAWN'
    await tellRequest(unit, rentalId, { type: 'turnAway', rental, reasonCode, now }, cause)
  }
}
