import { z } from 'zod'
import { on } from '@ebook/nats/policy'
import type { RentDatabase } from '../database.ts'
import { tellOfBooks } from '../sql/books.ts'

const Expected = z.object({
  bookId: z.uuid(),
  status: z.enum(['POSSIBLE', 'IMPOSSIBLE', 'WITHDRAWN']),
  holdsWaiting: z.int().nonnegative(),
  loansToRenew: z.int().nonnegative().nullable().default(null),
  /** An older book does not say it; nor one that knows of nothing that ends. */
  nextLoanEnds: z.iso
    .datetime()
    .transform((text) => new Date(text))
    .nullable()
    .default(null),
})

/** Whether the title can be lent now, and how many wait for it, and when the next loan would end. Its registration is an earlier version of the same aggregate, so it is known. */
export const whenAvailabilityChanged = () =>
  on<RentDatabase, typeof Expected>('ebook.book.AvailabilityChanged.v1', Expected, async (unit, { data }) => {
    unit.write(tellOfBooks, data)
  })
