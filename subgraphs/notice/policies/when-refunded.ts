import { z } from 'zod'
import { on } from '@ebook/nats/policy'
import type { NoticeDatabase } from '../database.ts'
import { changedRental, fetchConcerned } from '../known.ts'
import type { Telling } from '../ports.ts'
import { tellEarly, tellOfRental } from '../tell-of-rental.ts'

const expected = z.object({
  rentalId: z.uuid(),
  amount: z.int().nonnegative(),
  reason: z.string().optional(),
  keepLoan: z.literal(true).optional(),
})

/** Of what is refunded so, the rental says why, or the librarian's decision does. */
const ELSEWHERE: readonly (string | undefined)[] = ['REFUSED', 'ADMIN']

/** Of a rental that cost nothing, nothing goes back; and with a book that is taken back it is said that all does. */
export const whenRefunded = (telling: Telling) =>
  on<NoticeDatabase, typeof expected>(
    'ebook.payment.Refunded.v1',
    expected,
    async (unit, event) => {
      const { rentalId, amount, reason, keepLoan = false } = event.data
      const rental = changedRental(unit, rentalId)
      if (keepLoan || !ELSEWHERE.includes(reason)) rental.takenBack ??= false
      tellEarly(unit, telling, rental)
      if (amount === 0) return
      tellOfRental(unit, telling, event, rental, { kind: 'REFUNDED', facts: { amount } }, { follows: true })
    },
    fetchConcerned,
  )
