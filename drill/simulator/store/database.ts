import type { Life } from './life.ts'
import type { Row, Shape } from './row.ts'
import { Table } from './table.ts'

/** The clock that all simulated databases share. */
export interface Clock {
  now: number
}

/** The rows of every table at some moment. */
export type Snapshot = ReadonlyMap<string, readonly Row[]>

/**
 * A simulated PostgreSQL: tables of rows, and one transaction at a time, so that every transaction is serializable, and
 * a row lock waits for whoever is in one. What it cannot show is what only weaker isolation allows; the integration tests
 * run on the real one.
 */
export class Database {
  readonly tables = new Map<string, Table>()
  readonly clock: Clock
  readonly name: string
  #before: Map<Table, readonly Row[]> | undefined
  #holder: Life | undefined
  #waiting: { readonly life: Life; readonly go: () => void }[] = []
  #numbers = 0
  #now = new Date(0)
  /** Called after every commit. */
  onCommit: (() => void) | undefined

  constructor(name: string, shapes: Readonly<Record<string, Shape>>, clock: Clock) {
    this.name = name
    this.clock = clock
    const changing = (table: Table) => this.#before?.set(table, table.rows)
    for (const [table, shape] of Object.entries(shapes)) this.tables.set(table, new Table(table, shape, changing))
  }

  get now(): Date {
    if (this.#now.getTime() !== this.clock.now) this.#now = new Date(this.clock.now)
    return this.#now
  }

  /** The next of a sequence that all generated identities are from. */
  readonly next = (): number => (this.#numbers += 1)

  table(name: string): Table {
    const table = this.tables.get(name)
    if (table === undefined) throw new Error(`${this.name} has no table ${name}: tell it to drill/simulator/store`)
    return table
  }

  insert(table: string, row: Row): Row {
    return this.table(table).insert(row, this.now, this.next)
  }

  get isFree(): boolean {
    return this.#holder === undefined
  }

  /** Resolves when nobody else is in a transaction. Never for a process that is dead by then. */
  acquire(life: Life): Promise<void> | undefined {
    if (this.#holder === undefined) {
      this.#take(life)
      return undefined
    }
    return new Promise((resolve) => {
      this.#waiting.push({ life, go: resolve })
    })
  }

  #take(life: Life): void {
    this.#holder = life
    this.#before = new Map()
  }

  /** On another connection of the process whose transaction is open: committed at once, whatever becomes of that one. */
  aside<Result>(work: () => Result): Result {
    const before = this.#before
    this.#before = new Map()
    try {
      return work()
    } finally {
      for (const table of this.#before.keys()) table.settle()
      this.#before = before
    }
  }

  isHeldBy(life: Life): boolean {
    return this.#holder === life
  }

  commit(): void {
    for (const table of this.#before?.keys() ?? []) table.settle()
    const changed = (this.#before?.size ?? 0) > 0
    this.#pass()
    if (changed) this.onCommit?.()
  }

  rollback(): void {
    for (const [table, rows] of this.#before ?? []) {
      table.settle()
      table.rows = rows
    }
    this.#pass()
  }

  /** The connection of a dead process is gone, and with it its open transaction. */
  abandonedBy(life: Life): void {
    this.#waiting = this.#waiting.filter((one) => one.life !== life)
    if (this.#holder === life) this.rollback()
  }

  #pass(): void {
    this.#before = undefined
    this.#holder = undefined
    const next = this.#waiting.shift()
    if (next === undefined) return
    this.#take(next.life)
    next.go()
  }

  snapshot(): Snapshot {
    return new Map([...this.tables.values()].map((table) => [table.name, table.rows]))
  }

  restore(snapshot: Snapshot): void {
    for (const [name, rows] of snapshot) this.table(name).rows = rows
  }
}
