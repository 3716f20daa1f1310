import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** The seats that book keeps for members whose turn it is. */
export const turn: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`
      create table turn (
        hold_id uuid primary key,
        user_id text not null,
        book_id uuid not null,
        until timestamptz
      )`.execute(db)
    await sql`create index turn_member on turn (user_id, book_id) where until is not null`.execute(db)
  },
}
