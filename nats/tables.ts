import type { Generated, GeneratedAlways, JSONColumnType } from 'kysely'
import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { DomainEvent, PublishedEvent } from './event.ts'
import { published } from './migrations/published.ts'

/** What became of a delivered event at one consumer. */
export type InboxOutcome = 'handled' | 'parked' | 'dead' | 'stale'

export interface OutboxTable {
  /** The order of appending. Not a cursor: a neighbour with a smaller number may commit later. */
  seq: GeneratedAlways<string>
  event_id: string
  aggregate_type: string
  aggregate_id: string
  aggregate_version: number
  event: JSONColumnType<DomainEvent>
  /** The dense position, given by the one active relay; null until then. */
  pos: string | null
  appended_at: Generated<Date>
  /** When it was made to say less (redact.ts); null while it is as it was said. */
  redacted_at: Generated<Date | null>
  /** When the broker was freed of what it said before; null until then. */
  purged_at: Generated<Date | null>
}

export interface RelayStateTable {
  singleton: Generated<boolean>
  epoch: Generated<string>
  last_pos: Generated<string>
  stream_identity: string | null
  /** The positions that the broker has acknowledged, a multirange; none when the stream is new. */
  published: Generated<string>
  /** When the epoch was begun. */
  begun_at: Generated<Date>
}

export interface InboxTable {
  consumer: string
  event_id: string
  producer: string
  pos: string
  aggregate_type: string
  aggregate_id: string
  aggregate_version: number
  outcome: InboxOutcome
  received_at: Generated<Date>
}

export interface InboxPositionTable {
  consumer: string
  producer: string
  /** Every position up to and including this one is in the inbox. */
  pos: string
}

export interface ParkedMessageTable {
  consumer: string
  event_id: string
  aggregate_type: string
  aggregate_id: string
  aggregate_version: number
  event: JSONColumnType<PublishedEvent>
  parked_at: Generated<Date>
}

export interface DeadLetterTable {
  id: string
  consumer: string
  /** The event's id, or where the message stood in the stream when it has none that can be read. */
  source: string
  event_id: string | null
  event_type: string | null
  payload: string
  error: string
  attempts: number
  status: 'DEAD' | 'REPLAYED'
  first_failed_at: Generated<Date>
  replayed_at: Date | null
}

export interface DeliveryAttemptTable {
  consumer: string
  event_id: string
  attempts: number
  last_error: string | null
}

/** A view: what the broker has not acknowledged. */
export interface UnpublishedView {
  event_id: string
  /** Null as long as it has none. */
  pos: string | null
  appended_at: Date
}

/** The tables of the road, beside the aggregates in every writing subgraph's database. */
export interface MessagingTables {
  outbox: OutboxTable
  relay_state: RelayStateTable
  unpublished: UnpublishedView
  inbox: InboxTable
  inbox_position: InboxPositionTable
  parked_message: ParkedMessageTable
  dead_letter: DeadLetterTable
  delivery_attempt: DeliveryAttemptTable
}

export const messagingMigrations: Record<string, Migration> = {
  '0000_messaging': {
    async up(db: Kysely<unknown>) {
      await sql`
        create table outbox (
          seq bigint generated always as identity,
          event_id uuid primary key,
          aggregate_type text not null,
          aggregate_id text not null,
          aggregate_version integer not null,
          event json not null,
          pos bigint unique,
          published_at timestamptz,
          appended_at timestamptz not null default now(),
          unique (aggregate_type, aggregate_id, aggregate_version)
        )`.execute(db)
      await sql`create index outbox_unnumbered on outbox (seq) where pos is null`.execute(db)
      await sql`create index outbox_unpublished on outbox (pos) where published_at is null`.execute(db)
      await sql`
        create table relay_state (
          singleton boolean primary key default true check (singleton),
          epoch bigint not null default 0,
          last_pos bigint not null default 0,
          stream_identity text
        )`.execute(db)
      await sql`insert into relay_state default values`.execute(db)
      await sql`
        create table inbox (
          consumer text not null,
          event_id uuid not null,
          producer text not null,
          pos bigint not null,
          aggregate_type text not null,
          aggregate_id text not null,
          aggregate_version integer not null,
          outcome text not null check (outcome in ('handled', 'parked', 'dead', 'stale')),
          received_at timestamptz not null default now(),
          primary key (consumer, event_id),
          unique (consumer, producer, pos)
        )`.execute(db)
      await sql`create index inbox_aggregate on inbox (consumer, aggregate_type, aggregate_id, aggregate_version)
        where outcome = 'handled'`.execute(db)
      await sql`
        create table inbox_position (
          consumer text not null,
          producer text not null,
          pos bigint not null,
          primary key (consumer, producer)
        )`.execute(db)
      await sql`
        create table parked_message (
          consumer text not null,
          event_id uuid not null,
          aggregate_type text not null,
          aggregate_id text not null,
          aggregate_version integer not null,
          event json not null,
          parked_at timestamptz not null default now(),
          primary key (consumer, event_id)
        )`.execute(db)
      await sql`create index parked_message_aggregate
        on parked_message (consumer, aggregate_type, aggregate_id, aggregate_version)`.execute(db)
      await sql`
        create table dead_letter (
          id uuid primary key,
          consumer text not null,
          source text not null,
          event_id uuid,
          event_type text,
          payload text not null,
          error text not null,
          attempts integer not null,
          status text not null default 'DEAD' check (status in ('DEAD', 'REPLAYED')),
          first_failed_at timestamptz not null default now(),
          replayed_at timestamptz,
          unique (consumer, source)
        )`.execute(db)
      await sql`
        create table delivery_attempt (
          consumer text not null,
          event_id uuid not null,
          attempts integer not null,
          last_error text,
          primary key (consumer, event_id)
        )`.execute(db)
    },
  },
  '0060_redaction': {
    async up(db: Kysely<unknown>) {
      await sql`
        alter table outbox add column redacted_at timestamptz, add column purged_at timestamptz`.execute(db)
      await sql`create index outbox_stale on outbox (event_id) where redacted_at is not null and purged_at is null`.execute(
        db,
      )
    },
  },
  '0080_published': published,
}
