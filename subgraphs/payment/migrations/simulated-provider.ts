import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** The books of another company, which only happen to lie in the same database; nothing here refers to ours. */
export const simulatedProvider: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`create schema simulated_provider`.execute(db)
    await sql`
      create table simulated_provider.charge (
        key text primary key,
        amount integer,
        status text not null check (status in ('CHARGED', 'DECLINED', 'VOIDED')),
        at timestamptz not null default now()
      )`.execute(db)
    await sql`
      create table simulated_provider.refund (
        key text primary key,
        charge_key text not null,
        amount integer not null,
        status text not null check (status in ('REFUNDED', 'FAILED')),
        at timestamptz not null default now()
      )`.execute(db)
  },
}
