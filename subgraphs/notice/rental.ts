import type { Facts, Kind } from './facts.ts'
import { laterBy, instantOf, wallTimeOf } from './zone.ts'

/** What notice has heard of a rental. Events of it come in any order (G5): each adds what it knows. */
export interface Rental {
  readonly id: string
  userId: string | null
  title: string | null
  payUntil: Date | null
  /** A librarian has to decide until then; null when none has to. */
  decideBy: Date | null
  paid: boolean
  decided: boolean
  dueAt: Date | null
  ended: boolean
  /** Of their payment while it waits for them, and then of the end of their loan. */
  remindAt: Date | null
  /** Whether it ended because the library took the book back; null as long as nobody has said why it ends. */
  takenBack: boolean | null
  /** The last attempt to pay that waits for its member at the provider, and until when; 0 and null when none did. */
  actionAttempt: number
  actionUntil: Date | null
  /** The last attempt that was declined; 0 when none was. */
  declinedAttempt: number
  /** What happened before it was known to whom, or why. */
  early: readonly Early[]
}

/** What is to be told of a rental when its member and title are known; `dedupe` is its key among all notices. */
export interface Early {
  readonly dedupe: string
  /** ISO 8601. */
  readonly at: string
  readonly told: Untitled
  /** What comes of taking a book back is told with that, and nothing of it before it is known whether it does. */
  readonly follows?: boolean
}

type TitledKind = { [K in Kind]: Facts[K] extends { readonly title: string } ? K : never }[Kind]

/** What an event of a rental tells; the rest is known of the rental. */
export type Untitled = {
  [K in TitledKind]: { readonly kind: K; readonly facts: Omit<Facts[K], 'title' | 'until'> }
}[TitledKind]

export const newRental = (id: string): Rental => ({
  id,
  userId: null,
  title: null,
  payUntil: null,
  decideBy: null,
  paid: false,
  decided: false,
  dueAt: null,
  ended: false,
  remindAt: null,
  takenBack: null,
  actionAttempt: 0,
  actionUntil: null,
  declinedAttempt: 0,
  early: [],
})

/** How long a payment waits for its member until they are told of it. */
export const PAYMENT_WAITS_MS = 5 * 60_000

/** What tells whether a payment waits for its member, wherever it was read. */
export interface Paying<Instant> extends Pick<
  Rental,
  'paid' | 'ended' | 'takenBack' | 'actionAttempt' | 'declinedAttempt'
> {
  readonly actionUntil: Instant | null
}

/** Until when an attempt to pay waits for its member; null when none does, as of a rental that somebody asked to end. */
export const paymentWaitsUntil = <Instant>(rental: Paying<Instant>): Instant | null =>
  !rental.paid && !rental.ended && rental.takenBack === null && rental.actionAttempt > rental.declinedAttempt
    ? rental.actionUntil
    : null

/** How many days before a loan ends its member is reminded, at nine in the morning of that day. */
const REMINDED_BEFORE_DAYS = [3, 1]
const MORNING = 9 * 60

/** When the member of a loan is next reminded; null when they are not any more. */
export function nextReminder(dueAt: Date, timeZone: string, now: Date): Date | null {
  const { date } = wallTimeOf(timeZone, dueAt)
  const mornings = REMINDED_BEFORE_DAYS.map((days) =>
    instantOf(timeZone, { date: laterBy(-days, date), minutes: MORNING }),
  )
  return mornings.find((morning) => morning > now) ?? null
}
