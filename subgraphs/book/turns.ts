import type { Cause } from '@ebook/nats/outbox'
import type { UnitOfWork } from '@ebook/nats/unit-of-work'
import type { BookDatabase } from './database.ts'
import { tellHold } from './hold-aggregate.ts'
import type { TitleEvent } from './title/language.ts'

/** What happened to a title, as those in its line hear it: whose turn it is, who has a seat, who has lost it. */
export async function tellLine(
  unit: UnitOfWork<BookDatabase>,
  event: TitleEvent,
  cause: Cause,
): Promise<readonly string[]> {
  const told = await consequence(unit, event, cause)
  return told?.kind === 'accepted' ? told.eventIds : []
}

async function consequence(unit: UnitOfWork<BookDatabase>, event: TitleEvent, cause: Cause) {
  if (event.type === 'SeatReserved') {
    return tellHold(unit, event.holdId, { type: 'makeReady', seatId: event.seatId }, cause)
  }
  if (event.type === 'ReservationLost') return tellHold(unit, event.holdId, { type: 'giveBack' }, cause)
  if (event.type !== 'SeatTaken' || event.holdId === null) return undefined
  return tellHold(unit, event.holdId, { type: 'fulfil', rentalId: event.rentalId }, cause)
}
