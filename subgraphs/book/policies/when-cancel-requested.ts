import { z } from 'zod'
import { causeOfReaction, on } from '@ebook/nats/policy'
import type { BookDatabase } from '../database.ts'
import { endOfRental } from '../release.ts'
import { fetchCases } from '../request-aggregate.ts'

const Expected = z.object({ rentalId: z.uuid(), bookId: z.uuid(), userId: z.string().nullish() })

/** Also after the approval (hard case 2). Heard before Paid, it leaves a tombstone that makes the payment void here. */
export const whenCancelRequested = () =>
  on<BookDatabase, typeof Expected>(
    'ebook.rent.CancelRequested.v1',
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
