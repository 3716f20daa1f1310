import { z } from 'zod'
import { on } from '@ebook/nats/policy'
import type { NoticeDatabase } from '../database.ts'
import { changedRental, fetchConcerned, memberOf } from '../known.ts'
import type { Telling } from '../ports.ts'
import { nextReminder } from '../rental.ts'
import { tellOfRental } from '../tell-of-rental.ts'

const expected = z.object({ rentalId: z.uuid(), userId: z.string(), dueAt: z.iso.datetime() })

export const whenLoanStarted = (telling: Telling) =>
  on<NoticeDatabase, typeof expected>(
    'ebook.rent.LoanStarted.v1',
    expected,
    async (unit, event) => {
      const { rentalId, userId, dueAt } = event.data
      const rental = changedRental(unit, rentalId)
      Object.assign(rental, { paid: true, decided: true, decideBy: null, dueAt: new Date(dueAt) })
      rental.remindAt = nextReminder(new Date(dueAt), memberOf(unit, userId, telling).timeZone, unit.now)
      tellOfRental(unit, telling, event, rental, { kind: 'LOAN_STARTED', facts: { dueAt } })
    },
    fetchConcerned,
  )
