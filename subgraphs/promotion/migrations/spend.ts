import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Points that pay, and what an account is made of by its age. What it is today is as old as this migration. */
export const spend: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`
      create table spend (
        payment_id uuid primary key,
        rental_id uuid not null,
        user_id text not null,
        status text not null check (status in ('SPENT', 'RETURNED', 'BLOCKED')),
        points integer not null check ((points > 0) = (status <> 'BLOCKED') and points >= 0),
        batches jsonb not null,
        said integer,
        happened integer
      )`.execute(db)
    await sql`
      create table point_lot (
        id bigint generated always as identity primary key,
        user_id text not null references point_account (user_id),
        earned_date timestamptz not null,
        points integer not null check (points > 0),
        left_points integer not null check (left_points between 0 and points)
      )`.execute(db)
    await sql`create index point_lot_left on point_lot (user_id, earned_date) where left_points > 0`.execute(db)
    await sql`
      insert into point_lot (user_id, earned_date, points, left_points)
      select user_id, now(), available, available from point_account where available > 0`.execute(db)
    // A payment's points may be spent before the payment is heard of.
    await sql`
      alter table point_entry
        drop constraint point_entry_payment_id_fkey,
        drop constraint point_entry_kind_check,
        add constraint point_entry_kind_check check (kind in ('GRANT', 'REVOKE', 'RESTORE', 'SPEND', 'RETURN')),
        drop constraint point_entry_check,
        add constraint point_entry_check check (points <> 0 and (points < 0) = (kind in ('REVOKE', 'SPEND')))`.execute(
      db,
    )
  },
}
