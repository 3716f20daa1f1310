import { z } from 'zod'
import { on } from '@ebook/nats/policy'
import type { NoticeDatabase } from '../database.ts'
import { changedRental, fetchConcerned } from '../known.ts'
import type { Telling } from '../ports.ts'
import { tellEarly } from '../tell-of-rental.ts'

const expected = z.object({
  rentalId: z.uuid(),
  userId: z.string().min(1),
  title: z.string(),
  payUntil: z.iso.datetime(),
})

/** Only this event says whose a rental is, and of what; those that came before it are told now. */
export const whenRented = (telling: Telling) =>
  on<NoticeDatabase, typeof expected>(
    'ebook.rent.Rented.v1',
    expected,
    async (unit, { data: { rentalId, userId, title, payUntil } }) => {
      const rental = changedRental(unit, rentalId)
      Object.assign(rental, { userId, title, payUntil: new Date(payUntil) })
      tellEarly(unit, telling, rental)
    },
    fetchConcerned,
  )
