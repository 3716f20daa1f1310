import { begin, handleCommand, load, statesOf, type Aggregate, type Handled } from '@ebook/chassis/handle-command'
import { messageOf, type DataOf } from '@ebook/nats/event'
import type { Cause } from '@ebook/nats/outbox'
import type { UnitOfWork } from '@ebook/nats/unit-of-work'
import type { BookDatabase } from './database.ts'
import {
  HoldAnonymised,
  HoldCanceled,
  HoldFulfilled,
  HoldLapsed,
  HoldPlaced,
  HoldReady,
  HoldReminded,
  HoldResumed,
  HoldReturned,
  HoldSuspended,
} from './events.ts'
import { decide } from './hold/decide.ts'
import type { HoldCommand, HoldEvent, HoldRefusal } from './hold/language.ts'
import { evolve, type Hold } from './hold/state.ts'
import { loadHolds, saveHolds } from './sql/hold.ts'

type Unit = UnitOfWork<BookDatabase>

const holdAggregate: Aggregate<BookDatabase, HoldCommand & { readonly now: Date }, HoldEvent, Hold, HoldRefusal> = {
  type: 'Hold',
  producer: 'book',
  load: loadHolds,
  save: saveHolds,
  decide,
  evolve,
  publish,
}

/** Their titles are locked before. */
export const fetchHolds = (unit: Unit, holdIds: readonly string[]): Promise<void> => load(unit, holdAggregate, holdIds)

/** Of those that were fetched. */
export const knownHold = (unit: Unit, holdId: string): Hold | undefined =>
  statesOf(unit, holdAggregate).find((hold) => hold.holdId === holdId)

/** Holds of a member that the unit of work has, as they stand in it. */
export const knownHoldsOf = (unit: Unit, userId: string): readonly Hold[] =>
  statesOf(unit, holdAggregate).filter((hold) => hold.userId === userId)

/** A hold of which the id was made just now. */
export const beginHold = (unit: Unit, holdId: string): void => begin(unit, holdAggregate, holdId)

/** What a hold is told its title is told too (line.ts). */
export function tellHold(
  unit: Unit,
  holdId: string,
  command: HoldCommand,
  cause: Cause,
): Promise<Handled<Hold, HoldEvent, HoldRefusal>> {
  const caused = { ...cause, correlationId: holdId }
  return handleCommand(unit, holdAggregate, holdId, (now) => ({ ...command, now }), caused)
}

/** What others hear, in the published language (events.ts). The rest stays in the history. */
function publish(event: HoldEvent, { holdId, bookId, userId, seq, suspendedUntil }: Hold) {
  const hold: DataOf<typeof HoldPlaced> = { holdId, bookId, userId, seq }
  const suspension = suspendedUntil === null ? {} : { suspendedUntil: suspendedUntil.toISOString() }
  switch (event.type) {
    case 'HoldPlaced':
      return messageOf(HoldPlaced, hold)
    case 'HoldReady':
      return messageOf(HoldReady, { ...hold, copyId: event.seatId, readyUntil: event.readyUntil.toISOString() })
    case 'HoldFulfilled':
      return messageOf(HoldFulfilled, { ...hold, rentalId: event.rentalId })
    case 'HoldLapsed':
      return messageOf(HoldLapsed, hold)
    case 'HoldReturned':
      return messageOf(HoldReturned, hold)
    case 'HoldSuspended':
      return messageOf(HoldSuspended, { ...hold, ...suspension })
    case 'HoldResumed':
      return messageOf(HoldResumed, hold)
    case 'HoldReminded':
      return messageOf(HoldReminded, { ...hold, endsAt: event.endsAt.toISOString() })
    case 'HoldCanceled':
      return messageOf(HoldCanceled, { ...hold, reason: event.reason })
    case 'HoldAnonymised':
      return messageOf(HoldAnonymised, { holdId, bookId, pseudonym: event.pseudonym })
    case 'HoldExtended':
      return undefined
  }
}
