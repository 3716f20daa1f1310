/** What can be asked of a hold, what happens to it, and why it is refused. */

const HOUR_MS = 3_600_000

/** How long a seat is kept for whoever's turn it is. */
export const READY_FOR_MS = 72 * HOUR_MS

/** A place that is not wanted for a year is given up. */
export const SUSPENDED_AT_MOST_MS = 365 * 24 * HOUR_MS
/** And its member is told so before. */
export const REMINDED_AFTER_MS = 335 * 24 * HOUR_MS

/** By the member, by a librarian, after a second turn that was missed, with its title, or forgotten for a year. */
export type EndOfHold = 'MEMBER' | 'ADMIN' | 'LAPSED' | 'WITHDRAWN' | 'SUSPENDED_TOO_LONG'

export interface NewHold {
  readonly holdId: string
  readonly bookId: string
  readonly userId: string
  readonly seq: number
  /** Of the member, under which it was asked for; null when it came with a rental. */
  readonly key: string | null
}

export type HoldCommand =
  | ({ readonly type: 'place' } & NewHold)
  /** A seat is kept for it. */
  | { readonly type: 'makeReady'; readonly seatId: string }
  /** The member has a seat of the title: this one, or another. */
  | { readonly type: 'fulfil'; readonly rentalId: string }
  /** The member has asked for the title and may pay until then: one rental of theirs is waited for, whatever comes of it. */
  | { readonly type: 'awaitPayment'; readonly rentalId: string; readonly payUntil: Date }
  | { readonly type: 'lapse' }
  /** The licence of the seat that was kept has ended. */
  | { readonly type: 'giveBack' }
  | { readonly type: 'suspend'; readonly until: Date | null }
  | { readonly type: 'resume' }
  /** It has been suspended for so long that it will be given up. */
  | { readonly type: 'remind' }
  | { readonly type: 'cancel'; readonly reason: EndOfHold }
  /** Whose it was is to be forgotten. */
  | { readonly type: 'anonymise'; readonly pseudonym: string }

export type HoldEvent =
  | ({ readonly type: 'HoldPlaced'; readonly placedDate: Date } & NewHold)
  | { readonly type: 'HoldReady'; readonly seatId: string; readonly readyUntil: Date }
  | { readonly type: 'HoldExtended'; readonly rentalId: string; readonly readyUntil: Date }
  | { readonly type: 'HoldFulfilled'; readonly rentalId: string; readonly closedDate: Date }
  /** The first time: the place is kept, and the member passed over until they say otherwise. */
  | { readonly type: 'HoldLapsed'; readonly suspendedDate: Date }
  | { readonly type: 'HoldReturned' }
  | { readonly type: 'HoldSuspended'; readonly suspendedDate: Date; readonly until: Date | null }
  | { readonly type: 'HoldResumed' }
  /** Unless it is wanted again, it is given up at that moment. */
  | { readonly type: 'HoldReminded'; readonly endsAt: Date }
  | { readonly type: 'HoldCanceled'; readonly reason: EndOfHold; readonly closedDate: Date }
  | { readonly type: 'HoldAnonymised'; readonly pseudonym: string }

export interface HoldRefusal {
  readonly code: 'HOLD_NOT_FOUND' | 'HOLD_CLOSED'
}
