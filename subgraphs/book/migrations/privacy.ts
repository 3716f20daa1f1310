import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** What is found by the timer that ends it to be known who waited in vain. */
export const privacy: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`
      create index hold_given_up on hold (closed_date)
      where status = 'CANCELED' and user_id not like 'anon:%'`.execute(db)
  },
}
