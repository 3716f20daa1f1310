import { z } from 'zod'
import { on } from '@ebook/nats/policy'
import type { RentDatabase } from '../database.ts'
import { keepTurns } from '../sql/turn.ts'

const Expected = z.object({
  holdId: z.uuid(),
  userId: z.string(),
  bookId: z.uuid(),
  readyUntil: z.iso.datetime({ offset: true }),
})

/** A seat is kept for the member: to them the title can be lent, whatever it is to others (R1). */
export const whenHoldReady = () =>
  on<RentDatabase, typeof Expected>('ebook.book.HoldReady.v1', Expected, async (unit, { data }) => {
    const { holdId, userId, bookId, readyUntil } = data
    unit.write(keepTurns, { holdId, userId, bookId, until: new Date(readyUntil) })
  })
