import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** What a librarian asks for about a member. */
export const deliveriesOfMember: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`create index delivery_of_member on delivery (user_id, seq desc)`.execute(db)
  },
}
