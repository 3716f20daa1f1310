/** What can be asked of a title, what happens to it, and why a command is refused. */

/** How the library may lend a title: ONE_COPY has one seat, CONCURRENT has as many as it says. */
export type LicenceKind = 'ONE_COPY' | 'CONCURRENT'
export type Availability = 'POSSIBLE' | 'IMPOSSIBLE' | 'WITHDRAWN'
export type ReleaseCause = 'REFUSED' | 'CANCELED' | 'RETURNED' | 'EXPIRED' | 'WITHDRAWN'

/** Won. The points of two thousand loans at this fee are still a number that GraphQL’s Int holds. */
export const HIGHEST_FEE = 1_000_000

export interface NewTitle {
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
  readonly seatsTotal: number
}

export type TitleCommand =
  | { readonly type: 'register'; readonly title: NewTitle }
  /** Paid: the seat is taken for this rental. */
  | { readonly type: 'takeSeat'; readonly rentalId: string }
  | { readonly type: 'lendSeat'; readonly rentalId: string }
  | { readonly type: 'releaseSeat'; readonly rentalId: string; readonly cause: ReleaseCause }
  | { readonly type: 'withdraw' }

export interface Counts {
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
