import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** The address that a member's issuer has verified, and who does not want that it is used. */
export const claim: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`alter table contact add column claimed boolean not null default false`.execute(db)
    await sql`create table claim_declined (user_id text primary key)`.execute(db)
  },
}
