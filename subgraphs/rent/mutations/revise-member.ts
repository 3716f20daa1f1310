import { requireRole } from '@ebook/chassis/guard'
import type { RequestContext } from '@ebook/chassis/request'
import type { ReviseMemberInput, ReviseMemberPayload } from '../generated/resolvers.ts'
import type { RentPorts } from '../ports.ts'
import { invalid, sendToMember } from './send-to-member.ts'

const HIGHEST_LIMIT = 1_000

/** A librarian sets what a member may (M3): null is what all members may. */
export async function reviseMember(
  rent: RentPorts,
  { userId, loanLimit, holdLimit, membershipUntil }: ReviseMemberInput,
  context: RequestContext,
): Promise<ReviseMemberPayload> {
  requireRole(context, 'ADMIN')
  for (const [field, limit] of Object.entries({ loanLimit, holdLimit })) {
    if (typeof limit === 'number' && (limit < 0 || limit > HIGHEST_LIMIT)) {
      return invalid(field, `A limit is from 0 to ${HIGHEST_LIMIT}.`)
    }
  }
  const until = membershipUntil ? new Date(membershipUntil) : membershipUntil === null ? null : undefined
  const defaults = rent.settings.limits
  return sendToMember(rent, userId, context, () => ({
    type: 'reviseMember',
    userId,
    loanLimit,
    holdLimit,
    membershipUntil: until,
    defaults,
  }))
}
