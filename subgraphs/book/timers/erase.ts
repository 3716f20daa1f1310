import { randomUUID } from 'node:crypto'
import { inUnitOfWork } from '@ebook/nats/unit-of-work'
import { anonymiseHold } from '../anonymise.ts'
import { fetchHolds } from '../hold-aggregate.ts'
import { holdNow, tellInLine } from '../line.ts'
import type { BookPorts } from '../ports.ts'
import { endErasure, findErasures, placesOf } from '../sql/erasure.ts'
import { fetchLines } from '../title-aggregate.ts'

/**
 * Gives up the places in line of erased members, and forgets whose they were, each in a transaction of its own: killed in
 * between it goes on with the others. One that fails is logged, and tried the next time.
 */
export async function eraseMembers({ db, messaging, log }: BookPorts): Promise<void> {
  const erasures = await findErasures(db)
  for (const erasure of erasures) {
    const { user_id: userId, event_id: causationId } = erasure
    try {
      for (const { holdId, bookId } of await placesOf(db, userId)) {
        const cause = { correlationId: holdId, causationId, actor: 'SYSTEM' } as const
        await inUnitOfWork(db, async (unit) => {
          await fetchLines(unit, [bookId], { userIds: [userId] })
          await fetchHolds(unit, [holdId])
          await tellInLine(unit, holdNow(unit, holdId), { type: 'cancel', reason: 'MEMBER' }, cause)
          await anonymiseHold(unit, holdId, `anon:${randomUUID()}`, cause)
        })
      }
      await endErasure(db, erasure)
    } catch (error) {
      log.error({ err: error, correlationId: causationId }, 'a member could not be erased')
    }
  }
  if (erasures.length > 0) messaging.nudge()
}
