import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** The points ledger, and the account that is its sum. */
export const points: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`
      create table point_account (
        user_id text primary key,
        -- Below zero when points that were spent have been taken back.
        available integer not null default 0,
        pending integer not null default 0 check (pending >= 0),
        lifetime integer not null default 0 check (lifetime >= 0)
      )`.execute(db)
    await sql`
      create table point_entry (
        id bigint generated always as identity primary key,
        user_id text not null references point_account (user_id),
        payment_id uuid not null references promotion (payment_id),
        rental_id uuid not null,
        kind text not null check (kind in ('GRANT', 'REVOKE', 'RESTORE')),
        n integer not null check (n > 0),
        points integer not null check (points <> 0 and (points < 0) = (kind = 'REVOKE')),
        at timestamptz not null default now(),
        -- Q3: a second grant or revocation of the same payment cannot be written, whoever tries.
        unique (payment_id, kind, n)
      )`.execute(db)
    await sql`create index point_entry_user on point_entry (user_id, id desc)`.execute(db)
  },
}
