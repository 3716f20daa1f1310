import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** What the library keeps of a member beside their rentals; in the row that every request of theirs locks anyway. */
export const member: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`
      alter table member
        add column loan_limit integer check (loan_limit >= 0),
        add column hold_limit integer check (hold_limit >= 0),
        add column membership_until timestamptz,
        add column blocks jsonb not null default '[]',
        add column said integer,
        add column happened integer`.execute(db)
  },
}
