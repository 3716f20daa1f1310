import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** When it was heard that a member is to be forgotten: who comes again under the name after that is another one. */
export const erasedAt: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`alter table erasure add column at timestamptz not null default now()`.execute(db)
  },
}
