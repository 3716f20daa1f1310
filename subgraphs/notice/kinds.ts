import type { Channel, Kind, Told } from './facts.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** How a kind of notice reaches people. */
export interface Ways {
  /** Whose it is: a member's own, or the library's staff's together. */
  readonly audience: 'MEMBER' | 'STAFF'
  /** Whether it stands on the page. */
  readonly onPage: boolean
  /** By which it is sent beside the page, until somebody chooses otherwise. */
  readonly channels: readonly Channel[]
  /**
   * When no more than this is left of its time, in milliseconds, it waits neither for the end of quiet hours nor for the
   * day's digest.
   */
  readonly urgentWithinMs: number
  /** With others of its day in one message, whatever its member chose. */
  readonly together: boolean
  /** How long after what happened it is still worth sending: what is replayed is older. UNTIL: as long as its facts say. */
  readonly maxAgeMs: number | 'UNTIL'
}

const MEMBERS: Ways = {
  audience: 'MEMBER',
  onPage: true,
  channels: [],
  urgentWithinMs: 0,
  together: false,
  maxAgeMs: DAY_MS,
}
const STAFF: Ways = { ...MEMBERS, audience: 'STAFF', channels: ['EMAIL'] }
const AT_ONCE = { urgentWithinMs: Infinity }
const HOLD: Ways = { ...MEMBERS, channels: ['PUSH', 'EMAIL', 'KAKAO'], urgentWithinMs: 12 * HOUR_MS, maxAgeMs: 'UNTIL' }

/** How long a code is good. */
export const CODE_MS = 10 * MINUTE_MS

export const KINDS: Readonly<Record<Kind, Ways>> = {
  PAYMENT_DECLINED: { ...MEMBERS, ...AT_ONCE, channels: ['PUSH'], maxAgeMs: 'UNTIL' },
  PAYMENT_WAITS: { ...MEMBERS, ...AT_ONCE, channels: ['PUSH'], maxAgeMs: 'UNTIL' },
  HOLD_READY: HOLD,
  HOLD_ENDS_SOON: HOLD,
  HOLD_LAPSED: { ...MEMBERS, channels: ['EMAIL'] },
  PLACE_ENDS_SOON: { ...MEMBERS, channels: ['EMAIL'], maxAgeMs: 'UNTIL' },
  HOLD_CANCELED: { ...MEMBERS, channels: ['EMAIL'] },
  LOAN_STARTED: { ...MEMBERS, channels: ['EMAIL', 'KAKAO'] },
  DUE_SOON: { ...MEMBERS, channels: ['EMAIL'], together: true },
  RENEWED: MEMBERS,
  NOT_RENEWED: { ...MEMBERS, channels: ['EMAIL'] },
  LOAN_ENDED: MEMBERS,
  TAKEN_BACK: { ...MEMBERS, ...AT_ONCE, channels: ['EMAIL', 'KAKAO'] },
  REFUSED: { ...MEMBERS, channels: ['EMAIL', 'KAKAO'] },
  REFUNDED: { ...MEMBERS, channels: ['EMAIL', 'KAKAO'] },
  POINTS_GIVEN: MEMBERS,
  POINTS_TAKEN: MEMBERS,
  POINTS_SPENT: MEMBERS,
  POINTS_RETURNED: MEMBERS,
  BLOCKED: { ...MEMBERS, channels: ['EMAIL'] },
  UNBLOCKED: MEMBERS,
  REQUESTS_WAIT: STAFF,
  LICENCES_END: { ...STAFF, maxAgeMs: 7 * DAY_MS },
  REFUND_FAILED: STAFF,
  DEAD_LETTERS: STAFF,
  CONTACT_CODE: { ...MEMBERS, ...AT_ONCE, onPage: false, maxAgeMs: CODE_MS },
  TEST: { ...MEMBERS, ...AT_ONCE, maxAgeMs: 10 * MINUTE_MS },
}

/** What members choose channels for; the others are asked for, or the staff's. */
export const CHOSEN_KINDS = [
  'PAYMENT_DECLINED',
  'PAYMENT_WAITS',
  'HOLD_READY',
  'HOLD_ENDS_SOON',
  'HOLD_LAPSED',
  'PLACE_ENDS_SOON',
  'HOLD_CANCELED',
  'LOAN_STARTED',
  'DUE_SOON',
  'RENEWED',
  'NOT_RENEWED',
  'LOAN_ENDED',
  'TAKEN_BACK',
  'REFUSED',
  'REFUNDED',
  'POINTS_GIVEN',
  'POINTS_TAKEN',
  'POINTS_SPENT',
  'POINTS_RETURNED',
  'BLOCKED',
  'UNBLOCKED',
] as const satisfies readonly Kind[]

export const isChosen = (kind: Kind): boolean => (CHOSEN_KINDS as readonly string[]).includes(kind)

/** After when nobody is told any more of what happened then. */
export function staleAtOf({ kind, facts }: Told, at: Date): Date {
  const { maxAgeMs } = KINDS[kind]
  if (maxAgeMs !== 'UNTIL') return new Date(at.getTime() + maxAgeMs)
  if ('until' in facts && facts.until !== null) return new Date(facts.until)
  throw new Error(`a notice ${kind} does not say until when`)
}

/** Whether it waits for nothing: what has less time left than that. */
export const isUrgent = (kind: Kind, staleAt: Date, now: Date): boolean =>
  staleAt.getTime() - now.getTime() < KINDS[kind].urgentWithinMs
