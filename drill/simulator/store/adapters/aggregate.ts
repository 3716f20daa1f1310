import type { Counters } from '@ebook/chassis/counters'
import type { Loaded, Saved } from '@ebook/chassis/handle-command'
import type { Table } from '../table.ts'

/** A row without its counters, which the product's types of rows do not have. */
export function uncounted<Row extends object>(row: Row): Row {
  const { said: _said, happened: _happened, ...stored }: Row & Partial<Counters> = row
  return stored as Row
}

/** What the rows hold that are asked for, in the order of their keys. */
export function loaded<Row extends object, State>(
  { rows }: Table<Row>,
  now: Date,
  key: keyof Row,
  stateOf: (row: Row) => State,
  isWanted: (row: Row) => boolean,
): Loaded<State> {
  const found = rows.filter(isWanted).map((row) => {
    const { said = null, happened = null }: Row & Partial<Counters> = row
    return { id: String(row[key]), state: stateOf(uncounted(row)), said, happened }
  })
  return { now, found: found.toSorted((one, other) => (one.id < other.id ? -1 : 1)) }
}

export function save<Row extends object, State>(
  table: Table<Row>,
  rowOf: (state: State) => Row,
  saved: readonly Saved<State>[],
): void {
  for (const { id, state, previous, said, happened } of saved) {
    const row = { ...rowOf(state), said, happened }
    if (previous === undefined) table.insert(row)
    else table.update(table.get(id), row)
  }
}
