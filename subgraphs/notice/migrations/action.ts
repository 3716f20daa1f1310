import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Which attempt to pay waits for its member, until when, and which one was declined: their events come in any order (G5). */
export const action: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`
      alter table rental
        -- 0: none was yet.
        add column action_attempt integer not null default 0,
        add column action_until timestamptz,
        add column declined_attempt integer not null default 0`.execute(db)
  },
}
