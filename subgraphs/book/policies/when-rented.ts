import { z } from 'zod'
import { causeOfReaction, on } from '@ebook/nats/policy'
import type { UnitOfWork } from '@ebook/nats/unit-of-work'
import type { BookDatabase } from '../database.ts'
import { tellHold } from '../hold-aggregate.ts'
import { joinLine } from '../line.ts'
import type { BookSettings } from '../ports.ts'
import { fetchCases, knownRequest } from '../request-aggregate.ts'
import { readyHolds } from '../sql/member.ts'
import { keepWish } from '../wishes.ts'

const Expected = z.object({
  rentalId: z.uuid(),
  bookId: z.uuid(),
  userId: z.string(),
  payUntil: z.iso.datetime({ offset: true }).optional(),
  holdIfTaken: z.boolean().optional(),
})

/** What was found of a batch: in the unit of work under this. */
const READY = {}

/**
 * The member has asked for a title. Whose turn it is keeps the seat until the payment, once (W4); who wants to wait if
 * the seat is gone is remembered, or waits at once if that is known already (W2).
 */
export const whenRented = (settings: BookSettings) =>
  on<BookDatabase, typeof Expected>(
    'ebook.rent.Rented.v1',
    Expected,
    async (unit, event) => {
      const { rentalId, bookId, userId, payUntil, holdIfTaken = false } = event.data
      const cause = causeOfReaction(event, 'SYSTEM')
      const ready = unit.known<string>(READY).get(`${userId}/${bookId}`)
      if (ready !== undefined && payUntil !== undefined) {
        await tellHold(unit, ready, { type: 'awaitPayment', payUntil: new Date(payUntil) }, cause)
      }
      if (!holdIfTaken) return
      await fetchCases(unit, [{ rentalId, bookId, userId }])
      const request = knownRequest(unit, rentalId)
      if (request === undefined) keepWish(unit, { rentalId, bookId, userId })
      else if (request.reasonCode === 'NO_COPY')
        await joinLine(unit, { type: 'place', bookId, userId, key: null, limit: settings.holdLimit }, cause)
    },
    findReady,
  )

async function findReady(unit: UnitOfWork<BookDatabase>, rented: readonly z.infer<typeof Expected>[]): Promise<void> {
  const found = unit.known<string>(READY)
  for (const [pair, holdId] of await readyHolds(unit.tx, rented)) found.set(pair, holdId)
}
