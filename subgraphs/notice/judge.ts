import type { DeliveryStatus } from './database.ts'
import type { Channel, Told } from './facts.ts'
import { isChosen, isUrgent } from './kinds.ts'
import { quietUntil, wants, type Preferences } from './member.ts'
import type { Recipient } from './senders/sender.ts'
import { isStillSo, type Known } from './still-so.ts'

/** A message that is due, with all that is known of it at this moment. */
export interface Due {
  readonly id: string
  /** Null: the staff. */
  readonly userId: string | null
  readonly channel: Channel
  /** SENDING: whoever was sending it did not live to say what became of it. */
  readonly status: Extract<DeliveryStatus, 'PENDING' | 'SENDING'>
  readonly attempts: number
  readonly firstSentAt: Date | null
  readonly items: readonly Item[]
  readonly preferences: Preferences
  /** Undefined when its address or device is there no more. */
  readonly to: Recipient | undefined
}

export interface Item {
  readonly told: Told
  readonly staleAt: Date
  readonly known: Known
}

/** Why a message is not sent. */
export type Reason =
  'STALE' | 'OVERTAKEN' | 'NOT_WANTED' | 'NO_ADDRESS' | 'NOT_CONFIGURED' | 'TOO_MANY_ATTEMPTS' | 'MAY_HAVE_BEEN_SENT'

export type Verdict =
  | { readonly kind: 'send'; readonly to: Recipient; readonly items: readonly Item[] }
  | { readonly kind: 'later'; readonly at: Date }
  | { readonly kind: 'never'; readonly status: 'SKIPPED' | 'FAILED' | 'UNKNOWN'; readonly reason: Reason }

/** One that kills whoever sends it is counted, too. */
export const MOST_ATTEMPTS = 10

/** Whether a message is sent after all, now that its time has come (4.4): much may have happened since it was decided on. */
export function judge(
  due: Due,
  now: Date,
  { repeatableForMs, kakaoAll }: { readonly repeatableForMs: number | undefined; readonly kakaoAll: boolean },
): Verdict {
  const never = (reason: Reason, status: 'SKIPPED' | 'FAILED' | 'UNKNOWN' = 'SKIPPED') =>
    ({ kind: 'never', status, reason }) as const
  if (repeatableForMs === undefined) return never('NOT_CONFIGURED')
  if (due.firstSentAt !== null && now.getTime() - due.firstSentAt.getTime() >= repeatableForMs)
    return never('MAY_HAVE_BEEN_SENT', 'UNKNOWN')
  if (due.attempts >= MOST_ATTEMPTS) return never('TOO_MANY_ATTEMPTS', 'FAILED')
  if (due.to === undefined) return never('NO_ADDRESS')
  const reasons = due.items.map((item) => objectionTo(item, due, now, kakaoAll))
  const items = due.items.filter((_, index) => reasons[index] === undefined)
  if (items.length === 0) return never(reasons[0] ?? 'OVERTAKEN')
  const quiet = due.userId !== null && quietUntil(due.preferences, now)
  if (quiet && !items.some(({ told, staleAt }) => isUrgent(told.kind, staleAt, now)))
    return { kind: 'later', at: quiet }
  return { kind: 'send', to: due.to, items }
}

function objectionTo({ told, staleAt, known }: Item, due: Due, now: Date, kakaoAll: boolean): Reason | undefined {
  if (isChosen(told.kind) && !wants(due.preferences, due.channel, told.kind, kakaoAll)) return 'NOT_WANTED'
  if (!isStillSo(told, known)) return 'OVERTAKEN'
  return staleAt <= now ? 'STALE' : undefined
}

const FIRST_RETRY_MS = 15_000
const LONGEST_RETRY_MS = 3_600_000

/** How long a message waits that could not be sent. */
export const retryInMs = (attempts: number, atLeastMs = 0): number =>
  Math.max(atLeastMs, Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** (attempts - 1)))
