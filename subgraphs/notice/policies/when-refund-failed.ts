import { z } from 'zod'
import { on } from '@ebook/nats/policy'
import type { NoticeDatabase } from '../database.ts'
import { fetchRentals, rentalOf, tellOfRental } from '../note.ts'
import type { Telling } from '../ports.ts'

const expected = z.object({ rentalId: z.uuid(), errorCode: z.string() })

/** Money hangs in between until a librarian acts. */
export const whenRefundFailed = (telling: Telling) =>
  on<NoticeDatabase, typeof expected>(
    'ebook.payment.RefundFailed.v1',
    expected,
    async (unit, event) => {
      const { rentalId, errorCode } = event.data
      tellOfRental(unit, telling, event, rentalOf(unit, rentalId), { kind: 'REFUND_FAILED', facts: { errorCode } })
    },
    fetchRentals,
  )
