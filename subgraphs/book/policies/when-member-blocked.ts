import { z } from 'zod'
import { on } from '@ebook/nats/policy'
import type { BookDatabase } from '../database.ts'
import { blockMembers } from '../sql/member.ts'

const Expected = z.object({
  blockId: z.string(),
  userId: z.string(),
  kinds: z.array(z.string()),
  until: z.iso.datetime({ offset: true }).nullish(),
})

/** Who may not wait is passed over from now on, and keeps the place; whose turn it is already keeps the seat. */
export const whenMemberBlocked = () =>
  on<BookDatabase, typeof Expected>('ebook.rent.MemberBlocked.v1', Expected, async (unit, { data }) => {
    const { blockId, userId, kinds, until } = data
    unit.write(blockMembers, { blockId, userId, kinds, until: until == null ? null : new Date(until) })
  })
