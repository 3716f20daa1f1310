import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * Licences of every kind, the waiting list, and what a title tells of both. It only adds, or allows more than before: a
 * process of an older release lends on, by seats alone.
 */
export const lending: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`
      alter table title
        add column revoked boolean not null default false,
        add column unlimited boolean not null default false,
        add column next_loan_ends timestamptz,
        add column holds_waiting integer not null default 0 check (holds_waiting >= 0),
        add column open_holds integer not null default 0 check (open_holds >= 0),
        add column last_seq integer not null default 0,
        add column changes_at timestamptz,
        add column automatic_after integer check (automatic_after >= 0)`.execute(db)
    await sql`create index title_changes_at on title (changes_at) where changes_at is not null`.execute(db)
    await sql`
      alter table licence
        drop constraint licence_kind_check,
        add constraint licence_kind_check check (kind in
          ('ONE_COPY', 'CONCURRENT', 'TIME_LIMITED', 'LOAN_LIMITED', 'TIME_AND_LOAN_LIMITED', 'UNLIMITED')),
        alter column seats drop not null,
        add column expires_at timestamptz,
        add column loans_total integer check (loans_total > 0),
        add column loans_left integer check (loans_left >= 0),
        add column ended_at timestamptz,
        add column added_date timestamptz,
        add column vendor text,
        add column order_number text,
        add column price integer check (price >= 0),
        add column renewal_counts_as_loan boolean not null default false,
        add check ((seats is null) = (kind = 'UNLIMITED'))`.execute(db)
    await sql`alter table licence alter column added_date set default now()`.execute(db)
    await sql`create index licence_title on licence (book_id) where ended_at is null`.execute(db)
    await sql`
      alter table seat
        drop constraint seat_state_check,
        add constraint seat_state_check
          check (state in ('POSSIBLE', 'RESERVED', 'PAID', 'APPROVED', 'WITHDRAWN', 'EXHAUSTED'))`.execute(db)
    await sql`create index allocation_title on allocation (book_id, closed_at)`.execute(db)
    await sql`
      alter table request
        add column charged_amount integer check (charged_amount >= 0),
        drop constraint request_reason_code_check,
        add constraint request_reason_code_check check (reason_code in
          ('NO_COPY', 'POLICY', 'MEMBER_BLOCKED', 'DECISION_TIMEOUT', 'WITHDRAWN', 'LICENCE_ENDED'))`.execute(db)
    await sql`
      create index request_member on request (user_id)
      where status in ('REQUESTED', 'APPROVED', 'CLOSED')`.execute(db)
    await sql`
      create table hold (
        hold_id uuid primary key,
        book_id uuid not null references title (book_id),
        user_id text not null,
        seq integer not null,
        key text,
        status text not null check (status in ('WAITING', 'READY', 'FULFILLED', 'CANCELED')),
        suspended boolean not null,
        suspended_until timestamptz,
        suspended_date timestamptz,
        seat_id uuid,
        ready_until timestamptz,
        extended boolean not null,
        lapses integer not null,
        placed_date timestamptz not null,
        closed_date timestamptz,
        reason text,
        said integer,
        happened integer,
        check ((status = 'READY') = (seat_id is not null and ready_until is not null)),
        check (status = 'WAITING' or not suspended)
      )`.execute(db)
    // A member waits once for a title, and a seat is kept for one: here, where no code can forget it.
    await sql`
      create unique index hold_open on hold (user_id, book_id) where status in ('WAITING', 'READY')`.execute(db)
    await sql`create unique index hold_seat on hold (seat_id) where status = 'READY'`.execute(db)
    await sql`create unique index hold_place on hold (book_id, seq)`.execute(db)
    await sql`create unique index hold_key on hold (user_id, key) where key is not null`.execute(db)
    await sql`
      create index hold_line on hold (book_id, seq) where status in ('WAITING', 'READY')`.execute(db)
    await sql`create index hold_due on hold (status, suspended) where status in ('WAITING', 'READY')`.execute(db)
    await sql`
      create table member (user_id text primary key, hold_limit integer check (hold_limit >= 0))`.execute(db)
    await sql`
      create table member_block (
        block_id text primary key,
        user_id text not null,
        kinds text[] not null,
        until timestamptz
      )`.execute(db)
    await sql`create index member_block_member on member_block (user_id)`.execute(db)
    await sql`create index member_block_until on member_block (until) where until is not null`.execute(db)
    await sql`create table renewed_loan (rental_id uuid primary key, due_at timestamptz not null)`.execute(db)
    await sql`create table hold_wish (rental_id uuid primary key, user_id text not null, book_id uuid not null)`.execute(
      db,
    )
  },
}
