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
