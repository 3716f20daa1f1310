import { z } from 'zod'
import { on } from '@ebook/nats/policy'
import type { RentDatabase } from '../database.ts'
import { keepTurns } from '../sql/turn.ts'

const Expected = z.object({ holdId: z.uuid(), userId: z.string(), bookId: z.uuid() })

const ENDS = ['HoldFulfilled', 'HoldLapsed', 'HoldReturned', 'HoldSuspended', 'HoldCanceled'] as const

/** No seat is kept for the member any more. */
export const whenTurnEnds = () =>
  ENDS.map((end) =>
    on<RentDatabase, typeof Expected>(`ebook.book.${end}.v1`, Expected, async (unit, { data }) => {
      const { holdId, userId, bookId } = data
      unit.write(keepTurns, { holdId, userId, bookId, until: null })
    }),
  )
