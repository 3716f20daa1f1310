import { all, columnOf, predicateOf, Reference, valueOf, type Predicate } from './expression.ts'
import { isRaw, type RawBuilder } from './raw.ts'
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
type Column = string | Aliased | Highest | ((builder: typeof columnBuilder) => Highest)

const columnBuilder = {
  fn: {
    max: (column: string) => ({ as: (alias: string): Highest => ({ alias, highest: columnOf(column) }) }),
  },
}

/** What every kind of statement has: conditions, and what it gives back. */
class Filtered {
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

export class Selection extends Filtered {
  #all = false
  #limit = Number.POSITIVE_INFINITY
  #order: { column: string; descending: boolean } | undefined
  #join: { table: string; left: string; right: string; outer: boolean } | undefined
  #groupBy: readonly string[] | undefined

  select(columns: Column | readonly Column[]): this {
    return this.keep(columns)
  }
  selectAll(): this {
    this.#all = true
    return this
  }
  innerJoin(table: string, left: string, right: string): this {
    return this.#joining(table, left, right, false)
  }
  leftJoin(table: string, left: string, right: string): this {
    return this.#joining(table, left, right, true)
  }
  #joining(table: string, left: string, right: string, outer: boolean): this {
    const [name, alias] = table.split(' as ')
    const ofTable = left.startsWith(`${alias ?? name}.`) ? left : right
    const other = ofTable === left ? right : left
    this.#join = { table: name ?? table, left: columnOf(other), right: columnOf(ofTable), outer }
    return this
  }
  orderBy(column: string, direction?: 'asc' | 'desc'): this {
    this.#order = { column: columnOf(column), descending: direction === 'desc' }
    return this
  }
  groupBy(columns: readonly string[]): this {
    this.#groupBy = columns.map(columnOf)
    return this
  }
  limit(rows: number): this {
    this.#limit = rows
    return this
  }
  // A transaction has the whole database to itself.
  forUpdate(): this {
    return this
  }
  skipLocked(): this {
    return this
  }

  execute(): Promise<Row[]> {
    return this.connection.perform(() => this.#run())
  }
  async executeTakeFirst(): Promise<Row | undefined> {
    const [row] = await this.connection.perform(() => this.#run())
    return row
  }
  async executeTakeFirstOrThrow(): Promise<Row> {
    return found(this.table, await this.executeTakeFirst())
  }

  #run(): Row[] {
    const rows = this.#joined().filter(all(this.predicates))
    if (this.#order) {
      const { column, descending } = this.#order
      rows.sort((one, other) => compare(one[column], other[column]) * (descending ? -1 : 1))
    }
    if (this.#groupBy) return this.#grouped(rows, this.#groupBy)
    const limited = rows.length > this.#limit ? rows.slice(0, this.#limit) : rows
    if (this.#all && this.columns.length === 0) return limited
    return limited.map((row) => (this.#all ? { ...row, ...this.shown(row) } : this.shown(row)))
  }

  #joined(): readonly Row[] {
    const { database } = this.connection
    const { rows } = database.table(this.table)
    const join = this.#join
    if (join === undefined) return rows
    const others = database.table(join.table).rows
    return rows.flatMap((row) => {
      const matching = others.filter((other) => other[join.right] === row[join.left])
      return matching.length === 0 && join.outer ? [row] : matching.map((other) => ({ ...other, ...row }))
    })
  }

  #grouped(rows: readonly Row[], columns: readonly string[]): Row[] {
    const groups = Map.groupBy(rows, (row) => columns.map((column) => String(row[column])).join('/'))
    return [...groups.values()].map((group) => {
      const shown: Record<string, unknown> = { ...this.shown(group[0] ?? {}) }
      for (const column of this.columns) {
        if (typeof column === 'object' && 'highest' in column)
          shown[column.alias] = Math.max(...group.map((row) => Number(row[column.highest])))
      }
      return shown
    })
  }
}

function found(table: string, row: Row | undefined): Row {
  if (row === undefined) throw new Error(`${table}: no result`)
  return row
}

function compare(one: unknown, other: unknown): number {
  if (typeof one === 'string' && typeof other === 'string') return one < other ? -1 : one > other ? 1 : 0
  return Number(one) - Number(other)
}

type Assignments = Row | ((builder: { ref(reference: string): Reference }) => Row)

const references = { ref: (reference: string) => new Reference(reference) }

class Conflict {
  arbiters: 'all' | readonly string[] = 'all'
  assignments: Row | undefined
  column(column: string): this {
    this.arbiters = [column]
    return this
  }
  columns(columns: readonly string[]): this {
    this.arbiters = columns
    return this
  }
  doNothing(): this {
    return this
  }
  doUpdateSet(assignments: Assignments): this {
    this.assignments = typeof assignments === 'function' ? assignments(references) : assignments
    return this
  }
}

export class Insertion extends Filtered {
  #values: readonly Row[] = []
  #conflict: Conflict | undefined

  values(values: Row | readonly Row[]): this {
    this.#values = Array.isArray(values) ? (values as readonly Row[]) : [values as Row]
    return this
  }
  onConflict(conflict: (builder: Conflict) => Conflict): this {
    this.#conflict = conflict(new Conflict())
    return this
  }
  returning(columns: Column | readonly Column[]): this {
    return this.keep(columns)
  }

  execute(): Promise<Row[]> {
    return this.connection.perform(() => this.#run())
  }
  async executeTakeFirst(): Promise<Row | undefined> {
    const [row] = await this.connection.perform(() => this.#run())
    return row
  }
  async executeTakeFirstOrThrow(): Promise<Row> {
    return found(this.table, await this.executeTakeFirst())
  }

  #run(): Row[] {
    const { database } = this.connection
    const { now } = database
    const table = database.table(this.table)
    const written: Row[] = []
    for (const values of this.#values) {
      const before = table.rows.length
      const row = table.insert(resolved(values, now), now, database.next, this.#conflict?.arbiters ?? 'none')
      if (table.rows.length > before) written.push(row)
      else if (this.#conflict?.assignments) {
        const { assignments } = this.#conflict
        const excluded = table.shape.defaults ? { ...table.shape.defaults(now, database.next), ...values } : values
        written.push(
          ...table.update(
            (one) => one === row,
            (one) => resolved(assignments, now, one, excluded),
          ),
        )
      }
    }
    return this.columns.length === 0 ? [] : written.map((row) => this.shown(row))
  }
}

function resolved(values: Row, now: Date, row: Row = values, excluded: Row = values): Row {
  let changed: Record<string, unknown> | undefined
  for (const column in values) {
    const value = values[column]
    if (isRaw(value) || value instanceof Reference) {
      changed ??= { ...values }
      changed[column] = valueOf(value, row, now, excluded)
    }
  }
  return changed ?? values
}

export class Update extends Filtered {
  #assignments: Row = {}

  set(assignments: Row): this {
    this.#assignments = assignments
    return this
  }

  execute(): Promise<Row[]> {
    return this.connection.perform(() => {
      const { database } = this.connection
      const { now } = database
      const table = database.table(this.table)
      return table.update(all(this.predicates), (row) => resolved(this.#assignments, now, row))
    })
  }
}

export class Deletion extends Filtered {
  returning(columns: Column | readonly Column[]): this {
    return this.keep(columns)
  }
  execute(): Promise<Row[]> {
    return this.connection.perform(() => {
      const removed = this.connection.database.table(this.table).remove(all(this.predicates))
      return removed.map((row) => this.shown(row))
    })
  }
  async executeTakeFirst(): Promise<Row | undefined> {
    const [row] = await this.execute()
    return row
  }
}
