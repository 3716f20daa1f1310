import { z } from 'zod'
import { on } from '@ebook/nats/policy'
import type { BookDatabase } from '../database.ts'
import { limitMembers } from '../sql/member.ts'

const Expected = z.object({ userId: z.string(), limits: z.object({ holds: z.int().nonnegative() }) })

/** For how many titles the member may wait. */
export const whenMemberRevised = () =>
  on<BookDatabase, typeof Expected>('ebook.rent.MemberRevised.v1', Expected, async (unit, { data }) => {
    unit.write(limitMembers, { userId: data.userId, holdLimit: data.limits.holds })
  })
