import type { Transaction } from 'kysely'
import { z } from 'zod'
import { on } from '@ebook/nats/policy'
import { redactMessages } from '@ebook/nats/sql/redact-messages'
import type { MessagingTables } from '@ebook/nats/tables'
import type { NoticeDatabase } from '../database.ts'
import { changedRental, fetchConcerned } from '../known.ts'
import { forgetNotices } from '../sql/forget.ts'

const expected = z.object({ rentalId: z.uuid(), pseudonym: z.string() })

/** Whose it was is forgotten here too (R25), and so is what they were told of it. */
export const whenRentalAnonymised = on<NoticeDatabase, typeof expected>(
  'ebook.rent.RentalAnonymised.v1',
  expected,
  async (unit, { data: { rentalId, pseudonym } }) => {
    const rental = changedRental(unit, rentalId)
    Object.assign(rental, { userId: pseudonym, remindAt: null, early: [] })
    await forgetNotices(unit, 'rentalId', rentalId)
    const tx = unit.tx as unknown as Transaction<MessagingTables>
    await redactMessages(tx, rentalId, { instead: { userId: pseudonym }, without: ['note'] })
  },
  fetchConcerned,
)
