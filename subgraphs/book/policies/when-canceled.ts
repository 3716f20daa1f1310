import { z } from 'zod'
import { causeOfReaction, on } from '@ebook/nats/policy'
import type { BookDatabase } from '../database.ts'
import { endOfRental } from '../release.ts'
import { fetchCases } from '../request-aggregate.ts'

const Expected = z.object({ rentalId: z.uuid(), bookId: z.uuid(), userId: z.string().nullish() })

/** The rental is over, however it came to that: whatever it still holds is free. */
export const whenCanceled = () =>
  on<BookDatabase, typeof Expected>(
    'ebook.rent.Canceled.v1',
    Expected,
    async (unit, event) => {
      const { rentalId, bookId, userId = null } = event.data
      await endOfRental(
        unit,
        event.data,
        'CANCELED',
        { type: 'withdraw', rentalId, bookId, userId },
        causeOfReaction(event, 'SYSTEM'),
      )
    },
    fetchCases,
  )
