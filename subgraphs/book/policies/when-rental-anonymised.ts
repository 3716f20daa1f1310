import { z } from 'zod'
import { causeOfReaction, on } from '@ebook/nats/policy'
import { anonymiseCase } from '../anonymise.ts'
import type { BookDatabase } from '../database.ts'
import { fetchCases } from '../request-aggregate.ts'

const Expected = z.object({ rentalId: z.uuid(), bookId: z.uuid(), pseudonym: z.string() })

/** Whose it was is forgotten here too (R25). */
export const whenRentalAnonymised = () =>
  on<BookDatabase, typeof Expected>(
    'ebook.rent.RentalAnonymised.v1',
    Expected,
    (unit, event) => anonymiseCase(unit, event.data, causeOfReaction(event, 'SYSTEM')),
    fetchCases,
  )
