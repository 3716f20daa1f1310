import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** The counters of an aggregate's row; null when the row is older than they are, or of a process that is. */
export interface Counters {
  said: number | null
  happened: number | null
}

/**
 * How many events an aggregate has said to others, and how many have happened to it. They are counted when somebody
 * first needs them: so the migration changes no row, and a process of an older release may go on beside it.
 */
export const counters = (...tables: readonly string[]): Migration => ({
  async up(db: Kysely<unknown>) {
    for (const table of tables)
      await sql`alter table ${sql.table(table)} add column said integer, add column happened integer`.execute(db)
  },
})
