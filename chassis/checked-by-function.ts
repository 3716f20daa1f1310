import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * All checks of a table are one from here on, a function of the row. PostgreSQL parses and copies the checks of a table
 * anew with every statement that writes to it, which cost more than the writing; a function is parsed once a connection.
 * They refuse what they did, under the names that they had, and hold for the rows that are there (`not valid`).
 *
 * A later migration adds a check as usual, and changes one of these with `create or replace function`.
 */
export const checkedByFunction = (...tables: readonly string[]): Migration => ({
  async up(db: Kysely<unknown>) {
    for (const table of tables) {
      const { rows } = await sql<{ name: string; rule: string; columns: string[] }>`
        select conname as name, pg_get_expr(conbin, conrelid) as rule, array(
            select attname::text from pg_attribute where attrelid = conrelid and attnum = any(conkey)
          ) as columns
        from pg_constraint where contype = 'c' and conrelid = ${table}::regclass order by conname`.execute(db)
      const checks = rows.map(({ name, rule, columns }) => ({ name, rule: ofRow(rule, columns) }))
      const broken = checks.map(({ name, rule }) => `when not ${rule} then '${name}'`)
      await sql
        .raw(
          `create function ${table}_checks(it ${table}) returns boolean language plpgsql immutable as $$
          declare
            broken text;
          begin
            if (${checks.map(({ rule }) => rule).join(' and ')}) is not false then
              return true;
            end if;
            broken := case ${broken.join(' ')} end;
            raise exception 'new row for relation "${table}" violates check constraint "%"', broken
              using errcode = 'check_violation', table = '${table}', constraint = broken,
                detail = 'Failing row contains ' || it;
          end $$`,
        )
        .execute(db)
      const dropped = checks.map(({ name }) => `drop constraint ${name}`)
      const added = `add constraint ${table}_checks check (${table}_checks(${table}.*)) not valid`
      await sql.raw(`alter table ${table} ${[...dropped, added].join(', ')}`).execute(db)
    }
  },
})

/** A rule as PostgreSQL tells it, with the columns as the row's; a word in quotes is none. */
function ofRow(rule: string, columns: readonly string[]): string {
  const words = new RegExp(`'(?:[^']|'')*'|\\b(${columns.join('|')})\\b`, 'g')
  return `(${rule.replaceAll(words, (word, column?: string) => (column === undefined ? word : `it.${column}`))})`
}
