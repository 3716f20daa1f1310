import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

export const promotion: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`
      create table promotion (
        id uuid primary key,
        payment_id uuid not null unique,
        rental_id uuid not null,
        user_id text not null,
        status text not null check (status in ('NONE', 'GRANTED', 'LOCKED', 'REVOKED', 'BLOCKED')),
        points integer check (points >= 0),
        rate_bps integer check (rate_bps >= 0),
        spendable_from text check (spendable_from in ('PAID', 'APPROVED')),
        loan_started boolean not null,
        refund_attempt integer not null check (refund_attempt >= 0),
        revoked integer not null check (revoked >= 0),
        shortfall integer not null check (shortfall between 0 and revoked),
        check ((points is null) = (rate_bps is null) and (points is null) = (spendable_from is null)),
        check (status not in ('GRANTED', 'LOCKED', 'REVOKED') or points is not null)
      )`.execute(db)
    await sql`create index promotion_rental on promotion (rental_id)`.execute(db)
  },
}
