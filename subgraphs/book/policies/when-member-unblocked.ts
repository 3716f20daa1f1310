import { z } from 'zod'
import { on } from '@ebook/nats/policy'
import type { BookDatabase } from '../database.ts'
import { blockMembers } from '../sql/member.ts'

const Expected = z.object({ blockId: z.string(), userId: z.string() })

const LONG_AGO = new Date(0)

/**
 * The block is over, and the member may be served again, at the old place. Where a seat is free that nobody else waited for,
 * the timer for blocks that are over serves them: this may be one of many events of one transaction, which knows of the
 * lines what the others need.
 */
export const whenMemberUnblocked = () =>
  on<BookDatabase, typeof Expected>('ebook.rent.MemberUnblocked.v1', Expected, async (unit, { data }) => {
    unit.write(blockMembers, { ...data, kinds: [], until: LONG_AGO })
  })
