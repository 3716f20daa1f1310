import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** What was told of a rental, or of a place in line, is found by it, when whose it was is to be forgotten. */
export const privacy: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`create index notice_rental on notice (rental_id) where rental_id is not null`.execute(db)
    await sql`create index notice_hold on notice (hold_id) where hold_id is not null`.execute(db)
  },
}
