import { z } from 'zod'
import { on } from '@ebook/nats/policy'
import type { RentDatabase } from '../database.ts'
import { tellOfBooks } from '../sql/books.ts'

const Expected = z.object({
  bookId: z.uuid(),
  title: z.string(),
  rentalFee: z.int().nonnegative(),
  loanPeriodDays: z.int().positive(),
  maxRenewals: z.int().nonnegative(),
})

/** A title can be rented from here on, at this fee and for these terms (rule G8). */
export const whenRegistered = () =>
  on<RentDatabase, typeof Expected>('ebook.book.Registered.v1', Expected, async (unit, { data }) => {
    unit.write(tellOfBooks, data)
  })
