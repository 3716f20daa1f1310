import { z } from 'zod'
import { on } from '@ebook/nats/policy'
import type { NoticeDatabase } from '../database.ts'
import { fetchRentals, rentalOf, tellOfRental } from '../note.ts'
import type { Telling } from '../ports.ts'

const expected = z.object({ rentalId: z.uuid(), points: z.int().nonnegative() })

/** A free rental earns none, and of none there is nothing to tell. */
const moved = (
  type: `ebook.promotion.${'PromoCompleted' | 'PromoRestored' | 'PromoCanceled'}.v1`,
  kind: 'POINTS_GIVEN' | 'POINTS_TAKEN',
  telling: Telling,
) =>
  on<NoticeDatabase, typeof expected>(
    type,
    expected,
    async (unit, event) => {
      const { rentalId, points } = event.data
      if (points === 0) return
      tellOfRental(unit, telling, event, rentalOf(unit, rentalId), { kind, facts: { points } })
    },
    fetchRentals,
  )

export const whenPointsMoved = (telling: Telling) => [
  moved('ebook.promotion.PromoCompleted.v1', 'POINTS_GIVEN', telling),
  moved('ebook.promotion.PromoRestored.v1', 'POINTS_GIVEN', telling),
  moved('ebook.promotion.PromoCanceled.v1', 'POINTS_TAKEN', telling),
]
