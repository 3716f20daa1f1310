import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** What notice has heard of each rental: enough to know whom to tell, and whether it is still so when it is told. */
export const rental: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`
      create table rental (
        id uuid primary key,
        -- Null until Rented has come: another of its events may be first.
        user_id text,
        title text,
        pay_until timestamptz,
        -- A librarian has to decide until then; null before, and again when it was decided.
        decide_by timestamptz,
        paid boolean not null,
        decided boolean not null,
        due_at timestamptz,
        ended boolean not null,
        -- When its member is next reminded that it ends.
        remind_at timestamptz,
        -- What happened before it was known to whom.
        early jsonb not null default '[]'
      )`.execute(db)
    await sql`create index rental_remind on rental (remind_at) where remind_at is not null`.execute(db)
    await sql`create index rental_waits on rental (decide_by) where decide_by is not null`.execute(db)
    await sql`create index rental_member on rental (user_id)`.execute(db)
  },
}
