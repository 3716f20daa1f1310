import { z } from 'zod'
import { causeOfReaction, on } from '@ebook/nats/policy'
import type { BookDatabase } from '../database.ts'
import { endOfRental } from '../release.ts'
import { fetchCases } from '../request-aggregate.ts'

const Expected = z.object({
  rentalId: z.uuid(),
  bookId: z.uuid(),
  userId: z.string().nullish(),
  loanStarted: z.boolean().optional(),
})

/** Also after the approval (hard case 2). Heard before Paid, it leaves a tombstone that makes the payment void here. */
export const whenCancelRequested = () =>
  on<BookDatabase, typeof Expected>(
    'ebook.rent.CancelRequested.v1',
    Expected,
    async (unit, event) => {
      const { rentalId, bookId, userId = null, loanStarted } = event.data
      await endOfRental(
        unit,
        event.data,
        'CANCELED',
        { type: 'withdraw', rentalId, bookId, userId },
        causeOfReaction(event, 'SYSTEM'),
        // Approved, and rent had ended it before: nobody ever had the loan.
        { inVain: loanStarted === false },
      )
    },
    fetchCases,
  )
