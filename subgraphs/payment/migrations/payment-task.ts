import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** A queue of its own: its rows are claimed, put off and deleted all the time, and the payments stay unlocked. */
export const paymentTask: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`
      create table payment_task (
        payment_id uuid primary key references payment (id),
        kind text not null check (kind in ('CHARGE', 'REFUND')),
        due_at timestamptz not null default now(),
        tries integer not null default 0,
        leased_until timestamptz,
        causation_id text not null,
        actor text not null,
        traceparent text
      )`.execute(db)
    await sql`create index payment_task_due on payment_task (kind, due_at)`.execute(db)
  },
}
