import { z } from 'zod'
import { on } from '@ebook/nats/policy'
import type { NoticeDatabase } from '../database.ts'
import { changedRental, fetchConcerned } from '../known.ts'

const expected = z.object({ rentalId: z.uuid(), decideBy: z.iso.datetime() })

/** The staff is told of all that waits at once, once a day (timers/requests-wait.ts). */
export const whenApprovalRequested = on<NoticeDatabase, typeof expected>(
  'ebook.book.ApprovalRequested.v1',
  expected,
  async (unit, { data: { rentalId, decideBy } }) => {
    const rental = changedRental(unit, rentalId)
    rental.paid = true
    if (!rental.decided && !rental.ended) rental.decideBy = new Date(decideBy)
  },
  fetchConcerned,
)
