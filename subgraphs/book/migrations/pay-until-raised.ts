import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** For which rental a kept seat waits. */
export const payUntilRaised: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`alter table hold add column extended_for uuid`.execute(db)
  },
}
