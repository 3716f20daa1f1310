import type { Availability, Counts, NewTitle, TitleEvent } from './language.ts'

/** The seat that one rental holds: taken with its payment, lent with its approval. */
export interface Allocation {
  readonly seatId: string
  readonly rentalId: string
  readonly state: 'PAID' | 'APPROVED'
}

/** A title under its row lock, as one rental sees it: of a thousand seats only the counts and the two that matter. */
export interface Title extends NewTitle {
  readonly withdrawn: boolean
  readonly seatsFree: number
  /** The seat to take next; undefined when none is free. */
  readonly nextFreeSeat: string | undefined
  /** What the rental in question holds. */
  readonly allocation: Allocation | undefined
}

export function availabilityOf(title: Pick<Title, 'withdrawn' | 'seatsFree'>): Availability {
  if (title.withdrawn) return 'WITHDRAWN'
  return title.seatsFree > 0 ? 'POSSIBLE' : 'IMPOSSIBLE'
}

export function countsOf(title: Title): Counts {
  return {
    status: availabilityOf(title),
    copiesTotal: title.seatsTotal,
    copiesFree: title.withdrawn ? 0 : title.seatsFree,
  }
}

/** What an event makes of the state. */
export function evolve(title: Title | undefined, event: TitleEvent): Title {
  if (event.type === 'Registered') {
    const { type: _, ...registered } = event
    return {
      ...registered,
      withdrawn: false,
      seatsFree: event.seatsTotal,
      nextFreeSeat: undefined,
      allocation: undefined,
    }
  }
  if (title === undefined) throw new Error(`${event.type} happened to no title`)
  switch (event.type) {
    case 'SeatTaken':
      return {
        ...title,
        seatsFree: title.seatsFree - 1,
        nextFreeSeat: undefined,
        allocation: { rentalId: event.rentalId, seatId: event.seatId, state: 'PAID' },
      }
    case 'SeatLent':
      return { ...title, allocation: { rentalId: event.rentalId, seatId: event.seatId, state: 'APPROVED' } }
    case 'CopyReleased':
      return {
        ...title,
        // A seat of a withdrawn title is not free when its loan ends: it is gone.
        seatsFree: title.withdrawn ? title.seatsFree : title.seatsFree + 1,
        allocation: undefined,
      }
    case 'Withdrawn':
      return { ...title, withdrawn: true, seatsFree: 0, nextFreeSeat: undefined }
    case 'AvailabilityChanged':
      return title
  }
}
