import { ConstraintViolation, type Row, type Shape, type Unique } from './row.ts'

/** One table of a simulated database. Small: what is looked for is looked for in all rows. */
export class Table {
  rows: readonly Row[] = []
  readonly name: string
  readonly shape: Shape
  /** Called before the first change; the database remembers the rows for a rollback. */
  readonly #changing: (table: Table) => void
  #owned: Row[] | undefined

  constructor(name: string, shape: Shape, changing: (table: Table) => void) {
    this.name = name
    this.shape = shape
    this.#changing = changing
  }

  /** A transaction ended: the next change is of a new list. */
  settle(): void {
    this.#owned = undefined
  }

  /** Returns what was in the way instead of inserting, if that is one of `arbiters`. */
  insert(row: Row, now: Date, next: () => number, arbiters: 'none' | 'all' | readonly string[] = 'none'): Row {
    const full = this.shape.defaults ? { ...this.shape.defaults(now, next), ...row } : row
    const clash = this.#clash(full, undefined)
    if (clash) {
      const { unique, existing } = clash
      const expected =
        arbiters === 'all' ||
        (arbiters !== 'none' &&
          unique.columns.length === arbiters.length &&
          unique.columns.every((column) => arbiters.includes(column)))
      if (expected) return existing
      throw new ConstraintViolation('23505', this.name, unique.name, full)
    }
    this.#check(full)
    this.#own().push(full)
    return full
  }

  update(matches: (row: Row) => boolean, change: (row: Row) => Row): Row[] {
    const changed: Row[] = []
    for (let index = 0; index < this.rows.length; index += 1) {
      const row = this.rows[index]
      if (row === undefined || !matches(row)) continue
      const is = { ...row, ...change(row) }
      const clash = this.#clash(is, row)
      if (clash) throw new ConstraintViolation('23505', this.name, clash.unique.name, is)
      this.#check(is)
      this.#own()[index] = is
      changed.push(is)
    }
    return changed
  }

  remove(matches: (row: Row) => boolean): Row[] {
    const removed = this.rows.filter(matches)
    if (removed.length > 0) {
      this.#own()
      this.#owned = this.rows.filter((row) => !removed.includes(row))
      this.rows = this.#owned
    }
    return removed
  }

  #own(): Row[] {
    if (this.#owned === undefined) {
      this.#changing(this)
      this.#owned = this.rows.slice()
      this.rows = this.#owned
    }
    return this.#owned
  }

  #clash(row: Row, itself: Row | undefined): { unique: Unique; existing: Row } | undefined {
    for (const unique of this.shape.unique) {
      if (unique.where && !unique.where(row)) continue
      // In SQL, null is equal to nothing.
      if (unique.columns.some((column) => row[column] === null || row[column] === undefined)) continue
      for (const existing of this.rows) {
        if (existing === itself || !sameIn(unique.columns, existing, row)) continue
        if (!unique.where || unique.where(existing)) return { unique, existing }
      }
    }
    return undefined
  }

  #check(row: Row): void {
    for (const name in this.shape.checks) {
      if (this.shape.checks[name]?.(row) === false) throw new ConstraintViolation('23514', this.name, name, row)
    }
  }
}

function sameIn(columns: readonly string[], one: Row, other: Row): boolean {
  for (const column of columns) if (one[column] !== other[column]) return false
  return true
}
