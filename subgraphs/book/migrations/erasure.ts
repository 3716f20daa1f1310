import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Members who are to be forgotten, until they are: title by title. */
export const erasure: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`create table erasure (user_id text primary key, event_id uuid not null)`.execute(db)
  },
}
