import type { Bar, Block, BlockKind, Limits, MemberEvent, Standards } from './language.ts'

/** What the library keeps of a member. Null limits are the default of all members, or of those of the category. */
export interface Member {
  readonly userId: string
  /** As their token said last: null when nothing that has limits of its own. */
  readonly category: string | null
  readonly loanLimit: number | null
  readonly holdLimit: number | null
  /** From then on nothing new is lent, and nothing renewed; null without end. */
  readonly membershipUntil: Date | null
  readonly blocks: readonly Block[]
  /** What they have read is kept for them; otherwise it is forgotten some time after (R25). */
  readonly keepsHistory: boolean
  /** Points, as promotion last told, before what was earned since; a librarian who lifts the debt's block waives it. */
  readonly owedPoints: number
  readonly owedSince: Date | null
}

/** Of whom nothing is kept yet. */
export const newMember = (userId: string): Member => ({
  userId,
  category: null,
  loanLimit: null,
  holdLimit: null,
  membershipUntil: null,
  blocks: [],
  keepsHistory: false,
  owedPoints: 0,
  owedSince: null,
})

export function evolve(member: Member = newMember(''), event: MemberEvent): Member {
  switch (event.type) {
    case 'MemberBlocked': {
      const { type: _, userId, ...block } = event
      return { ...member, userId, blocks: [...member.blocks, block] }
    }
    case 'MemberUnblocked': {
      const lifted = member.blocks.find(({ blockId }) => blockId === event.blockId)
      const waived = lifted?.cause === 'POINTS_DEBT' ? { owedPoints: 0, owedSince: null } : {}
      return { ...member, ...waived, blocks: member.blocks.filter((block) => block !== lifted) }
    }
    case 'MemberRevised': {
      const { userId, loanLimit, holdLimit, membershipUntil } = event
      return { ...member, userId, loanLimit, holdLimit, membershipUntil }
    }
    case 'CategoryNoted':
      return { ...member, userId: event.userId, category: event.category }
    case 'HistoryKept':
      return { ...member, userId: event.userId, keepsHistory: event.keep }
    case 'DebtNoted':
      return { ...member, userId: event.userId, owedPoints: event.points, owedSince: event.since }
    case 'MemberErased':
      return newMember(member.userId)
  }
}

/** Set for the member, or else what holds for their category, or else for all. */
export function limitsOf({ loanLimit, holdLimit, category }: Member, { byCategory = {}, ...all }: Standards): Limits {
  const theirs = category !== null && Object.hasOwn(byCategory, category) ? byCategory[category] : undefined
  return { loans: loanLimit ?? theirs?.loans ?? all.loans, holds: holdLimit ?? theirs?.holds ?? all.holds }
}

/** Those that hold; one whose time is over is lifted by that. */
export function blocksAt({ blocks }: Member, now: Date): readonly Block[] {
  return blocks.filter(({ until }) => until === null || now < new Date(until))
}

/** Why the member may not borrow, wait or renew now; undefined when they may. */
export function barOf(member: Member, kind: BlockKind, now: Date): Bar | undefined {
  const { membershipUntil } = member
  if (membershipUntil !== null && membershipUntil <= now) return { code: 'MEMBERSHIP_ENDED', at: membershipUntil }
  const block = blocksAt(member, now).find(({ kinds }) => kinds.includes(kind))
  return block && { code: 'MEMBER_BLOCKED', message: block.message, until: block.until }
}
