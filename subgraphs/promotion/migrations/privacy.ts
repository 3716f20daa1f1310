import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** What a rental's points were is found by it, when whose it was is to be forgotten. */
export const privacy: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`create index spend_rental on spend (rental_id)`.execute(db)
  },
}
