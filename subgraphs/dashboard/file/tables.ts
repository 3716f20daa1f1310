import type { Generated, Selectable } from 'kysely'
import type { CatalogueRow } from '../projections/catalogue-row.ts'
import type { HoldRow } from '../projections/hold-row.ts'
import type { DashboardRow } from '../projections/row.ts'

/**
 * Every event that was ever taken in: what the rows are folded from, what `trace` shows, and the log of the changes
 * that subscribers read, since every event of a rental, or of a hold, is one change of its row.
 */
export interface EventTable {
  /** The order in which this replica took them in: only for this replica to know what it has told. */
  applied: Generated<number>
  /**
   * Where the stream first had it: the order that all replicas share. Null while the stream has not brought it: it came
   * from an outbox, or by a stream that has been replaced since. 0: it was redacted, and is known at every place.
   */
  sequence: number | null
  event_id: string
  producer: string
  /** The dense position in the producer's outbox, by which a hole is found. */
  pos: number
  /** The rental or the hold that it changes the row of; null for the events of a title or a member. */
  row_id: string | null
  aggregate_type: string
  aggregate_id: string
  aggregate_version: number
  type: string
  time: string
  actor: string
  causation_id: string
  /** JSON. */
  data: string
}

export type StoredEvent = Selectable<EventTable>

/** How far the file has read, committed together with the rows. */
export interface FeedStateTable {
  only: number
  /** When the stream was created, which tells it from a later one of the same name; null before the first batch. */
  stream_identity: string | null
  last_sequence: number
  /** Fingerprint of the events that have no sequence (mended.ts); null when all have one. */
  mended: string | null
  /** Between the last taken event's time and its taking in. */
  lag_ms: number
}

export interface ProducerPositionTable {
  producer: string
  /** Every position up to and including this one is in the file. */
  contiguous: number
  /** The highest one in the file; those between are partly missing. */
  highest: number
}

export interface Tables {
  event: EventTable
  dashboard_row: DashboardRow
  catalogue_row: CatalogueRow
  hold_row: HoldRow
  feed_state: FeedStateTable
  producer_position: ProducerPositionTable
}

/**
 * The file's format: raise it with every change of the tables or of what the folds make of the events. A file of
 * another format is thrown away and filled again: there are no migrations of what can be rebuilt.
 */
export const FORMAT = 7

export const createTables = [
  `create table event (
    applied integer primary key autoincrement,
    sequence integer,
    event_id text not null unique,
    producer text not null,
    pos integer not null,
    row_id text,
    aggregate_type text not null,
    aggregate_id text not null,
    aggregate_version integer not null,
    type text not null,
    time text not null,
    actor text not null,
    causation_id text not null,
    data text not null,
    unique (producer, pos)
  ) strict`,
  `create index event_of_row on event (row_id, sequence) where row_id is not null`,
  // Of all rows, what came after a place: answered without looking at the events themselves.
  `create index event_of_stream on event (sequence, row_id) where sequence is not null and row_id is not null`,
  `create index event_mended on event (applied) where sequence is null and row_id is not null`,
  `create index event_of_title on event (aggregate_id, type, aggregate_version) where aggregate_type = 'Book'`,
  `create index event_of_member on event (aggregate_id) where aggregate_type = 'Member'`,
  `create table dashboard_row (
    rental_id text not null primary key,
    version integer not null,
    user_id text not null,
    book_id text not null,
    title text not null,
    rental_fee integer not null,
    status text not null,
    payment_state text not null,
    rent_status text not null,
    rent_version integer not null,
    payment_status text,
    payment_version integer,
    decision text,
    decision_version integer,
    promo_status text,
    promo_version integer,
    points integer,
    refusal_reason text,
    rented_date text not null,
    paid_date text,
    approved_date text,
    refused_date text,
    due_at text,
    returned_date text,
    refunded_date text,
    refund_failed integer not null,
    canceled_date text
  ) strict`,
  // One index per filter of the two lists, each in the order of the pages: counting and paging read nothing else.
  `create index dashboard_row_newest on dashboard_row (rented_date, rental_id)`,
  `create index dashboard_row_status on dashboard_row (status, rented_date, rental_id)`,
  `create index dashboard_row_member on dashboard_row (user_id, rented_date, rental_id)`,
  `create index dashboard_row_member_status on dashboard_row (user_id, status, rented_date, rental_id)`,
  `create index dashboard_row_refund_failed on dashboard_row (rented_date, rental_id)
    where refund_failed = 1`,
  `create index dashboard_row_title on dashboard_row (book_id)`,
  // One per date that figures are counted by, with what is summed: the rows themselves are not read.
  `create index dashboard_row_paid on dashboard_row (paid_date, rental_fee, points) where paid_date is not null`,
  `create index dashboard_row_approved on dashboard_row (approved_date, paid_date) where approved_date is not null`,
  `create index dashboard_row_refused on dashboard_row (refused_date, paid_date) where refused_date is not null`,
  `create index dashboard_row_refunded on dashboard_row (refunded_date, rental_fee) where refunded_date is not null`,
  `create table hold_row (
    hold_id text not null primary key,
    version integer not null,
    user_id text not null,
    book_id text not null,
    status text not null,
    suspended integer not null,
    suspended_until text,
    ready_until text,
    cancel_reason text
  ) strict`,
  `create index hold_row_member on hold_row (user_id, book_id, hold_id)`,
  `create table catalogue_row (
    book_id text not null primary key,
    title text not null,
    rental_fee integer not null,
    status text not null,
    seats_total integer not null,
    seats_free integer not null,
    times_requested integer not null,
    registered_date text not null
  ) strict`,
  `create index catalogue_row_newest on catalogue_row (registered_date, book_id)`,
  `create table feed_state (
    only integer primary key check (only = 1),
    stream_identity text,
    last_sequence integer not null,
    mended text,
    lag_ms integer not null
  ) strict`,
  `insert into feed_state values (1, null, 0, null, 0)`,
  `create table producer_position (
    producer text not null primary key,
    contiguous integer not null,
    highest integer not null
  ) strict`,
  `pragma user_version = ${FORMAT}`,
]
