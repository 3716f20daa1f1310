import { randomUUID } from 'node:crypto'
import { requireRole } from '@ebook/chassis/guard'
import type { RequestContext } from '@ebook/chassis/request'
import { readText } from '@ebook/chassis/text'
import type { BlockMemberInput, BlockMemberPayload } from '../generated/resolvers.ts'
import type { RentPorts } from '../ports.ts'
import { invalid, sendToMember } from './send-to-member.ts'

const LONGEST_TEXT = 500

/** A librarian keeps a member from borrowing, waiting or renewing (M1). A loan that runs is left alone. */
export async function blockMember(
  rent: RentPorts,
  { userId, kinds, reason, message, until }: BlockMemberInput,
  context: RequestContext,
): Promise<BlockMemberPayload> {
  const { sub: by } = requireRole(context, 'ADMIN')
  const why = readText(reason, { most: LONGEST_TEXT, lines: true })
  const said = readText(message ?? '', { least: 0, most: LONGEST_TEXT, lines: true })
  if (kinds.length === 0) return invalid('kinds', 'A block keeps from something: BORROW, HOLD or RENEW.')
  if ('wrong' in why) return invalid('reason', `A reason ${why.wrong}.`)
  if ('wrong' in said) return invalid('message', `A message ${said.wrong}.`)
  const block = { blockId: randomUUID(), kinds, reason: why.text, message: said.text || null, by }
  const end = until ? new Date(until) : null
  return sendToMember(rent, userId, context, (now) => ({ type: 'blockMember', userId, ...block, until: end, now }))
}
