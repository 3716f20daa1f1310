import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** What a request is checked against: the member, what they asked before, and the titles as last heard of. */
export const request: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`create table member (user_id text primary key)`.execute(db)
    await sql`
      create table idempotency_key (
        user_id text not null,
        key text not null,
        fingerprint text not null,
        rental_id uuid not null references rental (id),
        at timestamptz not null default now(),
        primary key (user_id, key)
      )`.execute(db)
    await sql`
      create table book (
        book_id uuid primary key,
        title text not null,
        rental_fee integer not null check (rental_fee >= 0),
        status text check (status in ('POSSIBLE', 'IMPOSSIBLE', 'WITHDRAWN'))
      )`.execute(db)
  },
}
