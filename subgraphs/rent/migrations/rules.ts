import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** What rules ask about a member: of what category they are, and which turns they have missed. */
export const rules: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`alter table member add column category text`.execute(db)
    await sql`create table missed_turn (event_id uuid primary key, user_id text not null, at timestamptz not null)`.execute(
      db,
    )
    await sql`create index missed_turn_member on missed_turn (user_id, at)`.execute(db)
  },
}
