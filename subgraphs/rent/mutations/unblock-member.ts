import { requireRole } from '@ebook/chassis/guard'
import type { RequestContext } from '@ebook/chassis/request'
import type { UnblockMemberInput, UnblockMemberPayload } from '../generated/resolvers.ts'
import type { RentPorts } from '../ports.ts'
import { sendToMember } from './send-to-member.ts'

/** A librarian lifts a block (M2). */
export async function unblockMember(
  rent: RentPorts,
  { userId, blockId }: UnblockMemberInput,
  context: RequestContext,
): Promise<UnblockMemberPayload> {
  requireRole(context, 'ADMIN')
  return sendToMember(rent, userId, context, () => ({ type: 'unblockMember', blockId }))
}
