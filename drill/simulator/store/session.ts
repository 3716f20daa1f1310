import { countAttempt } from '@ebook/nats/sql/attempts'
import type { RelayConnection } from '@ebook/nats/sql/relay-state'
import { ownStore, type NamedOperation, type OwnStore } from '@ebook/nats/store-operation'
import type { Kysely } from 'kysely'
import type { Adapter } from './adapter.ts'
import { relayAdapters } from './adapters/relay.ts'
import { roadAdapters } from './adapters/road.ts'
import type { Database } from './database.ts'
import { never, type Life } from './life.ts'
import { isRaw, type Raw } from './raw.ts'
import type { Row } from './row.ts'
import { Selection } from './selection.ts'
import { statementOf } from './statements.ts'
import { Deletion, Insertion, Update } from './writing.ts'

/** What a statement needs to be carried out. */
export interface Connection {
  readonly database: Database
  /** Resolves with what `work` makes of the tables; never in a process that is dead. Rejects with what it throws. */
  perform<Result>(work: () => Result): Promise<Result>
}

/**
 * A process' connection to a simulated database, with that part of kysely's interface that the product's statements use.
 * So the product's own functions run on it as they are; a statement that it does not know fails loudly.
 */
const adapters: ReadonlyMap<NamedOperation, Adapter> = new Map(
  [roadAdapters, relayAdapters].flat().map((adapter) => [adapter.operation, adapter]),
)

/** What is made while a transaction of the same process is open, on rows that no transaction locks. */
const waitsForNobody: ReadonlySet<NamedOperation> = new Set([countAttempt])

class UnknownOperation extends Error {
  override readonly name = 'UnknownOperation'
  constructor({ operation }: NamedOperation) {
    super(`the simulated store does not know ${operation}: say in drill/simulator/store/adapters what it does`)
  }
}

class Session implements Connection, OwnStore {
  readonly [ownStore] = this
  readonly database: Database
  readonly #life: Life
  readonly #inTransaction: boolean

  constructor(database: Database, life: Life, inTransaction: boolean) {
    this.database = database
    this.#life = life
    this.#inTransaction = inTransaction
  }

  selectFrom(table: string): Selection {
    return new Selection(this, table)
  }
  insertInto(table: string): Insertion {
    return new Insertion(this, table)
  }
  updateTable(table: string): Update {
    return new Update(this, table)
  }
  deleteFrom(table: string): Deletion {
    return new Deletion(this, table)
  }

  transaction(): { execute<Result>(work: (tx: Session) => Promise<Result>): Promise<Result> } {
    return { execute: (work) => this.#transact(work) }
  }

  carryOut(operation: NamedOperation, given: readonly unknown[]): Promise<unknown> {
    const adapter = adapters.get(operation)
    if (adapter === undefined) return Promise.reject(new UnknownOperation(operation))
    const work = () => adapter.carryOut(this.database, given)
    return waitsForNobody.has(operation) && this.database.isHeldBy(this.#life) ? this.#aside(work) : this.perform(work)
  }

  /** What sql`…`.execute(db) asks for. */
  getExecutor() {
    return this.#executor
  }
  readonly #executor = {
    transformQuery: (raw: Raw) => raw,
    compileQuery: (raw: Raw) => raw,
    executeQuery: (raw: Raw): Promise<{ rows: readonly Row[] }> => {
      const statement = statementOf(raw)
      const work = () => ({ rows: statement(this.database, raw.parameters.map(parameterOf)) })
      return this.perform(work)
    },
  }

  perform<Result>(work: () => Result): Promise<Result> {
    if (!this.#life.act()) return never
    if (this.#inTransaction) return attempt(work)
    const turn = this.database.acquire(this.#life)
    return turn ? turn.then(() => this.#committed(work)) : this.#committed(work)
  }

  #aside<Result>(work: () => Result): Promise<Result> {
    if (!this.#life.act()) return never
    return attempt(() => this.database.aside(work))
  }

  #committed<Result>(work: () => Result): Promise<Result> {
    try {
      const result = work()
      this.database.commit()
      return Promise.resolve(result)
    } catch (error) {
      this.database.rollback()
      return Promise.reject(error)
    }
  }

  async #transact<Result>(work: (tx: Session) => Promise<Result>): Promise<Result> {
    const { database } = this
    const life = this.#life
    if (!life.act()) return never
    const turn = database.acquire(life)
    if (turn) await turn
    let result: Result
    try {
      result = await work(new Session(database, life, true))
    } catch (error) {
      if (!life.isAlive) return never
      database.rollback()
      throw error
    }
    // Dead before the commit reached the database, which has rolled back by now.
    if (!life.act()) return never
    database.commit()
    return result
  }
}

function attempt<Result>(work: () => Result): Promise<Result> {
  try {
    return Promise.resolve(work())
  } catch (error) {
    return Promise.reject(error)
  }
}

function parameterOf(parameter: { readonly value?: unknown }): unknown {
  return isRaw(parameter) ? undefined : parameter.value
}

/** As the product's code sees the database. */
export function connect<DB>(database: Database, life: Life): Kysely<DB> {
  return new Session(database, life, false) as unknown as Kysely<DB>
}

/** As the relay sees it: a connection of its own. */
export function relayConnection(database: Database, life: Life): RelayConnection {
  return new Session(database, life, false) as unknown as RelayConnection
}
