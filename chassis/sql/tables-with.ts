/** A table in which a text stands, in how many of its rows, and in how many of those as a whole value. */
export interface FoundIn {
  readonly table: string
  readonly rows: number
  readonly whole: number
}

type Ask = <Row extends object>(query: string, values: readonly unknown[]) => Promise<readonly Row[]>

/** As it is, as it stands in JSON, and as it stands in JSON that is itself text in JSON. */
function formsOf(text: string): readonly string[] {
  const once = JSON.stringify(text).slice(1, -1)
  return [text, once, JSON.stringify(once).slice(1, -1)]
}

const anyOf = (forms: readonly string[]): string =>
  `(${[...new Set(forms)].map((form) => form.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)).join('|')})`

const WORD = '[^A-Za-z0-9_-]'
const asWord = (forms: readonly string[]): string => `(^|${WORD})${anyOf(forms)}($|${WORD})`
// After a colon: an actor, as MEMBER:kim.
const asValue = (forms: readonly string[]): string => `(^|["(,:])${anyOf(forms)}($|["),\\\\])`

/** Not as a part of a longer word: `kim` is not in `kimchi`. */
export const wholeWord = (text: string): string => asWord(formsOf(text))

/** As all that a field of JSON, or a column, says. */
export const wholeValue = (text: string): string => asValue(formsOf(text))

/** In a row that PostgreSQL writes as text, what has to be quoted is, and quotes and backslashes are doubled. */
const inRow = (text: string): readonly string[] =>
  formsOf(text).flatMap((form) => [form, form.replaceAll(/["\\]/g, '$&$&')])

/** Looks for texts in every column of every row of a database: in tables where all of them stand in one row. */
export async function tablesWith(ask: Ask, ...texts: readonly string[]): Promise<FoundIn[]> {
  const tables = await ask<{ name: string }>(
    `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
     where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema') order by name`,
    [],
  )
  const found: FoundIn[] = []
  const holds = (from: number) => texts.map((_, index) => `it::text ~ $${from + index}`).join(' and ')
  const patterns = [...texts.map((text) => asWord(inRow(text))), ...texts.map((text) => asValue(inRow(text)))]
  for (const { name } of tables) {
    const [counted] = await ask<{ rows: number; whole: number }>(
      `select count(*)::int as rows, (count(*) filter (where ${holds(texts.length + 1)}))::int as whole
       from ${name} as it where ${holds(1)}`,
      patterns,
    )
    const { rows = 0, whole = 0 } = counted ?? {}
    if (rows > 0) found.push({ table: name.replace(/^public\./, ''), rows, whole })
  }
  return found
}
