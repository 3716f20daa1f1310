import { z } from 'zod'
import { causeOfReaction, on } from '@ebook/nats/policy'
import type { BookDatabase } from '../database.ts'
import { settleLinesOf } from '../settle-lines.ts'
import { unblockMember } from '../sql/member.ts'

const Expected = z.object({ blockId: z.string(), userId: z.string() })

/** The member may be served again, at the old place: at once, where a seat is free that nobody else waited for. */
export const whenMemberUnblocked = () =>
  on<BookDatabase, typeof Expected>('ebook.rent.MemberUnblocked.v1', Expected, async (unit, event) => {
    const { blockId, userId } = event.data
    await unblockMember(unit.tx, blockId)
    await settleLinesOf(unit, userId, causeOfReaction(event, 'SYSTEM'))
  })
