import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Renewals that are loans of the licence, and how many of those a title allows. A process of an older release counts none. */
export const renewals: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`alter table rental add column renewal_counts boolean not null default false`.execute(db)
    await sql`alter table book add column loans_to_renew integer`.execute(db)
  },
}
