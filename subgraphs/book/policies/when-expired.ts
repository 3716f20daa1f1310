import { z } from 'zod'
import { causeOfReaction, on } from '@ebook/nats/policy'
import type { BookDatabase } from '../database.ts'
import { endOfRental } from '../release.ts'

const Expected = z.object({ rentalId: z.uuid(), bookId: z.uuid() })

/** The loan has run out: the seat is free, the case closed. */
export const whenExpired = () =>
  on<BookDatabase, typeof Expected>('ebook.rent.Expired.v1', Expected, async (tx, event) => {
    await endOfRental(tx, event.data, 'EXPIRED', { type: 'close' }, causeOfReaction(event, 'SYSTEM'))
  })
