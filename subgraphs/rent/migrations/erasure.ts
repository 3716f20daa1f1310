import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** What a member owes, which is in the way of whoever wants to be erased. */
export const erasure: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`
      alter table member
        add column owed_points integer not null default 0 check (owed_points >= 0),
        add column owed_since timestamptz`.execute(db)
  },
}
