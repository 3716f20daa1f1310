import { happens, refuses, staysQuiet, type Decision } from '@ebook/chassis/decider'
import type { ReleaseCause, TitleCommand, TitleEvent, TitleRefusal } from './language.ts'
import { countsOf, evolve, type Allocation, type Title } from './state.ts'

/**
 * What a command leads to: the rows of the seat table (docs/domain.md, section 4). A seat belongs to the rental that took it until that
 * rental lets go of it: nothing that happens to another one touches it.
 */
export function decide(command: TitleCommand, title: Title | undefined): Decision<TitleEvent, TitleRefusal> {
  if (command.type === 'register') {
    return title === undefined ? withAvailability(undefined, { type: 'Registered', ...command.title }) : staysQuiet
  }
  if (title === undefined) return refuses({ code: 'BOOK_NOT_FOUND' })
  switch (command.type) {
    case 'takeSeat':
      return takeSeat(command.rentalId, title)
    case 'lendSeat':
      return lendSeat(command.rentalId, title)
    case 'releaseSeat':
      return releaseSeat(command.rentalId, command.cause, title)
    case 'withdraw':
      return title.withdrawn ? staysQuiet : withAvailability(title, { type: 'Withdrawn' })
  }
}

function takeSeat(rentalId: string, title: Title): Decision<TitleEvent, TitleRefusal> {
  if (title.allocations[rentalId]) return staysQuiet
  if (title.withdrawn) return refuses({ code: 'WITHDRAWN' })
  const [seatId] = title.freeSeats
  if (seatId === undefined) return refuses({ code: 'NO_COPY' })
  return withAvailability(title, { type: 'SeatTaken', rentalId, seatId })
}

function lendSeat(rentalId: string, { allocations }: Title): Decision<TitleEvent, TitleRefusal> {
  const allocation = allocations[rentalId]
  if (allocation === undefined) return refuses({ code: 'HOLDS_NO_SEAT' })
  return allocation.state === 'PAID' ? happens({ type: 'SeatLent', rentalId, seatId: allocation.seatId }) : staysQuiet
}

/** Letting go of nothing is harmless: a release may come twice, or for a seat that went to somebody else since. */
function releaseSeat(rentalId: string, cause: ReleaseCause, title: Title): Decision<TitleEvent, TitleRefusal> {
  const allocation = title.allocations[rentalId]
  if (allocation === undefined || !endedBy[allocation.state].includes(cause)) return staysQuiet
  return withAvailability(title, { type: 'CopyReleased', rentalId, seatId: allocation.seatId, cause })
}

/** A refusal never ends a loan (H4), and only a loan runs out or is given back. */
const endedBy: Record<Allocation['state'], readonly ReleaseCause[]> = {
  PAID: ['REFUSED', 'WITHDRAWN', 'CANCELED'],
  APPROVED: ['RETURNED', 'EXPIRED', 'CANCELED'],
}

/** What happened, and what it means for who else might want the title. */
function withAvailability(before: Title | undefined, event: TitleEvent): Decision<TitleEvent, never> {
  const was = before && countsOf(before)
  const is = countsOf(evolve(before, event))
  const same = was?.status === is.status && was.copiesFree === is.copiesFree && was.copiesTotal === is.copiesTotal
  return same ? happens(event) : happens(event, { type: 'AvailabilityChanged', ...is })
}
