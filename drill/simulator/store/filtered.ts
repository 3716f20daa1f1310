import { all, columnOf, predicateOf, valueOf, type Predicate } from './expression.ts'
import type { RawBuilder } from './raw.ts'
import type { Row } from './row.ts'
import type { Connection } from './session.ts'

type Condition = (builder: ConditionBuilder) => Predicate
type ConditionBuilder = ((column: string, operator: string, value: unknown) => Predicate) & {
  and(predicates: readonly Predicate[]): Predicate
}

interface Aliased {
  readonly alias: string
  readonly rawBuilder: RawBuilder
}
interface Highest {
  readonly alias: string
  readonly highest: string
}
export type Column = string | Aliased | Highest | ((builder: typeof columnBuilder) => Highest)

const columnBuilder = {
  fn: {
    max: (column: string) => ({ as: (alias: string): Highest => ({ alias, highest: columnOf(column) }) }),
  },
}

/** What every kind of statement has: conditions, and what it gives back. */
export class Filtered {
  protected readonly connection: Connection
  protected readonly table: string
  protected readonly predicates: Predicate[] = []
  protected readonly columns: Exclude<Column, (...args: never[]) => unknown>[] = []

  constructor(connection: Connection, table: string) {
    this.connection = connection
    this.table = table
  }

  where(column: string | Condition, operator?: string, value?: unknown): this {
    const now = this.connection.database.now
    if (typeof column === 'string') {
      this.predicates.push(predicateOf(column, operator ?? '=', value, now))
    } else {
      const builder = Object.assign(
        (one: string, comparison: string, other: unknown) => predicateOf(one, comparison, other, now),
        { and: all },
      )
      this.predicates.push(column(builder))
    }
    return this
  }

  protected keep(columns: Column | readonly Column[]): this {
    for (const column of Array.isArray(columns) ? (columns as readonly Column[]) : [columns as Column]) {
      this.columns.push(typeof column === 'function' ? column(columnBuilder) : column)
    }
    return this
  }

  protected shown(row: Row): Row {
    const shown: Record<string, unknown> = {}
    for (const column of this.columns) {
      if (typeof column === 'string') shown[nameOf(column)] = row[columnOf(column)] ?? null
      else if ('rawBuilder' in column)
        shown[column.alias] = valueOf(column.rawBuilder, row, this.connection.database.now)
    }
    return shown
  }
}

const names = new Map<string, string>()
function nameOf(column: string): string {
  let name = names.get(column)
  if (name === undefined) {
    name = column.split(' as ')[1] ?? columnOf(column)
    names.set(column, name)
  }
  return name
}

/** As executeTakeFirstOrThrow. */
export function found(table: string, row: Row | undefined): Row {
  if (row === undefined) throw new Error(`${table}: no result`)
  return row
}
