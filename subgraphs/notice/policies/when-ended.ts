import { z } from 'zod'
import { on } from '@ebook/nats/policy'
import type { NoticeDatabase } from '../database.ts'
import { changed, fetchRentals, tellOfRental } from '../note.ts'
import type { Telling } from '../ports.ts'

const expected = z.object({ rentalId: z.uuid() })

/** Nothing more is told of a rental that is over. Its member did that, and knows. */
const over = (type: 'ebook.rent.Returned.v1' | 'ebook.rent.Canceled.v1') =>
  on<NoticeDatabase, typeof expected>(
    type,
    expected,
    async (unit, { data: { rentalId } }) => {
      end(changed(unit, rentalId))
    },
    fetchRentals,
  )

export const whenReturned = over('ebook.rent.Returned.v1')
export const whenCanceled = over('ebook.rent.Canceled.v1')

export const whenExpired = (telling: Telling) =>
  on<NoticeDatabase, typeof expected>(
    'ebook.rent.Expired.v1',
    expected,
    async (unit, event) => {
      const rental = end(changed(unit, event.data.rentalId))
      tellOfRental(unit, telling, event, rental, { kind: 'LOAN_ENDED', facts: {} })
    },
    fetchRentals,
  )

const end = <Ending extends { ended: boolean; decideBy: Date | null; remindAt: Date | null }>(rental: Ending): Ending =>
  Object.assign(rental, { ended: true, decideBy: null, remindAt: null })
