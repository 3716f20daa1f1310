import { all, columnOf } from './expression.ts'
import { Filtered, found, type Column } from './filtered.ts'
import type { Row } from './row.ts'

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
  executeTakeFirst(): Promise<Row | undefined> {
    return this.connection.perform(() => this.#run()[0])
  }
  executeTakeFirstOrThrow(): Promise<Row> {
    return this.connection.perform(() => found(this.table, this.#run()[0]))
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

function compare(one: unknown, other: unknown): number {
  if (typeof one === 'string' && typeof other === 'string') return one < other ? -1 : one > other ? 1 : 0
  return Number(one) - Number(other)
}
