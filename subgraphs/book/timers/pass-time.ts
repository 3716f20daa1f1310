import { inUnitOfWork } from '@ebook/nats/unit-of-work'
import type { BookPorts } from '../ports.ts'
import { fetchCases, tellRequest } from '../request-aggregate.ts'
import { endBlocks, findTurning, paidOnExpired } from '../sql/licence.ts'
import { titlesWaitedFor } from '../sql/member.ts'
import { fetchLines, tellTitle } from '../title-aggregate.ts'

const BATCH = 50

/**
 * Licences that are over, or that do not cover a whole loan any more. Who has paid for a seat of one that is over has
 * another seat, or the money back; whose turn it was is the next one again; loans run to their end, which is not later.
 * Returns in how many milliseconds the next one is due.
 */
export async function passTime({ db, messaging }: BookPorts): Promise<number | undefined> {
  const { bookIds, nextInMs } = await findTurning(db, BATCH)
  for (const bookId of bookIds) {
    const cause = { correlationId: bookId, causationId: 'licence-ends', actor: 'SYSTEM' } as const
    await inUnitOfWork(db, async (unit) => {
      const paid = await paidOnExpired(unit.tx, bookId)
      if (paid.length === 0) await fetchLines(unit, [bookId])
      const concerned = paid.map((rentalId) => ({ rentalId, bookId }))
      await fetchCases(unit, concerned)
      const told = await tellTitle(unit, bookId, { type: 'passTime' }, cause)
      if (told.kind === 'refused') return
      for (const event of told.events) {
        if (event.type === 'SeatChanged') {
          const { rentalId, seatId: copyId } = event
          await tellRequest(unit, rentalId, { type: 'changeSeat', copyId }, cause)
        } else if (event.type === 'CopyReleased') {
          await tellRequest(unit, event.rentalId, { type: 'loseSeat', now: unit.now }, cause)
        }
      }
    })
    messaging.nudge()
  }
  return bookIds.length === BATCH ? 0 : nextInMs
}

/**
 * Members who may be served again, because their block is over: where a seat is free it is theirs. Returns in how many
 * milliseconds the next block is over.
 */
export async function passBlocks({ db, messaging }: BookPorts): Promise<number | undefined> {
  const { userIds, nextInMs } = await inUnitOfWork(db, async (unit) => {
    const ended = await endBlocks(unit.tx)
    const waitsFor = await Promise.all(ended.userIds.map((userId) => titlesWaitedFor(unit.tx, userId)))
    const bookIds = [...new Set(waitsFor.flat())].toSorted()
    if (bookIds.length > 0) await fetchLines(unit, bookIds, { userIds: ended.userIds })
    const cause = { causationId: 'block-ends', actor: 'SYSTEM' } as const
    for (const bookId of bookIds) await tellTitle(unit, bookId, { type: 'settle' }, { ...cause, correlationId: bookId })
    return ended
  })
  if (userIds.length > 0) messaging.nudge()
  return nextInMs
}
