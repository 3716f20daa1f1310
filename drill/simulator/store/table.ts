/** A row of a simulated table: replaced as a whole, never changed. */
export type Row = Readonly<Record<string, unknown>>

/** What a table refuses, as the migration of the product says it: a unique index, partial or not. */
export interface Unique {
  /** The constraint's name, which the product may ask for. */
  readonly name: string
  readonly columns: readonly string[]
  readonly where?: (row: Row) => boolean
}

export interface Shape {
  /** The first is the primary key. */
  readonly unique: readonly [Unique, ...Unique[]]
  /** Columns that the database fills when a statement does not. */
  readonly defaults?: (now: Date, next: () => number) => Row
  /** Check constraints: what must be true of every row. */
  readonly checks?: Readonly<Record<string, (row: Row) => boolean>>
}

/** The same code that PostgreSQL gives, because the product tells transient errors by it. */
export class ConstraintViolation extends Error {
  override readonly name = 'ConstraintViolation'
  readonly code: '23505' | '23514'
  readonly table: string
  readonly constraint: string
  constructor(code: '23505' | '23514', table: string, constraint: string, row: object) {
    super(`${table}: ${constraint} is violated by ${JSON.stringify(row)}`)
    this.code = code
    this.table = table
    this.constraint = constraint
  }
}

/** What a table asks of the database that it is in. */
interface Owner {
  readonly now: Date
  next(): number
  /** Called with every change; a rollback calls what it is given. */
  changed(undo: () => void): void
}

/** One table of a simulated database: rows by their primary key, in the order in which they came. */
export class Table<R extends object = Row> {
  readonly name: string
  readonly #shape: Shape
  readonly #owner: Owner
  readonly #byKey = new Map<string, R>()
  #rows: readonly R[] | undefined

  constructor(name: string, shape: Shape, owner: Owner) {
    this.name = name
    this.#shape = shape
    this.#owner = owner
  }

  get rows(): readonly R[] {
    return (this.#rows ??= [...this.#byKey.values()])
  }

  /** By the values of the primary key. */
  get(...key: readonly unknown[]): R | undefined {
    return this.#byKey.get(key.join('/'))
  }

  insert(given: Partial<R>): R {
    const row = this.full(given)
    this.#refuse(row, undefined)
    this.#set(this.#keyOf(row), row)
    return row
  }

  /** The row as it would be, with what the database fills in. */
  full(given: Partial<R>): R {
    const { defaults } = this.#shape
    return { ...defaults?.(this.#owner.now, () => this.#owner.next()), ...given } as R
  }

  /** Nothing happens when there is no such row. */
  update(row: R, change: Partial<R>): R
  update(row: R | undefined, change: Partial<R>): R | undefined
  update(row: R | undefined, change: Partial<R>): R | undefined {
    if (row === undefined) return row
    const is = { ...row, ...change }
    this.#refuse(is, row)
    this.#set(this.#keyOf(row), is)
    return is
  }

  /** The row with this primary key is as given from now on, whether there was one or not. */
  put(row: Partial<R>): R {
    const known = this.#byKey.get(this.#keyOf(row))
    return known ? this.update(known, row) : this.insert(row)
  }

  /** Nothing happens when there is no such row. */
  remove(row: R | undefined): void {
    if (row) this.#set(this.#keyOf(row), undefined)
  }

  /** The first unique index, and its row, that are in the way of this one. */
  clash(row: R, itself?: R): { readonly unique: Unique; readonly existing: R } | undefined {
    const is = row as Row
    for (const [index, unique] of this.#shape.unique.entries()) {
      if (unique.where && !unique.where(is)) continue
      // In SQL, null is equal to nothing.
      if (unique.columns.some((column) => is[column] === null || is[column] === undefined)) continue
      const existing =
        index === 0
          ? this.#byKey.get(this.#keyOf(row))
          : this.rows.find(
              (one) => one !== itself && sameIn(unique.columns, one as Row, is) && unique.where?.(one as Row) !== false,
            )
      if (existing && existing !== itself) return { unique, existing }
    }
    return undefined
  }

  restore(rows: readonly R[]): void {
    this.#byKey.clear()
    for (const row of rows) this.#byKey.set(this.#keyOf(row), row)
    this.#rows = undefined
  }

  #refuse(row: R, itself: R | undefined): void {
    const clash = this.clash(row, itself)
    if (clash) throw new ConstraintViolation('23505', this.name, clash.unique.name, row)
    const { checks } = this.#shape
    for (const name in checks) {
      if (checks[name]?.(row as Row) === false) throw new ConstraintViolation('23514', this.name, name, row)
    }
  }

  #set(key: string, row: R | undefined): void {
    const before = this.#byKey.get(key)
    this.#put(key, row)
    this.#owner.changed(() => this.#put(key, before))
  }

  #put(key: string, row: R | undefined): void {
    if (row === undefined) this.#byKey.delete(key)
    else this.#byKey.set(key, row)
    this.#rows = undefined
  }

  #keyOf(row: Partial<R>): string {
    const { columns } = this.#shape.unique[0]
    let key = ''
    for (const [index, column] of columns.entries()) key += `${index === 0 ? '' : '/'}${String((row as Row)[column])}`
    return key
  }
}

function sameIn(columns: readonly string[], one: Row, other: Row): boolean {
  for (const column of columns) if (one[column] !== other[column]) return false
  return true
}
