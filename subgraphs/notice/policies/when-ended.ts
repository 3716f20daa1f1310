import { z } from 'zod'
import { on } from '@ebook/nats/policy'
import type { NoticeDatabase } from '../database.ts'
import { changedRental, fetchConcerned } from '../known.ts'
import type { Telling } from '../ports.ts'
import type { Rental } from '../rental.ts'
import { tellEarly, tellOfRental } from '../tell-of-rental.ts'

const expected = z.object({ rentalId: z.uuid() })
const canceled = expected.extend({ reason: z.string() })
const asked = canceled.extend({ note: z.string().optional() })

/** Nothing more is told of a rental that is over. Its member did that, and knows. */
export const whenReturned = on<NoticeDatabase, typeof expected>(
  'ebook.rent.Returned.v1',
  expected,
  async (unit, { data: { rentalId } }) => void end(changedRental(unit, rentalId)),
  fetchConcerned,
)

export const whenCanceled = (telling: Telling) =>
  on<NoticeDatabase, typeof canceled>(
    'ebook.rent.Canceled.v1',
    canceled,
    async (unit, { data: { rentalId, reason } }) => {
      const rental = end(changedRental(unit, rentalId))
      // Of a refusal its own event says it.
      if (reason !== 'REFUSED') rental.takenBack ??= reason === 'LIBRARY'
      tellEarly(unit, telling, rental)
    },
    fetchConcerned,
  )

/** The library takes a book back: all that follows for its member is told in one notice (N18). */
export const whenCancelRequested = (telling: Telling) =>
  on<NoticeDatabase, typeof asked>(
    'ebook.rent.CancelRequested.v1',
    asked,
    async (unit, event) => {
      const { rentalId, reason, note = null } = event.data
      const rental = changedRental(unit, rentalId)
      rental.takenBack = reason === 'LIBRARY'
      if (rental.takenBack) tellOfRental(unit, telling, event, end(rental), { kind: 'TAKEN_BACK', facts: { note } })
      tellEarly(unit, telling, rental)
    },
    fetchConcerned,
  )

export const whenExpired = (telling: Telling) =>
  on<NoticeDatabase, typeof expected>(
    'ebook.rent.Expired.v1',
    expected,
    async (unit, event) => {
      const rental = end(changedRental(unit, event.data.rentalId))
      tellOfRental(unit, telling, event, rental, { kind: 'LOAN_ENDED', facts: {} })
    },
    fetchConcerned,
  )

const end = (rental: Rental): Rental => Object.assign(rental, { ended: true, decideBy: null, remindAt: null })
