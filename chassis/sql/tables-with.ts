/** A table in which a text stands, and in how many of its rows. */
export interface FoundIn {
  readonly table: string
  readonly rows: number
}

type Ask = <Row extends object>(query: string, values: readonly unknown[]) => Promise<readonly Row[]>

/** Not as a part of a longer word: `kim` is not in `kimchi`. */
export const wholeWord = (text: string): string =>
  `(^|[^A-Za-z0-9_-])${text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}($|[^A-Za-z0-9_-])`

/** Looks for texts in every column of every row of a database: in tables where all of them stand in one row. */
export async function tablesWith(ask: Ask, ...texts: readonly string[]): Promise<FoundIn[]> {
  const tables = await ask<{ name: string }>(
    `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
     where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema') order by name`,
    [],
  )
  const found: FoundIn[] = []
  const holds = texts.map((_, index) => `it::text ~ $${index + 1}`).join(' and ')
  for (const { name } of tables) {
    const [counted] = await ask<{ rows: number }>(
      `select count(*)::int as rows from ${name} as it where ${holds}`,
      texts.map(wholeWord),
    )
    const rows = counted?.rows ?? 0
    if (rows > 0) found.push({ table: name.replace(/^public\./, ''), rows })
  }
  return found
}
