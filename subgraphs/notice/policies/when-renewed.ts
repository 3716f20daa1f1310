import { z } from 'zod'
import { on } from '@ebook/nats/policy'
import type { NoticeDatabase } from '../database.ts'
import { changedRental, fetchConcerned, memberOf } from '../known.ts'
import type { Telling } from '../ports.ts'
import { nextReminder } from '../rental.ts'
import { tellOfRental } from '../tell-of-rental.ts'

const expected = z.object({
  rentalId: z.uuid(),
  userId: z.string(),
  dueAt: z.iso.datetime(),
  automatic: z.boolean(),
})

/** Whoever renewed a loan knows; of one that was renewed by itself its member is told. */
export const whenRenewed = (telling: Telling) =>
  on<NoticeDatabase, typeof expected>(
    'ebook.rent.Renewed.v1',
    expected,
    async (unit, event) => {
      const { rentalId, userId, dueAt, automatic } = event.data
      const rental = changedRental(unit, rentalId)
      rental.dueAt = new Date(dueAt)
      rental.remindAt = nextReminder(rental.dueAt, memberOf(unit, userId, telling).timeZone, unit.now)
      if (automatic) tellOfRental(unit, telling, event, rental, { kind: 'RENEWED', facts: { dueAt } })
    },
    fetchConcerned,
  )
