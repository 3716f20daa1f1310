import { z } from 'zod'
import { on } from '@ebook/nats/policy'
import type { RentDatabase } from '../database.ts'
import { forgetTurn } from '../sql/turn.ts'

const Expected = z.object({ holdId: z.uuid() })

/** Whose turn it was is forgotten here too. It is over. */
export const whenHoldAnonymised = on<RentDatabase, typeof Expected>(
  'ebook.book.HoldAnonymised.v1',
  Expected,
  (unit, { data }) => forgetTurn(unit.tx, data.holdId),
)
