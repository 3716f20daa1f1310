import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

export const catalogue: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`
      create table title (
        book_id uuid primary key,
        title text not null,
        authors text[] not null,
        isbn13 text,
        language text,
        rental_fee integer not null check (rental_fee >= 0),
        loan_period_days integer not null check (loan_period_days > 0),
        max_renewals integer not null check (max_renewals >= 0),
        registered_date timestamptz not null,
        withdrawn boolean not null,
        seats_total integer not null,
        seats_free integer not null check (seats_free between 0 and seats_total),
        search_text text not null
      )`.execute(db)
    // Two librarians with the same book in hand: one registers it, the other is told. What was taken out of the
    // catalogue may be put in again.
    await sql`create unique index title_isbn13 on title (isbn13) where not withdrawn`.execute(db)
    await sql`
      create table licence (
        id uuid primary key default gen_random_uuid(),
        book_id uuid not null references title (book_id),
        kind text not null check (kind in ('ONE_COPY', 'CONCURRENT')),
        seats integer not null check (seats > 0)
      )`.execute(db)
    await sql`
      create table seat (
        id uuid primary key default gen_random_uuid(),
        book_id uuid not null references title (book_id),
        licence_id uuid not null references licence (id),
        state text not null check (state in ('POSSIBLE', 'PAID', 'APPROVED', 'WITHDRAWN'))
      )`.execute(db)
    await sql`create index seat_free on seat (book_id, id) where state = 'POSSIBLE'`.execute(db)
    await sql`
      create table allocation (
        id bigint generated always as identity primary key,
        rental_id uuid not null,
        seat_id uuid not null references seat (id),
        book_id uuid not null references title (book_id),
        opened_at timestamptz not null default now(),
        closed_at timestamptz
      )`.execute(db)
    // One open seat per rental, one open rental per seat: here, where no code can forget it (V2).
    await sql`create unique index allocation_open_rental on allocation (rental_id) where closed_at is null`.execute(db)
    await sql`create unique index allocation_open_seat on allocation (seat_id) where closed_at is null`.execute(db)
  },
}
