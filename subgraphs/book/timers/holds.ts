import { inUnitOfWork } from '@ebook/nats/unit-of-work'
import { fetchHolds, tellHold } from '../hold-aggregate.ts'
import type { HoldCommand } from '../hold/language.ts'
import { holdNow, tellInLine } from '../line.ts'
import type { BookPorts } from '../ports.ts'
import { findDueHolds, type DueHold } from '../sql/hold.ts'
import { fetchLines } from '../title-aggregate.ts'

const BATCH = 50
/** What should have lapsed, and may have been asked for in time all the same, is looked at again. */
const AGAIN_MS = 1_000
/** What a transaction takes at most that tells of something before the clock by which it is told. */
const UNDER_WAY_MS = 10_000
/** For so long somebody who says nothing holds up the line. */
const WAITED_FOR_MS = 3_600_000

/**
 * Turns that were missed, suspensions that are over, and places that nobody has wanted for a year, or soon will not have. A turn is missed only
 * when everything was heard that rent, and payment if the member has asked for the title, said until then, by their own
 * clocks (W6): a relay that is slow takes nobody's seat. Returns in how many milliseconds the next one is due.
 */
export async function passHolds(library: BookPorts): Promise<number | undefined> {
  const { due, nextInMs } = await findDueHolds(library.db, BATCH)
  let isLeft = due.length === BATCH
  let again = false
  for (const hold of due) {
    if (hold.due === 'LAPSES' && !isHeardOf(library, hold)) again = true
    else await pass(library, hold)
  }
  isLeft &&= !again
  if (isLeft) return 0
  return again ? AGAIN_MS : nextInMs
}

function isHeardOf({ messaging }: BookPorts, { at, agoMs, extended }: DueHold): boolean {
  if (agoMs > WAITED_FOR_MS) return true
  const until = at.getTime()
  const producers = extended ? ['rent', 'payment'] : ['rent']
  return producers.every((producer) => Number(messaging.heardUpTo(producer) ?? 0) >= until + UNDER_WAY_MS)
}

const commands: Readonly<
  Record<Exclude<DueHold['due'], 'REMINDS'>, Extract<HoldCommand, { type: 'lapse' | 'resume' | 'cancel' }>>
> = {
  LAPSES: { type: 'lapse' },
  RESUMES: { type: 'resume' },
  FORGOTTEN: { type: 'cancel', reason: 'SUSPENDED_TOO_LONG' },
}

async function pass({ db, messaging }: BookPorts, { holdId, bookId, userId, due, at }: DueHold): Promise<void> {
  const cause = { correlationId: holdId, causationId: 'hold', actor: 'SYSTEM' } as const
  await inUnitOfWork(db, async (unit) => {
    await fetchLines(unit, [bookId], { userIds: [userId] })
    await fetchHolds(unit, [holdId])
    if (due === 'REMINDS') {
      await tellHold(unit, holdId, { type: 'remind' }, cause)
      return
    }
    const hold = holdNow(unit, holdId)
    // Somebody may have changed it since it was found.
    const isStillDue =
      due === 'RESUMES' ? Number(hold.suspendedUntil) === Number(at) : due === 'LAPSES' || hold.suspended
    if (isStillDue) await tellInLine(unit, hold, commands[due], cause)
  })
  messaging.nudge()
}
