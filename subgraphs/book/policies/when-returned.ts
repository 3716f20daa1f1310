import { z } from 'zod'
import { causeOfReaction, on } from '@ebook/nats/policy'
import type { BookDatabase } from '../database.ts'
import { endOfRental } from '../release.ts'
import { fetchCases } from '../request-aggregate.ts'

const Expected = z.object({ rentalId: z.uuid(), bookId: z.uuid() })

/** The loan is over: the seat is free, the case closed. */
export const whenReturned = () =>
  on<BookDatabase, typeof Expected>(
    'ebook.rent.Returned.v1',
    Expected,
    async (unit, event) => {
      await endOfRental(unit, event.data, 'RETURNED', { type: 'close' }, causeOfReaction(event, 'SYSTEM'))
    },
    fetchCases,
  )
