import { z } from 'zod'
import { on } from '@ebook/nats/policy'
import type { NoticeDatabase } from '../database.ts'
import { changed, fetchRentals, tellOfRental } from '../note.ts'
import type { Telling } from '../ports.ts'

const expected = z.object({ rentalId: z.uuid() })

export const whenRefused = (telling: Telling) =>
  on<NoticeDatabase, typeof expected>(
    'ebook.book.Refused.v1',
    expected,
    async (unit, event) => {
      const rental = changed(unit, event.data.rentalId)
      Object.assign(rental, { paid: true, decided: true, decideBy: null })
      tellOfRental(unit, telling, event, rental, { kind: 'REFUSED', facts: {} })
    },
    fetchRentals,
  )
