import { happens, refuses, staysQuiet, type Decider, type Decision } from '@ebook/chassis/decider'

/** How the library may lend a title: ONE_COPY has one seat, CONCURRENT has as many as it says. */
export type LicenceKind = 'ONE_COPY' | 'CONCURRENT'
export type Availability = 'POSSIBLE' | 'IMPOSSIBLE' | 'WITHDRAWN'
export type ReleaseCause = 'REFUSED' | 'CANCELED' | 'RETURNED' | 'EXPIRED' | 'WITHDRAWN'

/** Won. The points of two thousand loans at this fee are still a number that GraphQL’s Int holds. */
export const HIGHEST_FEE = 1_000_000

/** The seat that one rental holds: taken with its payment, lent with its approval. */
export interface Allocation {
  readonly seatId: string
  readonly rentalId: string
  readonly state: 'PAID' | 'APPROVED'
}

/** A title under its row lock, as one rental sees it: of a thousand seats only the counts and the two that matter. */
export interface Title {
  readonly bookId: string
  readonly title: string
  readonly authors: readonly string[]
  readonly isbn13: string | null
  readonly language: string | null
  /** Won. */
  readonly rentalFee: number
  readonly loanPeriodDays: number
  readonly maxRenewals: number
  readonly registeredDate: Date
  readonly withdrawn: boolean
  readonly seatsTotal: number
  readonly seatsFree: number
  /** The seat to take next; undefined when none is free. */
  readonly nextFreeSeat: string | undefined
  /** What the rental in question holds. */
  readonly allocation: Allocation | undefined
}

export type NewTitle = Omit<Title, 'withdrawn' | 'seatsFree' | 'nextFreeSeat' | 'allocation'>

export type TitleCommand =
  | { readonly type: 'register'; readonly title: NewTitle }
  /** Paid: the seat is taken for this rental. */
  | { readonly type: 'takeSeat'; readonly rentalId: string }
  | { readonly type: 'lendSeat'; readonly rentalId: string }
  | { readonly type: 'releaseSeat'; readonly rentalId: string; readonly cause: ReleaseCause }
  | { readonly type: 'withdraw' }

interface Counts {
  readonly status: Availability
  readonly copiesTotal: number
  readonly copiesFree: number
}

export type TitleEvent =
  | ({ readonly type: 'Registered' } & NewTitle)
  | { readonly type: 'SeatTaken'; readonly rentalId: string; readonly seatId: string }
  | { readonly type: 'SeatLent'; readonly rentalId: string; readonly seatId: string }
  | { readonly type: 'CopyReleased'; readonly rentalId: string; readonly seatId: string; readonly cause: ReleaseCause }
  | { readonly type: 'Withdrawn' }
  | ({ readonly type: 'AvailabilityChanged' } & Counts)

export interface TitleRefusal {
  readonly code: 'BOOK_NOT_FOUND' | 'NO_COPY' | 'WITHDRAWN' | 'HOLDS_NO_SEAT'
}

/**
 * The rows of the seat table in the design's domain.md, section 4. A seat belongs to the rental that took it until that
 * rental lets go of it: nothing that happens to another one touches it.
 */
export const titleDecider: Decider<TitleCommand, TitleEvent, Title, TitleRefusal> = { decide, evolve }

export function availabilityOf(title: Pick<Title, 'withdrawn' | 'seatsFree'>): Availability {
  if (title.withdrawn) return 'WITHDRAWN'
  return title.seatsFree > 0 ? 'POSSIBLE' : 'IMPOSSIBLE'
}

function decide(command: TitleCommand, title: Title | undefined): Decision<TitleEvent, TitleRefusal> {
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
  if (title.allocation) return staysQuiet
  if (title.withdrawn) return refuses({ code: 'WITHDRAWN' })
  if (title.nextFreeSeat === undefined) return refuses({ code: 'NO_COPY' })
  return withAvailability(title, { type: 'SeatTaken', rentalId, seatId: title.nextFreeSeat })
}

function lendSeat(rentalId: string, { allocation }: Title): Decision<TitleEvent, TitleRefusal> {
  if (allocation === undefined) return refuses({ code: 'HOLDS_NO_SEAT' })
  return allocation.state === 'PAID' ? happens({ type: 'SeatLent', rentalId, seatId: allocation.seatId }) : staysQuiet
}

/** Letting go of nothing is harmless: a release may come twice, or for a seat that went to somebody else since. */
function releaseSeat(rentalId: string, cause: ReleaseCause, title: Title): Decision<TitleEvent, TitleRefusal> {
  const { allocation } = title
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

function countsOf(title: Title): Counts {
  return {
    status: availabilityOf(title),
    copiesTotal: title.seatsTotal,
    copiesFree: title.withdrawn ? 0 : title.seatsFree,
  }
}

function evolve(title: Title | undefined, event: TitleEvent): Title {
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
