import { causeOf } from '@ebook/chassis/guard'
import type { RequestContext } from '@ebook/chassis/request'
import { inUnitOfWork } from '@ebook/nats/unit-of-work'
import type { BlockMemberPayload, UserError } from '../generated/resolvers.ts'
import { memberKey, tellMember } from '../member-aggregate.ts'
import { isSubject, notASubject } from '../member-subject.ts'
import type { MemberCommand } from '../member/language.ts'
import type { RentPorts } from '../ports.ts'
import { readMember } from '../queries/member.ts'
import { userError, userErrorOf } from '../user-errors.ts'

/** One word about a member, of a librarian or their own, in a transaction of its own. */
export async function sendToMember(
  rent: RentPorts,
  userId: string,
  context: RequestContext,
  command: (now: Date) => MemberCommand,
  as: 'ADMIN' | 'MEMBER' = 'ADMIN',
): Promise<BlockMemberPayload> {
  if (!isSubject(userId)) return { member: null, userErrors: [notASubject] }
  const cause = causeOf(context, memberKey(userId), as)
  const handled = await inUnitOfWork(rent.db, (unit) => tellMember(unit, userId, command, cause))
  const member = await readMember(rent, userId)
  if (handled.kind === 'refused') return { member, userErrors: [userErrorOf(handled.refusal)] }
  context.consistency.said(...handled.eventIds)
  if (handled.events.length > 0) rent.messaging.nudge()
  return { member, userErrors: [] }
}

/** An input field that is not acceptable. */
export function invalid(field: string, message: string): { member: null; userErrors: UserError[] } {
  return { member: null, userErrors: [userError('INVALID_INPUT', message, field)] }
}
