import { happens, refuses, staysQuiet, type Decision } from '@ebook/chassis/decider'
import {
  READY_FOR_MS,
  REMINDED_AFTER_MS,
  SUSPENDED_AT_MOST_MS,
  type HoldCommand,
  type HoldEvent,
  type HoldRefusal,
} from './language.ts'
import type { Hold } from './state.ts'

type Decided = Decision<HoldEvent, HoldRefusal>

/**
 * What a command leads to: the rows of the waiting list (docs/domain.md, section 6). Whose turn it is the title decides;
 * this is what becomes of one place in its line.
 */
export function decide(command: HoldCommand & { readonly now: Date }, hold: Hold | undefined): Decided {
  const { now } = command
  if (command.type === 'place') {
    const { holdId, bookId, userId, seq, key } = command
    return hold === undefined
      ? happens({ type: 'HoldPlaced', holdId, bookId, userId, seq, key, placedDate: now })
      : staysQuiet
  }
  if (hold === undefined) return refuses({ code: 'HOLD_NOT_FOUND' })
  const isOpen = hold.status === 'WAITING' || hold.status === 'READY'
  if (command.type === 'anonymise') {
    const isDone = isOpen || hold.userId.startsWith('anon:')
    return isDone ? staysQuiet : happens({ type: 'HoldAnonymised', pseudonym: command.pseudonym })
  }
  if (!isOpen) return isSo(command, hold) ? staysQuiet : refuses({ code: 'HOLD_CLOSED' })
  switch (command.type) {
    case 'makeReady': {
      const readyUntil = new Date(now.getTime() + READY_FOR_MS)
      return happens({ type: 'HoldReady', seatId: command.seatId, readyUntil })
    }
    case 'fulfil':
      return happens({ type: 'HoldFulfilled', rentalId: command.rentalId, closedDate: now })
    case 'awaitPayment':
      return awaitPayment(command, hold)
    case 'lapse':
      if (hold.readyUntil === null || hold.readyUntil > now) return staysQuiet
      return hold.lapses === 0
        ? happens({ type: 'HoldLapsed', suspendedDate: now })
        : happens({ type: 'HoldCanceled', reason: 'LAPSED', closedDate: now })
    case 'giveBack':
      return hold.status === 'READY' ? happens({ type: 'HoldReturned' }) : staysQuiet
    case 'suspend': {
      const isSuspendedSo = hold.suspended && Number(hold.suspendedUntil) === Number(command.until)
      return isSuspendedSo ? staysQuiet : happens({ type: 'HoldSuspended', suspendedDate: now, until: command.until })
    }
    case 'resume':
      return hold.suspended ? happens({ type: 'HoldResumed' }) : staysQuiet
    case 'remind':
      return remind(hold, now)
    case 'cancel':
      return happens({ type: 'HoldCanceled', reason: command.reason, closedDate: now })
  }
}

/** For one rental, and for longer only if that one may be paid for longer. */
function awaitPayment(command: Extract<HoldCommand, { type: 'awaitPayment' }>, hold: Hold): Decided {
  const { rentalId, payUntil } = command
  const { readyUntil, extended, extendedFor } = hold
  if (readyUntil === null || (extended && (extendedFor !== rentalId || payUntil <= readyUntil))) return staysQuiet
  return happens({ type: 'HoldExtended', rentalId, readyUntil: later(readyUntil, payUntil) })
}

/** Once, and not of a place that is wanted again before it would be given up. */
function remind({ suspendedDate, suspendedUntil, reminded }: Hold, now: Date): Decided {
  if (suspendedDate === null || reminded) return staysQuiet
  const at = (ms: number) => new Date(suspendedDate.getTime() + ms)
  const endsAt = at(SUSPENDED_AT_MOST_MS)
  const isWantedBefore = suspendedUntil !== null && suspendedUntil < endsAt
  return isWantedBefore || now < at(REMINDED_AFTER_MS) ? staysQuiet : happens({ type: 'HoldReminded', endsAt })
}

/** What is over is not canceled again, and does not lapse. */
const isSo = ({ type }: HoldCommand, { status }: Hold): boolean =>
  (type === 'cancel' && status === 'CANCELED') ||
  ['fulfil', 'lapse', 'giveBack', 'awaitPayment', 'remind'].includes(type)

const later = (one: Date, other: Date): Date => (one > other ? one : other)
