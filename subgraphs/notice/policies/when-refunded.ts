import { z } from 'zod'
import { on } from '@ebook/nats/policy'
import type { NoticeDatabase } from '../database.ts'
import { fetchRentals, rentalOf, tellOfRental } from '../note.ts'
import type { Telling } from '../ports.ts'

const expected = z.object({ rentalId: z.uuid(), amount: z.int().nonnegative() })

/** Of a rental that cost nothing, nothing goes back. */
export const whenRefunded = (telling: Telling) =>
  on<NoticeDatabase, typeof expected>(
    'ebook.payment.Refunded.v1',
    expected,
    async (unit, event) => {
      const { rentalId, amount } = event.data
      if (amount === 0) return
      tellOfRental(unit, telling, event, rentalOf(unit, rentalId), { kind: 'REFUNDED', facts: { amount } })
    },
    fetchRentals,
  )
