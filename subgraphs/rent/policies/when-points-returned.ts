import { z } from 'zod'
import { on } from '@ebook/nats/policy'
import type { RentDatabase } from '../database.ts'
import { noteDebt } from './note-debt.ts'

const Expected = z.object({ userId: z.string(), debt: z.int().nonnegative().optional() })

/** Points that come back fill what is owed. */
export const whenPointsReturned = () =>
  on<RentDatabase, typeof Expected>('ebook.promotion.PointsReturned.v1', Expected, noteDebt)
