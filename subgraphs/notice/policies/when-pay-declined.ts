import { z } from 'zod'
import { on } from '@ebook/nats/policy'
import type { NoticeDatabase } from '../database.ts'
import { changedRental, fetchConcerned } from '../known.ts'
import type { Telling } from '../ports.ts'
import { tellOfRental } from '../tell-of-rental.ts'

const expected = z.object({ rentalId: z.uuid(), attemptNo: z.int().positive() })

/** There are some minutes left in which to pay in another way. */
export const whenPayDeclined = (telling: Telling) =>
  on<NoticeDatabase, typeof expected>(
    'ebook.payment.PayDeclined.v1',
    expected,
    async (unit, event) => {
      const rental = changedRental(unit, event.data.rentalId)
      rental.declinedAttempt = Math.max(rental.declinedAttempt, event.data.attemptNo)
      tellOfRental(unit, telling, event, rental, { kind: 'PAYMENT_DECLINED', facts: {} })
    },
    fetchConcerned,
  )
