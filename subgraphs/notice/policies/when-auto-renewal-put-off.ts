import { z } from 'zod'
import { on } from '@ebook/nats/policy'
import type { NoticeDatabase } from '../database.ts'
import { RENEWAL_BARS } from '../facts.ts'
import { fetchConcerned, rentalOf } from '../known.ts'
import type { Telling } from '../ports.ts'
import { tellOfRental } from '../tell-of-rental.ts'

const expected = z.object({ rentalId: z.uuid(), dueAt: z.iso.datetime(), code: z.string() })

/** It is tried again until the loan ends: its member is told once, of the first that kept it. */
export const whenAutoRenewalPutOff = (telling: Telling) =>
  on<NoticeDatabase, typeof expected>(
    'ebook.rent.AutoRenewalPutOff.v1',
    expected,
    async (unit, event) => {
      const { rentalId, dueAt, code } = event.data
      const why = RENEWAL_BARS.find((bar) => bar === code)
      if (why === undefined) return
      const once = { id: `${rentalId} ${dueAt}`, time: event.time }
      tellOfRental(unit, telling, once, rentalOf(unit, rentalId), { kind: 'NOT_RENEWED', facts: { dueAt, why } })
    },
    fetchConcerned,
  )
