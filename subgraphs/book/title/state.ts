import type { Availability, Counts, NewTitle, TitleEvent } from './language.ts'

/** The seat that one rental holds: taken with its payment, lent with its approval. */
export interface Allocation {
  readonly seatId: string
  readonly rentalId: string
  readonly state: 'PAID' | 'APPROVED'
}

/** A title under its row lock, as some rentals see it: of a thousand seats only the counts and those that matter to them. */
export interface Title extends NewTitle {
  readonly withdrawn: boolean
  readonly seatsFree: number
  /** Of the free seats the first, in the order in which they are taken: as many as there are rentals in question. */
  readonly freeSeats: readonly string[]
  /** By rental, what the rentals in question hold. */
  readonly allocations: Readonly<Record<string, Allocation>>
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
      freeSeats: [],
      allocations: {},
    }
  }
  if (title === undefined) throw new Error(`${event.type} happened to no title`)
  switch (event.type) {
    case 'SeatTaken':
      return {
        ...title,
        seatsFree: title.seatsFree - 1,
        freeSeats: title.freeSeats.filter((seatId) => seatId !== event.seatId),
        allocations: allocated(title, event, 'PAID'),
      }
    case 'SeatLent':
      return { ...title, allocations: allocated(title, event, 'APPROVED') }
    case 'CopyReleased': {
      const { [event.rentalId]: _, ...allocations } = title.allocations
      // A seat of a withdrawn title is not free when its loan ends: it is gone.
      if (title.withdrawn) return { ...title, allocations }
      const freeSeats = [...title.freeSeats, event.seatId].toSorted()
      return { ...title, seatsFree: title.seatsFree + 1, freeSeats, allocations }
    }
    case 'Withdrawn':
      return { ...title, withdrawn: true, seatsFree: 0, freeSeats: [] }
    case 'AvailabilityChanged':
      return title
  }
}

function allocated(
  { allocations }: Title,
  { rentalId, seatId }: { readonly rentalId: string; readonly seatId: string },
  state: Allocation['state'],
): Title['allocations'] {
  return { ...allocations, [rentalId]: { rentalId, seatId, state } }
}
