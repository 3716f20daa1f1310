import { z } from 'zod'
import { causeOfReaction, on } from '@ebook/nats/policy'
import { awaitPayment, findReady } from '../await-payment.ts'
import type { BookDatabase } from '../database.ts'
import { joinLine } from '../line.ts'
import type { BookSettings } from '../ports.ts'
import { fetchCases, knownRequest } from '../request-aggregate.ts'
import { keepWish } from '../wishes.ts'

const Expected = z.object({
  rentalId: z.uuid(),
  bookId: z.uuid(),
  userId: z.string(),
  payUntil: z.iso.datetime({ offset: true }).optional(),
  holdIfTaken: z.boolean().optional(),
})

/**
 * The member has asked for a title. Whose turn it is keeps the seat until the payment, once (W4); who wants to wait if
 * the seat is gone is remembered, or waits at once if that is known already (W2).
 */
export const whenRented = (settings: BookSettings) =>
  on<BookDatabase, typeof Expected>(
    'ebook.rent.Rented.v1',
    Expected,
    async (unit, event) => {
      const { rentalId, bookId, userId, holdIfTaken = false } = event.data
      await awaitPayment(unit, event)
      if (!holdIfTaken) return
      const cause = causeOfReaction(event, 'SYSTEM')
      await fetchCases(unit, [{ rentalId, bookId, userId }])
      const request = knownRequest(unit, rentalId)
      if (request === undefined) keepWish(unit, { rentalId, bookId, userId })
      else if (request.reasonCode === 'NO_COPY')
        await joinLine(unit, { type: 'place', bookId, userId, key: null, limit: settings.holdLimit }, cause)
    },
    findReady,
  )
