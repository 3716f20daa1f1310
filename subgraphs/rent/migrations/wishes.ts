import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** What a member wants of a rental beside the title: to pay with points, to take a shorter loan, that it renews by itself. */
export const wishes: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`
      alter table rental
        add column shorter_loan_ends timestamptz,
        add column points_to_use integer not null default 0 check (points_to_use >= 0),
        add column auto_renewal boolean not null default false,
        add column renew_at timestamptz`.execute(db)
    await sql`create index rental_renew_at on rental (renew_at) where renew_at is not null`.execute(db)
    await sql`alter table book add column next_loan_ends timestamptz`.execute(db)
  },
}
