import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** As PostgreSQL tells `in ('ONE', 'TWO')` of a text. */
const WORDS = /ARRAY\[((?:'\w+'::text(?:, )?)+)\]/g

/**
 * A list of words in a check is one constant from here on, instead of one for each word: PostgreSQL parses all checks of a
 * table anew with every statement that writes to it, and that was a sixth of what it did for a rental. What they say is the
 * same, so they hold for the rows that are there, and nobody looks at these again (`not valid`).
 */
export const compactChecks: Migration = {
  async up(db: Kysely<unknown>) {
    const { rows } = await sql<{ table: string; name: string; definition: string }>`
      select conrelid::regclass::text as table, quote_ident(conname) as name, pg_get_constraintdef(oid) as definition
      from pg_constraint where contype = 'c' and conrelid <> 0 order by conrelid, conname`.execute(db)
    for (const [table, checks] of Map.groupBy(rows, (row) => row.table)) {
      const changes = checks.flatMap(({ name, definition }) => {
        const compact = definition.replaceAll(
          WORDS,
          (_, words: string) => `'{${words.replaceAll(/'(::text)?| /g, '')}}'::text[]`,
        )
        const added = `add constraint ${name} ${compact.replace(/( NOT VALID)?$/, ' not valid')}`
        return compact === definition ? [] : [`drop constraint ${name}`, added]
      })
      if (changes.length > 0) await sql.raw(`alter table ${table} ${changes.join(', ')}`).execute(db)
    }
  },
}
