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
  readonly constraint: string
  constructor(code: '23505' | '23514', table: string, constraint: string, row: object) {
    super(`${table}: ${constraint} is violated by ${JSON.stringify(row)}`)
    this.code = code
    this.constraint = constraint
  }
}
