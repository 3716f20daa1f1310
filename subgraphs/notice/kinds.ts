import type { Channel, Kind } from './facts.ts'

const DAY_MS = 86_400_000

/** How a kind of notice reaches people. */
export interface Ways {
  /** Whose it is: a member's own, or the library's staff's together. */
  readonly audience: 'MEMBER' | 'STAFF'
  /** Whether it stands on the page. */
  readonly onPage: boolean
  /** By which it is sent beside the page, until somebody chooses otherwise. */
  readonly channels: readonly Channel[]
  /** It cannot wait: neither for the end of quiet hours nor for the day's digest. */
  readonly urgent: boolean
  /** With others of its day in one message, whatever its member chose. */
  readonly together: boolean
  /** How long after what happened it is still worth sending: what is replayed is older. */
  readonly maxAgeMs: number
}

const MEMBERS: Ways = {
  audience: 'MEMBER',
  onPage: true,
  channels: [],
  urgent: false,
  together: false,
  maxAgeMs: DAY_MS,
}
const STAFF: Ways = { ...MEMBERS, audience: 'STAFF', channels: ['EMAIL'] }

export const KINDS: Readonly<Record<Kind, Ways>> = {
  PAYMENT_DECLINED: { ...MEMBERS, channels: ['PUSH'], urgent: true },
  LOAN_STARTED: { ...MEMBERS, channels: ['EMAIL', 'KAKAO'] },
  DUE_SOON: { ...MEMBERS, channels: ['EMAIL'], together: true },
  RENEWED: MEMBERS,
  LOAN_ENDED: MEMBERS,
  REFUSED: { ...MEMBERS, channels: ['EMAIL', 'KAKAO'] },
  REFUNDED: { ...MEMBERS, channels: ['EMAIL', 'KAKAO'] },
  POINTS_GIVEN: MEMBERS,
  POINTS_TAKEN: MEMBERS,
  REQUESTS_WAIT: STAFF,
  REFUND_FAILED: { ...STAFF, urgent: true },
  CONTACT_CODE: { ...MEMBERS, onPage: false, urgent: true, maxAgeMs: 10 * 60_000 },
  TEST: { ...MEMBERS, urgent: true, maxAgeMs: 10 * 60_000 },
}

/** What members choose channels for; the others are asked for, or the staff's. */
export const CHOSEN_KINDS = [
  'PAYMENT_DECLINED',
  'LOAN_STARTED',
  'DUE_SOON',
  'RENEWED',
  'LOAN_ENDED',
  'REFUSED',
  'REFUNDED',
  'POINTS_GIVEN',
  'POINTS_TAKEN',
] as const satisfies readonly Kind[]

export const isChosen = (kind: Kind): boolean => (CHOSEN_KINDS as readonly string[]).includes(kind)
