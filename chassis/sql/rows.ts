import { sql, type Kysely, type RawBuilder } from 'kysely'
import { rowsAs } from '@ebook/nats/store-write'
import type { Loaded, Saved } from '../handle-command.ts'

/** All columns of a table, by name: a `select *` would fail, once on each connection, when another version adds one. */
export function columnsOf<Row extends object>() {
  return <const Names extends readonly (keyof Row & string)[]>(
    ...names: [keyof Row] extends [Names[number]] ? Names : never
  ): Names => names
}

const list = (columns: readonly string[], from = '') => sql.raw(columns.map((column) => from + column).join(', '))

export const insertRows = (table: string, columns: readonly string[], rows: readonly object[]): RawBuilder<unknown> =>
  sql`insert into ${sql.raw(table)} (${list(columns)}) select ${list(columns, 'given.')} from ${rowsAs('given', table, rows)}`

export function updateRows(
  table: string,
  key: string,
  columns: readonly string[],
  rows: readonly object[],
): RawBuilder<unknown> {
  const set = columns.filter((column) => column !== key).map((column) => `${column} = given.${column}`)
  return sql`
    update ${sql.raw(table)} set ${sql.raw(set.join(', '))} from ${rowsAs('given', table, rows)}
    where ${sql.raw(`${table}.${key}`)} = given.${sql.raw(key)}`
}

/** Aggregates' rows with their counters: those that are new, and those that have changed. */
export function saveRows<State>(
  table: string,
  key: string,
  columns: readonly string[],
  saved: readonly Saved<State>[],
  rowOf: (state: State) => object,
): Readonly<Record<string, RawBuilder<unknown>>> {
  const all = [...columns, 'said', 'happened']
  const rows = (isNew: boolean) =>
    saved
      .filter(({ previous }) => (previous === undefined) === isNew)
      .map(({ state, said, happened }) => ({ ...rowOf(state), said, happened }))
  const [fresh, changed] = [rows(true), rows(false)]
  return {
    ...(fresh.length > 0 && { [`new_${table}`]: insertRows(table, all, fresh) }),
    ...(changed.length > 0 && { [`changed_${table}`]: updateRows(table, key, all, changed) }),
  }
}

/**
 * Locks the aggregates' rows that a condition finds, in the order of their keys, and reads them with their counters and
 * the owner's clock (rule G6), which is there also when they are not.
 */
export async function lockRows<Row extends object, State>(
  tx: Pick<Kysely<unknown>, 'getExecutor'>,
  table: string,
  key: keyof Row & string,
  columns: readonly string[],
  where: RawBuilder<unknown>,
  stateOf: (row: Row) => State,
): Promise<Loaded<State>> {
  const { rows } = await sql<{ now: Date; said: number | null; happened: number | null } & Row>`
    with locked as (
      select ${list([...columns, 'said', 'happened'])} from ${sql.raw(table)}
      where ${where} order by ${sql.raw(key)} for update
    )
    select now() as now, locked.* from (values (1)) as always left join locked on true`.execute(tx)
  const [first] = rows
  if (first === undefined) throw new Error('a left join of one row gave none')
  const found = rows.filter((row) => row[key] !== null)
  return {
    now: first.now,
    found: found.map(({ now, said, happened, ...row }) => {
      const state = stateOf(row as unknown as Row)
      return { id: String((row as unknown as Row)[key]), state, said, happened }
    }),
  }
}
