import type { Kysely, Transaction } from 'kysely'
import { atCommit } from './at-commit.ts'
import { insertOutbox } from './sql/insert-outbox.ts'
import { writeTogether, type StoreWrite, type Written } from './store-write.ts'

/**
 * What one transaction does: it reads what it needs, under locks, decides in memory, and writes all of it in one
 * statement at the end (Fowler, "Unit of Work" and "Identity Map"). However much is decided, it is two round trips.
 */
export class UnitOfWork<DB> {
  readonly tx: Transaction<DB>
  /** What aggregates have said is counted in the log, and not in their rows. */
  readonly recounts: boolean
  readonly #known = new Map<object, Map<string, unknown>>()
  readonly #written = new Map<StoreWrite<never>, unknown[]>()
  #now: Date | undefined

  constructor(tx: Transaction<DB>, { recounts = false } = {}) {
    this.tx = tx
    this.recounts = recounts
  }

  /** The owner's clock (rule G6), as what was read first told it. */
  get now(): Date {
    if (this.#now === undefined) throw new Error('nothing has been read yet that tells the time')
    return this.#now
  }

  /** Every read of a transaction tells the same. */
  tellTime(now: Date): void {
    this.#now ??= now
  }

  /** What was read of a kind of thing, by its id. */
  known<Thing>(kind: object): Map<string, Thing> {
    let known = this.#known.get(kind)
    if (known === undefined) this.#known.set(kind, (known = new Map()))
    return known as Map<string, Thing>
  }

  /** Writes at the end. An item may change until then. */
  write<Item>(write: StoreWrite<Item>, ...items: readonly Item[]): void {
    const written = this.#written.get(write)
    if (written === undefined) this.#written.set(write, [...items])
    else written.push(...items)
  }

  /** What will be written so, which can be changed until then. */
  toBeWritten<Item>(write: StoreWrite<Item>): Item[] {
    return (this.#written.get(write) ?? []) as Item[]
  }

  /** Writes none of these after all. */
  takeBack<Item>(write: StoreWrite<Item>, isOne: (item: Item) => boolean): void {
    const left = this.toBeWritten(write).filter((item) => !isOne(item))
    if (left.length > 0) this.#written.set(write, left)
    else this.#written.delete(write)
  }

  /** Whether something is written that is to be published. */
  get says(): boolean {
    return this.#written.has(insertOutbox)
  }

  /** The last that is asked of the transaction. */
  async flush(): Promise<void> {
    const written = [...this.#written].map(([write, items]): Written => ({ write, items }))
    if (written.length > 0) await atCommit(this.tx, writeTogether(this.tx, written))
  }
}

/**
 * One transaction, and what it writes at its end. When a version or number turns out to be given, because a process of an
 * older release has said something without counting it, it is done again with what the log says; and once more when it
 * waited for another that waited for it. `onSaid` is called after a commit of something that is to be published.
 */
export async function inUnitOfWork<DB, Result>(
  db: Kysely<DB>,
  work: (unit: UnitOfWork<DB>) => Promise<Result>,
  onSaid?: () => void,
): Promise<Result> {
  const once = async (recounts: boolean) => {
    const { result, says } = await db.transaction().execute(async (tx) => {
      const unit = new UnitOfWork(tx, { recounts })
      const result = await work(unit)
      await unit.flush()
      return { result, says: unit.says }
    })
    if (says) onSaid?.()
    return result
  }
  try {
    return await once(false)
  } catch (error) {
    if (isMiscounted(error)) return once(true)
    if (isDeadlock(error)) return once(false)
    throw error
  }
}

/** PostgreSQL has ended one of two that waited for each other: the other has what it wanted, and then so has this one. */
const isDeadlock = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === '40P01'

const LOGS: readonly unknown[] = ['outbox', 'history']

/** PostgreSQL's unique_violation, by one of the logs. */
function isMiscounted(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    error.code === '23505' &&
    'table' in error &&
    LOGS.includes(error.table)
  )
}
