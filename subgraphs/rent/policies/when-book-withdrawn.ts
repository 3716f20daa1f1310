import { z } from 'zod'
import type { Actor } from '@ebook/nats/event'
import { on } from '@ebook/nats/policy'
import type { RentDatabase } from '../database.ts'
import { keepRevocations } from '../sql/revocation.ts'

const Expected = z.object({ bookId: z.uuid(), revoke: z.boolean(), note: z.string().optional() })

/**
 * The loans of the title are to be taken back (R24). They may be thousands: here it is only remembered, and a timer takes
 * back each in a transaction of its own. Who has paid and waits book has refused; without `revoke` who reads reads on.
 */
export const whenBookWithdrawn = (wake: () => void) =>
  on<RentDatabase, typeof Expected>('ebook.book.BookWithdrawn.v1', Expected, async (unit, { id, actor, data }) => {
    const { bookId, revoke, note = null } = data
    if (!revoke) return
    unit.write(keepRevocations, { bookId, note, eventId: id, actor: actor as Actor })
    wake()
  })
