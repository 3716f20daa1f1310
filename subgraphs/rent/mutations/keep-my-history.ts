import { requireRole } from '@ebook/chassis/guard'
import type { RequestContext } from '@ebook/chassis/request'
import type { KeepMyHistoryInput, KeepMyHistoryPayload } from '../generated/resolvers.ts'
import type { RentPorts } from '../ports.ts'
import { sendToMember } from './send-to-member.ts'

/** A member keeps what they read, or no more (M7). What was forgotten by then stays so. */
export async function keepMyHistory(
  rent: RentPorts,
  { keep }: KeepMyHistoryInput,
  context: RequestContext,
): Promise<KeepMyHistoryPayload> {
  const { sub: userId } = requireRole(context, 'MEMBER')
  return sendToMember(rent, userId, context, () => ({ type: 'keepHistory', userId, keep }), 'MEMBER')
}
