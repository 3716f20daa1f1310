import { z } from 'zod'
import { on } from '@ebook/nats/policy'
import type { NoticeDatabase } from '../database.ts'
import { fetchConcerned, rentalOf } from '../known.ts'
import type { Telling } from '../ports.ts'
import { tellOfRental } from '../tell-of-rental.ts'

const expected = z.object({ rentalId: z.uuid() })

/** There are some minutes left in which to pay in another way. */
export const whenPayDeclined = (telling: Telling) =>
  on<NoticeDatabase, typeof expected>(
    'ebook.payment.PayDeclined.v1',
    expected,
    async (unit, event) => {
      tellOfRental(unit, telling, event, rentalOf(unit, event.data.rentalId), { kind: 'PAYMENT_DECLINED', facts: {} })
    },
    fetchConcerned,
  )
