import { happens, refuses, staysQuiet } from '@ebook/chassis/decider'
import type { MemberCommand, MemberDecision } from './language.ts'
import { blocksAt, limitsOf, newMember, type Member } from './state.ts'

/** Each is read with every request of the member. */
const MOST_BLOCKS = 50

/** What a librarian's word about a member leads to. M1 … M3 are the rows of the member's table in docs/domain.md. */
export function decide(command: MemberCommand, member: Member | undefined): MemberDecision {
  switch (command.type) {
    case 'blockMember':
      return block(command, member ?? newMember(command.userId))
    case 'unblockMember':
      return member?.blocks.some(({ blockId }) => blockId === command.blockId)
        ? happens({ type: 'MemberUnblocked', userId: member.userId, blockId: command.blockId })
        : refuses({ code: 'BLOCK_NOT_FOUND' })
    case 'reviseMember':
      return revise(command, member ?? newMember(command.userId))
  }
}

type Command<Type extends MemberCommand['type']> = Extract<MemberCommand, { type: Type }>

/** Said twice, it is one block (M1). */
function block(command: Command<'blockMember'>, member: Member): MemberDecision {
  const { userId, blockId, reason, message, by, now } = command
  const kinds = [...new Set(command.kinds)].sort()
  const until = command.until?.toISOString() ?? null
  const same = blocksAt(member, now).some(
    (other) =>
      other.reason === reason &&
      other.message === message &&
      other.until === until &&
      other.kinds.join() === kinds.join(),
  )
  if (same) return staysQuiet
  if (member.blocks.length >= MOST_BLOCKS) return refuses({ code: 'TOO_MANY_BLOCKS', most: MOST_BLOCKS })
  const blockedDate = now.toISOString()
  return happens({
    type: 'MemberBlocked',
    userId,
    blockId,
    kinds,
    reason,
    message,
    until,
    blockedBy: by,
    blockedDate,
  })
}

/** Limits and the end of the membership (M3); what is so already is not said again. */
function revise(command: Command<'reviseMember'>, member: Member): MemberDecision {
  const { userId, defaults } = command
  const { loanLimit = member.loanLimit, holdLimit = member.holdLimit } = command
  const { membershipUntil = member.membershipUntil } = command
  const same =
    loanLimit === member.loanLimit &&
    holdLimit === member.holdLimit &&
    membershipUntil?.getTime() === member.membershipUntil?.getTime()
  if (same) return staysQuiet
  const limits = limitsOf({ ...member, loanLimit, holdLimit }, defaults)
  return happens({ type: 'MemberRevised', userId, loanLimit, holdLimit, membershipUntil, limits })
}
