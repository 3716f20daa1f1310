import { inUnitOfWork } from '@ebook/nats/unit-of-work'
import type { BookPorts } from '../ports.ts'
import { fetchCases, tellRequest } from '../request-aggregate.ts'
import { findUndecided } from '../sql/request.ts'
import { tellTitle } from '../title-aggregate.ts'

const BATCH = 50
/** What should have been decided, and may have been called off all the same, is looked at again. */
const AGAIN_MS = 1_000

/**
 * Nobody decided in time: the request is refused, and payment gives the money back. Waits until everything that was said
 * to us has been heard: a cancellation that is on its way counts first. Returns in how many milliseconds the next one is due.
 */
export async function refuseUndecided({ db, messaging }: BookPorts): Promise<number | undefined> {
  const { due, nextInMs } = await findUndecided(db, BATCH)
  if (due.length === 0) return nextInMs
  if (!(await messaging.caughtUp())) return AGAIN_MS
  for (const { rentalId, bookId } of due) {
    const cause = { correlationId: rentalId, causationId: 'decide-by', actor: 'SYSTEM' } as const
    await inUnitOfWork(db, async (unit) => {
      // The title's lock and the decision's own look at the clock make SKIP LOCKED needless: a second replica finds it done.
      await fetchCases(unit, [{ rentalId, bookId }])
      const handled = await tellRequest(unit, rentalId, { type: 'timeOut', now: unit.now }, cause)
      if (handled.kind === 'accepted' && handled.events.length > 0) {
        await tellTitle(unit, bookId, { type: 'releaseSeat', rentalId, cause: 'REFUSED' }, cause)
      }
    })
    messaging.nudge()
  }
  return due.length === BATCH ? 0 : nextInMs
}
