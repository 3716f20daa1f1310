import { z } from 'zod'
import { on } from '@ebook/nats/policy'
import type { NoticeDatabase } from '../database.ts'
import { fetchConcerned, rentalOf } from '../known.ts'
import type { Telling } from '../ports.ts'
import { tellOfRental } from '../tell-of-rental.ts'

const expected = z.object({ rentalId: z.uuid(), points: z.int().nonnegative() })

type Kind = 'POINTS_GIVEN' | 'POINTS_TAKEN' | 'POINTS_SPENT' | 'POINTS_RETURNED'

/** A free rental earns none, and of none there is nothing to tell. */
const moved = (
  type: `ebook.promotion.${'PromoCompleted' | 'PromoRestored' | 'PromoCanceled' | 'PointsSpent' | 'PointsReturned'}.v1`,
  kind: Kind,
  telling: Telling,
) =>
  on<NoticeDatabase, typeof expected>(
    type,
    expected,
    async (unit, event) => {
      const { rentalId, points } = event.data
      if (points === 0) return
      const rental = rentalOf(unit, rentalId)
      const follows = kind === 'POINTS_TAKEN' || (kind === 'POINTS_RETURNED' && rental.takenBack !== null)
      tellOfRental(unit, telling, event, rental, { kind, facts: { points } }, { follows })
    },
    fetchConcerned,
  )

export const whenPointsMoved = (telling: Telling) => [
  moved('ebook.promotion.PromoCompleted.v1', 'POINTS_GIVEN', telling),
  moved('ebook.promotion.PromoRestored.v1', 'POINTS_GIVEN', telling),
  moved('ebook.promotion.PromoCanceled.v1', 'POINTS_TAKEN', telling),
  moved('ebook.promotion.PointsSpent.v1', 'POINTS_SPENT', telling),
  moved('ebook.promotion.PointsReturned.v1', 'POINTS_RETURNED', telling),
]
