/** What can be asked of a title, what happens to it, and why a command is refused. */

export type Availability = 'POSSIBLE' | 'IMPOSSIBLE' | 'WITHDRAWN'
export type ReleaseCause = 'REFUSED' | 'CANCELED' | 'RETURNED' | 'EXPIRED' | 'WITHDRAWN'

/** Won. The points of two thousand loans at this fee are still a number that GraphQL’s Int holds. */
export const HIGHEST_FEE = 1_000_000

/** ONE_COPY has one seat, CONCURRENT several; the others end by time, by loans, by either, or lend to everybody. */
export type LicenceKind =
  'ONE_COPY' | 'CONCURRENT' | 'TIME_LIMITED' | 'LOAN_LIMITED' | 'TIME_AND_LOAN_LIMITED' | 'UNLIMITED'

/** Few days are left of a licence, or few loans. */
export type NearEnd = 'TIME' | 'LOANS'

export interface Licence {
  readonly licenceId: string
  readonly kind: LicenceKind
  /** Null: no limit. A seat is made for every loan, and goes with it. */
  readonly seats: number | null
  readonly expiresAt: Date | null
  readonly loansTotal: number | null
  /** That were not begun yet. */
  readonly loansLeft: number | null
  readonly renewalCountsAsLoan: boolean
  readonly endedAt: Date | null
  /** What librarians know of its end: that it is near. */
  readonly nearEnd: readonly NearEnd[]
  /** How many of its seats are free. */
  readonly free: number
  /** Loans that somebody has paid for, or that are kept for somebody; told only where loans are limited. */
  readonly promised: number
  /** Of the free seats the first: as many as may be asked for. */
  readonly freeSeats: readonly string[]
  /** Seats that have just come with it, and that have just gone. */
  readonly newSeats: readonly string[]
  readonly goneSeats: readonly string[]
}

/** What a librarian writes of a title, and may write anew. */
export interface Described {
  readonly title: string
  readonly authors: readonly string[]
  readonly isbn13: string | null
  readonly language: string | null
  /** Won. */
  readonly rentalFee: number
  readonly loanPeriodDays: number
  readonly maxRenewals: number
  /** A rule decides for who gave back so many loans of the library; null: a librarian decides for everybody. */
  readonly automaticAfter: number | null
}

export interface NewTitle extends Described {
  readonly bookId: string
  readonly registeredDate: Date
  readonly seatsTotal: number
}

export type TitleCommand =
  | { readonly type: 'register'; readonly title: NewTitle }
  | { readonly type: 'revise'; readonly described: Described }
  /** Paid: the seat that is kept for the member is taken for this rental, or else the next one that is free. */
  | { readonly type: 'takeSeat'; readonly rentalId: string; readonly userId: string }
  | { readonly type: 'lendSeat'; readonly rentalId: string }
  /** `inVain`: it was approved, and nobody ever had the loan. */
  | { readonly type: 'releaseSeat'; readonly rentalId: string; readonly cause: ReleaseCause; readonly inVain?: boolean }
  | { readonly type: 'withdraw'; readonly revoke: boolean; readonly note: string | null }
  | { readonly type: 'addLicence'; readonly licence: Licence }
  | { readonly type: 'reviseLicence'; readonly licence: Pick<Licence, 'licenceId'> & Partial<LicenceTerms> }
  | { readonly type: 'endLicence'; readonly licenceId: string }
  /** A member waits from now on, behind everybody. */
  | { readonly type: 'queue'; readonly holdId: string; readonly userId: string }
  /** A member waits again, at the old place. */
  | { readonly type: 'requeue'; readonly holdId: string; readonly userId: string; readonly seq: number }
  /** A member does not wait any longer, or not for now. */
  | { readonly type: 'leaveQueue'; readonly holdId: string; readonly forNow: boolean }
  /** A loan was renewed that counts as another one of its licence. */
  | { readonly type: 'countRenewal'; readonly rentalId: string }
  /** Somebody may be served who was passed over before. */
  | { readonly type: 'settle' }
  /** What changes by itself. Everybody who paid for a seat of a licence that is over was fetched with the title. */
  | { readonly type: 'passTime' }

/** What may be agreed anew with who sold the licence. `seats` and `loansLeft` of kinds that have none are null. */
export type LicenceTerms = Pick<Licence, 'seats' | 'expiresAt' | 'loansTotal' | 'loansLeft' | 'renewalCountsAsLoan'> & {
  /** Seats that come with it: as many as it has more than before. */
  readonly newSeats: readonly string[]
}

export interface Counts {
  readonly status: Availability
  readonly copiesTotal: number
  readonly copiesFree: number
  /** Members who wait and may be served. */
  readonly holdsWaiting: number
  /** Of the licence that would be lent next, when it ends before a whole loan would. */
  readonly nextLoanEnds: Date | null
  /** There is a licence by which everybody may read at once; the counts are of the seats of the others. */
  readonly unlimited: boolean
  /** Of licences by which a renewal is a loan: how many each has left that are promised to nobody, the fewest; null without. */
  readonly loansToRenew: number | null
}

interface Seat {
  readonly seatId: string
  readonly licenceId: string
}

export type TitleEvent =
  | ({ readonly type: 'Registered' } & NewTitle)
  | ({ readonly type: 'Revised' } & Described)
  /** `holdId`: the member waited for it, and does not any more. */
  | ({ readonly type: 'SeatTaken'; readonly rentalId: string; readonly holdId: string | null } & Seat)
  | ({ readonly type: 'SeatLent'; readonly rentalId: string } & Seat)
  | {
      readonly type: 'CopyReleased'
      readonly rentalId: string
      readonly seatId: string
      readonly cause: ReleaseCause
      readonly inVain: boolean
    }
  /** The licence of its seat has ended, and there was another. */
  | ({ readonly type: 'SeatChanged'; readonly rentalId: string } & Seat)
  | { readonly type: 'BookWithdrawn'; readonly revoke: boolean; readonly note: string | null }
  | { readonly type: 'LicenceAdded'; readonly licence: Licence }
  | { readonly type: 'LicenceRevised'; readonly licence: Licence }
  | {
      readonly type: 'LicenceEnded'
      readonly licenceId: string
      readonly endedDate: Date
      readonly cause: EndOfLicence
    }
  | {
      readonly type: 'LicenceEnding'
      readonly licenceId: string
      readonly cause: NearEnd
      readonly expiresAt: Date | null
      readonly loansLeft: number | null
    }
  | { readonly type: 'LoanCounted'; readonly licenceId: string }
  | { readonly type: 'MemberQueued'; readonly holdId: string; readonly userId: string; readonly seq: number }
  | { readonly type: 'MemberLeft'; readonly holdId: string; readonly forNow: boolean }
  | ({ readonly type: 'SeatReserved'; readonly holdId: string } & Seat)
  /** The licence of the seat that was kept has ended: the member is the next one again. */
  | { readonly type: 'ReservationLost'; readonly holdId: string }
  | { readonly type: 'ChangesNext'; readonly at: Date | null }
  | ({ readonly type: 'AvailabilityChanged' } & Counts)

/** By a librarian, by its date, or because every loan that it allows was made. */
export type EndOfLicence = 'ENDED' | 'EXPIRED' | 'EXHAUSTED'

export interface TitleRefusal {
  readonly code:
    | 'BOOK_NOT_FOUND'
    | 'NO_COPY'
    | 'WITHDRAWN'
    | 'HOLDS_NO_SEAT'
    | 'CURRENTLY_AVAILABLE'
    | 'LICENCE_NOT_FOUND'
    | 'LICENCE_IN_USE'
}
