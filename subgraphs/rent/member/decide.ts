import { happens, refuses, staysQuiet } from '@ebook/chassis/decider'
import type { MemberCommand, MemberDecision } from './language.ts'
import { blocksAt, limitsOf, newMember, type Member } from './state.ts'

/** Each is read with every request of the member. */
const MOST_BLOCKS = 50

/** What a librarian's word about a member leads to. M1 … M8 are the rows of the member's table in docs/domain.md. */
export function decide(command: MemberCommand, member: Member | undefined): MemberDecision {
  switch (command.type) {
    case 'blockMember':
      return block(command, member ?? newMember(command.userId))
    case 'blockByRule':
      return blockByRule(command, member ?? newMember(command.userId))
    case 'noteCategory':
      return noteCategory(command, member ?? newMember(command.userId))
    case 'unblockMember':
      return member?.blocks.some(({ blockId }) => blockId === command.blockId)
        ? happens({ type: 'MemberUnblocked', userId: member.userId, blockId: command.blockId })
        : refuses({ code: 'BLOCK_NOT_FOUND' })
    case 'reviseMember':
      return revise(command, member ?? newMember(command.userId))
    case 'keepHistory': {
      const { userId, keep } = command
      return (member?.keepsHistory ?? false) === keep ? staysQuiet : happens({ type: 'HistoryKept', userId, keep })
    }
    case 'noteDebt': {
      const { userId, points, now } = command
      return happens({ type: 'DebtNoted', userId, points, since: now })
    }
    case 'erase': {
      const { pseudonym, inTheWay } = command
      return inTheWay.length > 0
        ? refuses({ code: 'ERASURE_BLOCKED', inTheWay })
        : happens({ type: 'MemberErased', pseudonym })
    }
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

/** A block of the same rule that still holds is enough (M4). */
function blockByRule(command: Command<'blockByRule'>, member: Member): MemberDecision {
  const { userId, blockId, cause, kinds, reason, now } = command
  const isBlocked = blocksAt(member, now).some((block) => block.cause === cause)
  if (isBlocked || member.blocks.length >= MOST_BLOCKS) return staysQuiet
  const until = command.until?.toISOString() ?? null
  const said = { blockId, kinds, cause, reason, message: null, until }
  return happens({ type: 'MemberBlocked', userId, ...said, blockedBy: 'SYSTEM', blockedDate: now.toISOString() })
}

/** Said once for each that is another one (M5). */
function noteCategory({ userId, category, defaults }: Command<'noteCategory'>, member: Member): MemberDecision {
  if (member.category === category) return staysQuiet
  const { membershipUntil } = member
  const limits = limitsOf({ ...member, category }, defaults)
  return happens({ type: 'CategoryNoted', userId, category, membershipUntil, limits })
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
