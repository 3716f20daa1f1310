import { z } from 'zod'
import type { Cause } from '@ebook/nats/outbox'
import { causeOfReaction, on } from '@ebook/nats/policy'
import type { UnitOfWork } from '@ebook/nats/unit-of-work'
import type { BookDatabase } from '../database.ts'
import { decideByRule } from '../decide-by-rule.ts'
import { joinLine } from '../line.ts'
import type { BookSettings } from '../ports.ts'
import { fetchCases, knownRequest, tellRequest } from '../request-aggregate.ts'
import type { PaidRental } from '../request/language.ts'
import { tellTitle } from '../title-aggregate.ts'
import { takeWish } from '../wishes.ts'

const Expected = z.object({
  rentalId: z.uuid(),
  bookId: z.uuid(),
  paymentId: z.uuid(),
  userId: z.string(),
  chargedAmount: z.int().nonnegative().optional(),
})

/**
 * Whoever paid first gets a seat and comes before the librarian, or a rule; who finds none is turned away, and payment
 * gives the money back. The title's lock makes "first" the order of these transactions (hard case 1). A seat that is kept
 * for the member is theirs: by who and which title, both in Paid, so that it does not matter what else was heard.
 */
export const whenPaid = (settings: BookSettings) =>
  on<BookDatabase, typeof Expected>(
    'ebook.payment.Paid.v1',
    Expected,
    async (unit, event) => {
      const { chargedAmount = null, ...paid } = event.data
      await putBeforeLibrarian(unit, { ...paid, chargedAmount }, settings, causeOfReaction(event, 'SYSTEM'))
    },
    fetchCases,
  )

async function putBeforeLibrarian(
  unit: UnitOfWork<BookDatabase>,
  rental: PaidRental,
  { decideForMs, holdLimit }: BookSettings,
  cause: Cause,
): Promise<void> {
  const { rentalId, bookId, userId } = rental
  const { now } = unit
  // A tombstone: the rental was canceled before its payment was heard of.
  if (knownRequest(unit, rentalId)) return
  const waits = takeWish(unit, rental)
  const seat = await tellTitle(unit, bookId, { type: 'takeSeat', rentalId, userId }, cause)
  const taken = seat.kind === 'accepted' ? seat.state.allocations[rentalId] : undefined
  if (taken) {
    const decideBy = new Date(now.getTime() + decideForMs)
    await tellRequest(unit, rentalId, { type: 'open', rental, copyId: taken.seatId, decideBy, now }, cause)
    await decideByRule(unit, rental, cause)
    return
  }
  // A title that is unknown here cannot be lent either: the money goes back instead of getting stuck.
  const reasonCode = seat.kind === 'refused' && seat.refusal.code === 'NO_COPY' ? 'NO_COPY' : 'WITHDRAWN'
  await tellRequest(unit, rentalId, { type: 'turnAway', rental, reasonCode, now }, cause)
  if (waits && reasonCode === 'NO_COPY')
    await joinLine(unit, { type: 'place', bookId, userId, key: null, limit: holdLimit }, cause)
}
