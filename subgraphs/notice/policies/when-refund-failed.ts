import { z } from 'zod'
import { on } from '@ebook/nats/policy'
import type { NoticeDatabase } from '../database.ts'
import { changedRental, fetchConcerned } from '../known.ts'
import type { Telling } from '../ports.ts'
import { tellEarly, tellOfRental } from '../tell-of-rental.ts'

const expected = z.object({ rentalId: z.uuid(), errorCode: z.string() })

/** Money hangs in between until a librarian acts. */
export const whenRefundFailed = (telling: Telling) =>
  on<NoticeDatabase, typeof expected>(
    'ebook.payment.RefundFailed.v1',
    expected,
    async (unit, event) => {
      const { rentalId, errorCode } = event.data
      const rental = changedRental(unit, rentalId)
      tellOfRental(unit, telling, event, rental, { kind: 'REFUND_FAILED', facts: { errorCode } })
      // What was to be told with the money does not wait for it.
      rental.takenBack ??= false
      tellEarly(unit, telling, rental)
    },
    fetchConcerned,
  )
