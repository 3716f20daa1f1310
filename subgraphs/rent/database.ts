import type { Generated, GeneratedAlways } from 'kysely'
import type { Migration } from 'kysely/migration'
import { checkedByFunction } from '@ebook/chassis/checked-by-function'
import { compactChecks } from '@ebook/chassis/compact-checks'
import { counters } from '@ebook/chassis/counters'
import type { HistoryTables } from '@ebook/chassis/history'
import { fieldsOf, rowOf, type RowOf } from '@ebook/chassis/rows'
import type { Actor } from '@ebook/nats/event'
import type { MessagingTables } from '@ebook/nats/tables'
import type { Member } from './member/state.ts'
import { erasure } from './migrations/erasure.ts'
import { look } from './migrations/look.ts'
import { member } from './migrations/member.ts'
import { paymentAction } from './migrations/payment-action.ts'
import { privacy } from './migrations/privacy.ts'
import { renewals } from './migrations/renewals.ts'
import { rental } from './migrations/rental.ts'
import { request } from './migrations/request.ts'
import { revocation } from './migrations/revocation.ts'
import { rules } from './migrations/rules.ts'
import { terms } from './migrations/terms.ts'
import { turn } from './migrations/turn.ts'
import { wishes } from './migrations/wishes.ts'
import type { KnownBook } from './rental/language.ts'
import type { Rental } from './rental/state.ts'

export interface RentDatabase extends MessagingTables, HistoryTables {
  rental: RentalTable
  /** Whoever holds a member's row is the only one who decides about their requests. */
  member: MemberTable
  idempotency_key: IdempotencyKeyTable
  /** The titles, as book last told. */
  book: BookTable
  /** Seats that book keeps for members whose turn it is; over when `until` is null. */
  turn: { hold_id: string; user_id: string; book_id: string; until: Date | null }
  /** Copies that were kept for a member, who did not take them; of members of libraries that count them. */
  missed_turn: { event_id: string; user_id: string; at: Date }
  /** Titles whose loans are to be taken back; done when `done_at` is set. */
  revocation: RevocationTable
  /** Who of the library looked at a member. */
  look: LookTable
}

export type StoredRental = { readonly [Field in keyof Rental]: Rental[Field] }
export type RentalTable = RowOf<StoredRental>

export type MemberTable = RowOf<Member>

export interface IdempotencyKeyTable {
  user_id: string
  key: string
  /** What was asked for under the key. */
  fingerprint: string
  rental_id: string
  at: Generated<Date>
}

export interface RevocationTable {
  book_id: string
  note: string | null
  event_id: string
  actor: Actor
  done_at: Date | null
}

export interface LookTable {
  id: string
  seq: GeneratedAlways<string>
  user_id: string
  looked_by: string
  /** The page with the member's standing, or what they had borrowed; or they were erased, and `user_id` is the pseudonym. */
  kind: 'PAGE' | 'HISTORY' | 'ERASURE'
  /** Empty where none is asked for. */
  reason: string
  at: Generated<Date>
}

export interface BookTable {
  book_id: string
  title: string
  rental_fee: number
  loan_period_days: number | null
  max_renewals: number | null
  status: KnownBook['status']
  holds_waiting: Generated<number>
  next_loan_ends: Date | null
  loans_to_renew: number | null
}

export const migrations: Record<string, Migration> = {
  '0010_rental': rental,
  '0011_request': request,
  '0020_counters': counters('rental'),
  '0030_terms': terms,
  '0032_turn': turn,
  '0040_member': member,
  '0050_wishes': wishes,
  '0060_revocation': revocation,
  '0061_rules': rules,
  '0062_privacy': privacy,
  '0070_payment_action': paymentAction,
  '0071_erasure': erasure,
  '0072_look': look,
  '0082_compact_checks': compactChecks,
  '0083_renewals': renewals,
  '0085_checked_by_function': checkedByFunction('rental'),
}

export function rentalOf(row: RentalTable): Rental {
  // What was written by `rowOf`: the status has what it implies.
  return fieldsOf<StoredRental>(row) as Rental
}

export function storedRow(state: Rental): RentalTable {
  return rowOf<StoredRental>(state)
}
