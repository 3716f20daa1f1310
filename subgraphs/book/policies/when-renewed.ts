import { z } from 'zod'
import { causeOfReaction, on } from '@ebook/nats/policy'
import type { BookDatabase } from '../database.ts'
import { fetchCases } from '../request-aggregate.ts'
import { extendLoans } from '../sql/extend-loans.ts'
import { tellTitle } from '../title-aggregate.ts'

const Expected = z.object({ rentalId: z.uuid(), bookId: z.uuid(), dueAt: z.iso.datetime({ offset: true }) })

/** The seat comes back later: for estimates alone. Where a renewal counts as a loan, there is one less. */
export const whenRenewed = () =>
  on<BookDatabase, typeof Expected>(
    'ebook.rent.Renewed.v1',
    Expected,
    async (unit, event) => {
      const { rentalId, bookId, dueAt } = event.data
      unit.write(extendLoans, { rentalId, dueAt: new Date(dueAt) })
      await tellTitle(unit, bookId, { type: 'countRenewal', rentalId }, causeOfReaction(event, 'SYSTEM'))
    },
    fetchCases,
  )
