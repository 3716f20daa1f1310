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

const DESCRIPTIONS = ['Registered', 'Revised'] as const

/**
 * A title can be rented from here on, at this fee and for these terms (rule G8). Each description is all of it, and the
 * later one of the title holds: for who asks from then on, not for who has asked before (N17).
 */
export const whenDescribed = () =>
  DESCRIPTIONS.map((description) =>
    on<RentDatabase, typeof Expected>(`ebook.book.${description}.v1`, Expected, async (unit, { data }) => {
      unit.write(tellOfBooks, data)
    }),
  )
