import type { Generated } from 'kysely'
import type { Migration } from 'kysely/migration'
import { checkedByFunction } from '@ebook/chassis/checked-by-function'
import { compactChecks } from '@ebook/chassis/compact-checks'
import { counters } from '@ebook/chassis/counters'
import type { HistoryTables } from '@ebook/chassis/history'
import type { RowOf } from '@ebook/chassis/rows'
import type { MessagingTables } from '@ebook/nats/tables'
import type { Hold } from './hold/state.ts'
import { catalogue } from './migrations/catalogue.ts'
import { erasedAt } from './migrations/erased-at.ts'
import { erasure } from './migrations/erasure.ts'
import { highestFee } from './migrations/highest-fee.ts'
import { lending } from './migrations/lending.ts'
import { licenceTerms } from './migrations/licence-terms.ts'
import { listing } from './migrations/listing.ts'
import { payUntilRaised } from './migrations/pay-until-raised.ts'
import { privacy } from './migrations/privacy.ts'
import { request } from './migrations/request.ts'
import type { Request } from './request/state.ts'
import type { LicenceKind, NearEnd } from './title/language.ts'
import type { Title } from './title/state.ts'

export interface BookDatabase extends MessagingTables, HistoryTables {
  title: TitleTable
  licence: LicenceTable
  seat: SeatTable
  allocation: AllocationTable
  request: RequestTable
  hold: HoldTable
  /** Members of whom rent has told something, and whoever was locked once. */
  member: { user_id: string; hold_limit: number | null }
  member_block: MemberBlockTable
  /** Members whom rent has erased, and whose places in line are still to be given up, or forgotten. */
  erasure: { user_id: string; event_id: string; at: Generated<Date> }
  /** When loans end that were renewed; of others it is known from the approval. */
  renewed_loan: { rental_id: string; due_at: Date }
  /** Rentals whose member wants to wait when their seat is gone. */
  hold_wish: { rental_id: string; user_id: string; book_id: string }
  listing: ListingTable
  catalogue_word: WordTable
}

export interface StoredTitle extends Omit<Title, 'licences' | 'allocations' | 'line' | 'wishes' | 'waiting'> {
  /** What releases before the listing searched, and search while they run beside this one. */
  readonly searchText: string
}
/** Its `book_id` is a uuid v7, whose order is that of registration. Seats are counted under the title's lock. */
export type TitleTable = RowOf<StoredTitle>

/** A title as it is searched, filtered and sorted; one row while it is in the catalogue. */
export interface ListingTable {
  book_id: string
  /** The version of listing.ts that made the row. */
  spelling: number
  /** Title, authors and ISBN as spelling.ts writes them. */
  spelled: string
  /** The title's words as they are compared. */
  title_words: string
  /** The same without its article and what stands in brackets. */
  title_core: string
  title_key: string
  author_key: string
  rental_fee: number
  /** Authors and languages, to filter by. */
  tags: string[]
}

/** A word that occurs in the catalogue, or did. */
export interface WordTable {
  word: string
  spelled: string
  letters: string
}

/** What a librarian writes of a licence beside what it allows to lend. */
export interface Bought {
  readonly vendor: string | null
  readonly orderNumber: string | null
  /** Won. */
  readonly price: number | null
  /** Whether, and how, a copy may be taken along. */
  readonly download: 'NONE' | 'DRM_FREE' | 'LCP'
  /** Percent of the text that anybody may read; null when nothing was agreed. */
  readonly preview: number | null
}

export interface LicenceTable extends RowOf<Bought> {
  id: Generated<string>
  book_id: string
  kind: LicenceKind
  /** Null: no limit. */
  seats: number | null
  expires_at: Date | null
  loans_total: number | null
  loans_left: number | null
  ended_at: Date | null
  added_date: Generated<Date | null>
  renewal_counts_as_loan: Generated<boolean>
  /** What librarians were told of its end: that it is near. */
  near_end: Generated<NearEnd[]>
}

/** One row per seat. */
export interface SeatTable {
  id: Generated<string>
  book_id: string
  licence_id: string
  state: 'POSSIBLE' | 'RESERVED' | 'PAID' | 'APPROVED' | 'WITHDRAWN' | 'EXHAUSTED'
}

/** Who held which seat, and since when; open until `closed_at`. */
export interface AllocationTable {
  id: Generated<string>
  rental_id: string
  seat_id: string
  book_id: string
  opened_at: Generated<Date>
  closed_at: Date | null
}

export type StoredHold = { readonly [Field in keyof Hold]: Hold[Field] }
export type HoldTable = RowOf<StoredHold>

/** Why a member may not do something, as rent has told. */
export interface MemberBlockTable {
  block_id: string
  user_id: string
  /** BORROW, HOLD, RENEW. */
  kinds: string[]
  until: Date | null
}

export type StoredRequest = { readonly [Field in keyof Request]: Request[Field] }
export type RequestTable = RowOf<StoredRequest>

export const migrations: Record<string, Migration> = {
  '0010_catalogue': catalogue,
  '0011_request': request,
  '0012_highest_fee': highestFee,
  '0013_listing': listing,
  '0020_counters': counters('title', 'request'),
  '0021_lending': lending,
  '0030_licence_terms': licenceTerms,
  '0061_privacy': privacy,
  '0071_erasure': erasure,
  '0082_compact_checks': compactChecks,
  '0083_pay_until_raised': payUntilRaised,
  '0084_erased_at': erasedAt,
  '0085_checked_by_function': checkedByFunction('title', 'licence', 'request'),
}
