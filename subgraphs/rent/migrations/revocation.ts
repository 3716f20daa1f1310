import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Titles whose loans are to be taken back. There are few, and of those that are not done hardly ever one. */
export const revocation: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`
      create table revocation (
        book_id uuid primary key,
        note text,
        event_id text not null,
        actor text not null,
        done_at timestamptz
      )`.execute(db)
    await sql`create index revocation_open on revocation (book_id) where done_at is null`.execute(db)
  },
}
