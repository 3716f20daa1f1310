import { z } from 'zod'
import { on } from '@ebook/nats/policy'
import type { RentDatabase } from '../database.ts'
import { tellOfBooks } from '../sql/books.ts'

const Expected = z.object({
  bookId: z.uuid(),
  status: z.enum(['POSSIBLE', 'IMPOSSIBLE', 'WITHDRAWN']),
  holdsWaiting: z.int().nonnegative(),
})

/** Whether the title can be lent now, and how many wait for it. Its registration is an earlier version of the same aggregate, so it is known. */
export const whenAvailabilityChanged = () =>
  on<RentDatabase, typeof Expected>('ebook.book.AvailabilityChanged.v1', Expected, async (unit, { data }) => {
    unit.write(tellOfBooks, data)
  })
