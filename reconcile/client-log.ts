/** A call of a client. `unknown`: it never heard what came of it. */
export interface Call {
  readonly kind: 'call'
  readonly at: string
  readonly member: string
  readonly operation: string
  /** The idempotency key of a request for a rental. */
  readonly key: string | null
  /** The title that was requested: with another one under the same key a request is no repetition. */
  readonly bookId: string | null
  /** What the call was about, or what the answer named. */
  readonly rentalId: string | null
  readonly outcome: 'ok' | 'failed' | 'unknown'
  /** Of a decision: whether the answer said that this call made it, and not an earlier one. */
  readonly won?: boolean
  /** Of the userErrors. */
  readonly codes: readonly string[]
  /** The HTTP status; null when none came. */
  readonly status: number | null
  /** Of an answer with a status from 500 on. */
  readonly body?: string
}

/** Whose subscription; its name is kept across reconnects. */
interface Subscription {
  readonly at: string
  readonly subscription: string
  readonly member: string
  readonly admin: boolean
}

interface Answers {
  readonly answers: number
  readonly p99: number
}

/** What was seen of an installation from outside of it. */
export type Entry =
  | Call
  /** A subscription to all that the member, or the librarian, may see was begun. */
  | ({ readonly kind: 'subscribed' } & Subscription)
  /** A row that a subscription brought. */
  | ({
      readonly kind: 'seen'
      readonly rentalId: string
      readonly owner: string
      readonly version: number
    } & Subscription)
  /** What a subscription brought that its protocol forbids. */
  | { readonly kind: 'violation'; readonly at: string; readonly subscription: string; readonly what: string }
  /** A member read behind what they wrote, and was told that it is in there: the state that they read, null: it was not there. */
  | {
      readonly kind: 'read'
      readonly at: string
      readonly member: string
      readonly rentalId: string
      readonly wrote: 'requested' | 'ended'
      readonly status: string | null
    }
  /** Where a rental that is nobody's any more stands beside who had asked for it. */
  | { readonly kind: 'joined'; readonly rentalId: string; readonly member: string; readonly place: string }
  /** A line of a process' log that says that nobody caught something. */
  | { readonly kind: 'uncaught'; readonly at: string; readonly process: string; readonly line: string }
  /** A figure before the faults and after them, and how much it may have grown. */
  | {
      readonly kind: 'figure'
      readonly process: string
      readonly name: string
      readonly base: number
      readonly end: number
      readonly mayGrowBy: number
    }
  /** How long it took until nothing was under way any more; null: it never came to that. */
  | { readonly kind: 'drained'; readonly tookMs: number | null; readonly boundMs: number }
  /** An attacker got what nobody should get. */
  | { readonly kind: 'breach'; readonly at: string; readonly attacker: string; readonly what: string }
  /** How long members waited for their answers, without attackers and with them: 99 of 100 no longer than so many ms. */
  | { readonly kind: 'pace'; readonly attempts: number; readonly without: Answers; readonly under: Answers }

export type ClientLog = readonly Entry[]

/** The entries of one kind. */
export function entriesOf<Kind extends Entry['kind']>(log: ClientLog, kind: Kind): Extract<Entry, { kind: Kind }>[] {
  return log.filter((entry): entry is Extract<Entry, { kind: Kind }> => entry.kind === kind)
}
