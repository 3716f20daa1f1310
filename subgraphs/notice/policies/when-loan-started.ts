import { z } from 'zod'
import { on } from '@ebook/nats/policy'
import type { NoticeDatabase } from '../database.ts'
import { changed, fetchRentals, memberOf, tellOfRental } from '../note.ts'
import type { NoticeSettings } from '../ports.ts'
import { nextReminder } from '../rental.ts'

const expected = z.object({ rentalId: z.uuid(), userId: z.string(), dueAt: z.iso.datetime() })

export const whenLoanStarted = (settings: NoticeSettings) =>
  on<NoticeDatabase, typeof expected>(
    'ebook.rent.LoanStarted.v1',
    expected,
    async (unit, event) => {
      const { rentalId, userId, dueAt } = event.data
      const rental = changed(unit, rentalId)
      Object.assign(rental, { paid: true, decided: true, decideBy: null, dueAt: new Date(dueAt) })
      rental.remindAt = nextReminder(new Date(dueAt), memberOf(unit, userId, settings).timeZone, unit.now)
      tellOfRental(unit, settings, event, rental, { kind: 'LOAN_STARTED', facts: { dueAt } })
    },
    fetchRentals,
  )
