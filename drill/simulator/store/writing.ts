import { all, Reference, valueOf } from './expression.ts'
import { Filtered, found, type Column } from './filtered.ts'
import { isRaw } from './raw.ts'
import type { Row } from './row.ts'

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
  executeTakeFirst(): Promise<Row | undefined> {
    return this.connection.perform(() => this.#run()[0])
  }
  executeTakeFirstOrThrow(): Promise<Row> {
    return this.connection.perform(() => found(this.table, this.#run()[0]))
  }

  #run(): Row[] {
    const { database } = this.connection
    const { now } = database
    const table = database.table(this.table)
    const written: Row[] = []
    for (const values of this.#values) {
      const full = table.full(resolved(values, now))
      const arbiters = this.#conflict?.arbiters ?? 'none'
      const clash = table.clash(full)
      const expected =
        clash &&
        (arbiters === 'all' ||
          (arbiters !== 'none' &&
            clash.unique.columns.length === arbiters.length &&
            clash.unique.columns.every((column) => arbiters.includes(column))))
      if (!expected) written.push(table.insert(full))
      else if (this.#conflict?.assignments) {
        const row = clash.existing
        const { assignments } = this.#conflict
        written.push(table.update(row, resolved(assignments, now, row, table.full(values))))
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
      return table.rows
        .filter(all(this.predicates))
        .map((row) => table.update(row, resolved(this.#assignments, now, row)))
    })
  }
}

export class Deletion extends Filtered {
  returning(columns: Column | readonly Column[]): this {
    return this.keep(columns)
  }
  execute(): Promise<Row[]> {
    return this.connection.perform(() => {
      const table = this.connection.database.table(this.table)
      const removed = table.rows.filter(all(this.predicates))
      for (const row of removed) table.remove(row)
      return removed.map((row) => this.shown(row))
    })
  }
  async executeTakeFirst(): Promise<Row | undefined> {
    const [row] = await this.execute()
    return row
  }
}
