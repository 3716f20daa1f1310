import { z } from 'zod'
import { on } from '@ebook/nats/policy'
import type { RentDatabase } from '../database.ts'
import type { BlockingRules } from '../ports.ts'
import { keepTurns } from '../sql/turn.ts'
import { missTurn } from './miss-turn.ts'

const Expected = z.object({ holdId: z.uuid(), userId: z.string(), bookId: z.uuid(), reason: z.string().optional() })

const ENDS = ['HoldFulfilled', 'HoldLapsed', 'HoldReturned', 'HoldSuspended', 'HoldCanceled'] as const

/** No seat is kept for the member any more; and when they let it be, that is counted, if the library wants it (M4). */
export const whenTurnEnds = (rules: BlockingRules) =>
  ENDS.map((end) =>
    on<RentDatabase, typeof Expected>(`ebook.book.${end}.v1`, Expected, async (unit, event) => {
      const { holdId, userId, bookId, reason } = event.data
      unit.write(keepTurns, { holdId, userId, bookId, until: null })
      if (end === 'HoldLapsed' || (end === 'HoldCanceled' && reason === 'LAPSED'))
        await missTurn(unit, event, rules.missedTurns)
    }),
  )
