/** What can be asked of the points that pay for something, what happens to them, and why a command is refused. */

/** Points of one age. */
export interface Batch {
  /** When they could be spent first; ISO 8601. */
  readonly earnedDate: string
  readonly points: number
}

/** The payment that they are for, and whose they are. */
export interface Purchase {
  readonly paymentId: string
  readonly rentalId: string
  readonly userId: string
}

export type SpendCommand =
  | ({
      readonly type: 'spendPoints'
      readonly points: number
      /** What the member can spend now; their account is locked. */
      readonly available: number
      /** What that is made of, the oldest first. */
      readonly batches: readonly Batch[]
    } & Purchase)
  /** The payment came to nothing, or was given back. `owed`: what the member owes until then. */
  | ({ readonly type: 'returnPoints'; readonly owed: number } & Purchase)
  /** Whose they were is to be forgotten. */
  | { readonly type: 'anonymise'; readonly paymentId: string; readonly pseudonym: string }

/** Those with a contract in events.ts are published; the others only the history keeps. */
export type SpendEvent =
  | ({ readonly type: 'PointsSpent'; readonly points: number; readonly batches: readonly Batch[] } & Purchase)
  /** `debt`: what is still owed of what was. */
  | {
      readonly type: 'PointsReturned'
      readonly points: number
      readonly batches: readonly Batch[]
      readonly debt?: number
    }
  /** The tombstone: the payment ended before points were taken for it, and none may be taken later. */
  | ({ readonly type: 'SpendBlocked' } & Purchase)
  | { readonly type: 'Anonymised'; readonly pseudonym: string }

export type SpendRefusal = { readonly code: 'POINTS_INSUFFICIENT'; readonly available: number }
