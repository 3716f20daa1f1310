import { z } from 'zod'
import { on } from '@ebook/nats/policy'
import type { NoticeDatabase } from '../database.ts'
import { changedRental, fetchConcerned } from '../known.ts'
import type { Telling } from '../ports.ts'
import { tellEarly, tellOfRental } from '../tell-of-rental.ts'

const expected = z.object({ rentalId: z.uuid(), reasonCode: z.string().optional(), note: z.string().optional() })

/** Whoever has paid for a title that is withdrawn is told once, like those who read it (N18). */
export const whenRefused = (telling: Telling) =>
  on<NoticeDatabase, typeof expected>(
    'ebook.book.Refused.v1',
    expected,
    async (unit, event) => {
      const { rentalId, reasonCode, note = null } = event.data
      const rental = changedRental(unit, rentalId)
      const takenBack = reasonCode === 'WITHDRAWN'
      Object.assign(rental, { paid: true, decided: true, decideBy: null, takenBack })
      const told = takenBack
        ? ({ kind: 'TAKEN_BACK', facts: { note } } as const)
        : ({ kind: 'REFUSED', facts: {} } as const)
      tellOfRental(unit, telling, event, rental, told)
      tellEarly(unit, telling, rental)
    },
    fetchConcerned,
  )
