import type { Selectable } from 'kysely'
import type { HistoryTables } from '@ebook/chassis/history'
import type { NamedOperation, StoreOperation } from '@ebook/nats/store-operation'
import type { MessagingTables } from '@ebook/nats/tables'
import type { Life } from './life.ts'
import { Table, type Row, type Shape } from './table.ts'

/** The clock that all simulated databases share. */
export interface Clock {
  now: number
}

/** The rows of every table at some moment. */
export type Snapshot = ReadonlyMap<string, readonly Row[]>

/** The tables as the product declares them. */
export type Tables<DB> = { readonly [Name in keyof DB]: Table<Selectable<DB[Name]>> }

/** As PostgreSQL says that `lock_timeout` has passed. */
class LockTimeout extends Error {
  override readonly name = 'LockTimeout'
  readonly code = '55P03'
}

interface Waiting {
  readonly life: Life
  readonly go: () => void
  readonly giveUp: (error: Error) => void
}

/**
 * A simulated PostgreSQL: tables of rows, and one transaction at a time, so that every transaction is serializable, and
 * a row lock waits for whoever is in one. What it cannot show is what only weaker isolation allows; the contract runs on
 * the real one too.
 */
export class Database<DB = MessagingTables & HistoryTables> {
  readonly tables: Tables<DB>
  readonly clock: Clock
  readonly name: string
  #undo: (() => void)[] | undefined
  #holder: Life | undefined
  #waiting: Waiting[] = []
  #numbers = 0
  #now = new Date(0)
  /** Called after every commit. */
  onCommit: (() => void) | undefined

  constructor(name: string, shapes: Readonly<Record<string, Shape>>, clock: Clock) {
    this.name = name
    this.clock = clock
    const tables = Object.entries(shapes).map(([of, shape]) => [of, new Table(of, shape, this)])
    this.tables = Object.fromEntries(tables) as Tables<DB>
  }

  get now(): Date {
    if (this.#now.getTime() !== this.clock.now) this.#now = new Date(this.clock.now)
    return this.#now
  }

  /** The next of a sequence that all generated identities are from. */
  next(): number {
    return (this.#numbers += 1)
  }

  changed(undo: () => void): void {
    this.#undo?.push(undo)
  }

  table(name: string): Table {
    const table = (this.tables as Readonly<Record<string, Table>>)[name]
    if (table === undefined) throw new Error(`${this.name} has no table ${name}: tell it to drill/simulator/store`)
    return table
  }

  /** Resolves when nobody else is in a transaction. Never for a process that is dead by then. */
  acquire(life: Life): Promise<void> | undefined {
    if (this.#holder === undefined) {
      this.#take(life)
      return undefined
    }
    return new Promise((go, giveUp) => {
      this.#waiting.push({ life, go, giveUp })
    })
  }

  /** How many wait for whoever is in a transaction. */
  get waiting(): number {
    return this.#waiting.length
  }

  /** Nobody who waits for a lock waits any longer. */
  passLockTimeout(): void {
    for (const { giveUp } of this.#waiting.splice(0)) giveUp(new LockTimeout('canceling statement due to lock timeout'))
  }

  #take(life: Life): void {
    this.#holder = life
    this.#undo = []
  }

  /** On another connection of the process whose transaction is open: committed at once, whatever becomes of that one. */
  aside<Result>(work: () => Result): Result {
    const undo = this.#undo
    this.#undo = undefined
    try {
      return work()
    } finally {
      this.#undo = undo
    }
  }

  isHeldBy(life: Life): boolean {
    return this.#holder === life
  }

  commit(): void {
    const changed = (this.#undo?.length ?? 0) > 0
    this.#pass()
    if (changed) this.onCommit?.()
  }

  rollback(): void {
    for (const undo of this.#undo?.toReversed() ?? []) undo()
    this.#pass()
  }

  /** The connection of a dead process is gone, and with it its open transaction. */
  abandonedBy(life: Life): void {
    this.#waiting = this.#waiting.filter((one) => one.life !== life)
    if (this.#holder === life) this.rollback()
  }

  #pass(): void {
    this.#undo = undefined
    this.#holder = undefined
    const next = this.#waiting.shift()
    if (next === undefined) return
    this.#take(next.life)
    next.go()
  }

  snapshot(): Snapshot {
    return new Map(Object.values<Table>(this.tables).map((table) => [table.name, table.rows]))
  }

  restore(snapshot: Snapshot): void {
    for (const [name, rows] of snapshot) this.table(name).restore(rows)
  }
}

/** What the simulated store does when it is asked for an operation: one step, on the tables as they are. */
export interface Adapter {
  readonly operation: NamedOperation
  carryOut(database: Database, given: readonly unknown[]): unknown
}

/** Adapters over the tables of one context; `now` is its owner's clock. */
export const adaptersOver =
  <DB>() =>
  <Given extends unknown[], Result>(
    operation: StoreOperation<never, Given, Result>,
    carryOut: (tables: Tables<DB>, now: Date, ...given: Given) => Result,
  ): Adapter => ({
    operation,
    carryOut: (database, given) =>
      carryOut((database as unknown as Database<DB>).tables, database.now, ...(given as Given)),
  })
