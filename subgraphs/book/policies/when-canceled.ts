import { on } from '@ebook/nats/policy'
import { z } from 'zod'
import type { BookDatabase } from '../database.ts'
import { endOfRental } from '../release.ts'
import { causeOfReaction } from './cause-of.ts'

const Expected = z.object({ rentalId: z.uuid(), bookId: z.uuid() })

/** The rental is over, however it came to that: whatever it still holds is free. */
export const whenCanceled = () =>
  on<BookDatabase, typeof Expected>('ebook.rent.Canceled.v1', Expected, async (tx, event) => {
    await endOfRental(tx, event.data, 'CANCELED', { type: 'withdraw', ...event.data }, causeOfReaction(event))
  })
