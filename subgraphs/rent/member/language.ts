/** What can be asked about a member's standing, what happens to it, and why it is refused. */
import type { Decision } from '@ebook/chassis/decider'

/** What a block keeps a member from: new rentals, places in waiting lists, renewals. */
export type BlockKind = 'BORROW' | 'HOLD' | 'RENEW'

/** Who set a block: a librarian, or a rule: copies that were kept for the member were not taken, or points are owed. */
export type BlockCause = 'LIBRARIAN' | 'MISSED_TURNS' | 'POINTS_DEBT'

/** A block never takes a loan that runs. */
export interface Block {
  readonly blockId: string
  readonly kinds: readonly BlockKind[]
  /** Absent: a librarian. */
  readonly cause?: Exclude<BlockCause, 'LIBRARIAN'>
  /** For librarians. */
  readonly reason: string
  /** For the member. */
  readonly message: string | null
  /** An instant as text; null until it is lifted. */
  readonly until: string | null
  readonly blockedBy: string
  /** An instant as text. */
  readonly blockedDate: string
}

export interface Limits {
  /** Rentals that are applied for, paid or on loan. */
  readonly loans: number
  /** Places in waiting lists. */
  readonly holds: number
}

/** What all members may, and those of some category instead. */
export interface Standards extends Limits {
  readonly byCategory?: Readonly<Record<string, Partial<Limits>>>
}

/** Time, ids and defaults come in with the command; `now` is always the owner database's clock. */
export type MemberCommand =
  | {
      readonly type: 'blockMember'
      readonly userId: string
      readonly blockId: string
      readonly kinds: readonly BlockKind[]
      readonly reason: string
      readonly message: string | null
      readonly until: Date | null
      readonly by: string
      readonly now: Date
    }
  /** A rule, once for as long as its last block holds. */
  | {
      readonly type: 'blockByRule'
      readonly userId: string
      readonly blockId: string
      readonly cause: Exclude<BlockCause, 'LIBRARIAN'>
      readonly kinds: readonly BlockKind[]
      readonly reason: string
      readonly until: Date | null
      readonly now: Date
    }
  /** What the member’s token says they are; null when nothing that the library knows. */
  | {
      readonly type: 'noteCategory'
      readonly userId: string
      readonly category: string | null
      readonly defaults: Standards
    }
  | { readonly type: 'unblockMember'; readonly blockId: string }
  | {
      readonly type: 'reviseMember'
      readonly userId: string
      /** Undefined leaves it as it is, null is the default of all members. */
      readonly loanLimit: number | null | undefined
      readonly holdLimit: number | null | undefined
      /** Undefined leaves it as it is, null is without end. */
      readonly membershipUntil: Date | null | undefined
      readonly defaults: Standards
    }
  /** What the member has read is kept for them, or no longer than of others. */
  | { readonly type: 'keepHistory'; readonly userId: string; readonly keep: boolean }
  /** What the member owes promotion, as heard. */
  | { readonly type: 'noteDebt'; readonly userId: string; readonly points: number; readonly now: Date }
  /** They want to be nobody here any more. */
  | { readonly type: 'erase'; readonly pseudonym: string; readonly inTheWay: readonly Obstacle[] }

/** Why a member cannot be erased yet. */
export type Obstacle =
  | { readonly kind: 'RENTAL_OPEN' | 'REFUND_UNDER_WAY'; readonly rentalId: string; readonly title: string }
  /** A bank may send the refund back until then (P13). */
  | { readonly kind: 'REFUND_MAY_BOUNCE'; readonly rentalId: string; readonly title: string; readonly until: Date }
  /** A copy is kept for them. */
  | { readonly kind: 'TURN'; readonly title: string | null; readonly until: Date }
  | { readonly kind: 'POINTS_OWED'; readonly points: number }

/** Those that others hear have their contract in events.ts. */
export type MemberEvent =
  | ({ readonly type: 'MemberBlocked'; readonly userId: string } & Block)
  | { readonly type: 'MemberUnblocked'; readonly userId: string; readonly blockId: string }
  | {
      readonly type: 'MemberRevised'
      readonly userId: string
      readonly loanLimit: number | null
      readonly holdLimit: number | null
      readonly membershipUntil: Date | null
      /** As they are by it. */
      readonly limits: Limits
    }
  /** They are of another category from now on. */
  | {
      readonly type: 'CategoryNoted'
      readonly userId: string
      readonly category: string | null
      readonly membershipUntil: Date | null
      /** As they are by it. */
      readonly limits: Limits
    }
  | { readonly type: 'HistoryKept'; readonly userId: string; readonly keep: boolean }
  | { readonly type: 'DebtNoted'; readonly userId: string; readonly points: number; readonly since: Date }
  | { readonly type: 'MemberErased'; readonly pseudonym: string }

export type MemberRefusal =
  | { readonly code: 'BLOCK_NOT_FOUND' }
  | { readonly code: 'TOO_MANY_BLOCKS'; readonly most: number }
  | { readonly code: 'ERASURE_BLOCKED'; readonly inTheWay: readonly Obstacle[] }

export type MemberDecision = Decision<MemberEvent, MemberRefusal>

/** Why a member may not, for a member. */
export type Bar =
  | { readonly code: 'MEMBER_BLOCKED'; readonly message: string | null; readonly until: string | null }
  | { readonly code: 'MEMBERSHIP_ENDED'; readonly at: Date }
