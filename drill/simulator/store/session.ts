import { countAttempt } from '@ebook/nats/sql/attempts'
import { ownStore, type NamedOperation, type OwnStore } from '@ebook/nats/store-operation'
import { bookAdapters } from './adapters/book.ts'
import { paymentAdapters } from './adapters/payment.ts'
import { promotionAdapters } from './adapters/promotion.ts'
import { rentAdapters } from './adapters/rent.ts'
import { roadAdapters } from './adapters/road.ts'
import type { Adapter, Database } from './database.ts'
import { never, type Life } from './life.ts'

const adapters: ReadonlyMap<NamedOperation, Adapter> = new Map(
  [roadAdapters, bookAdapters, rentAdapters, paymentAdapters, promotionAdapters]
    .flat()
    .map((adapter) => [adapter.operation, adapter]),
)

/** What is made while a transaction of the same process is open, on rows that no transaction locks. */
const waitsForNobody: ReadonlySet<NamedOperation> = new Set([countAttempt])

/** Whose operations lie in one file: every context has their tables. */
const ROAD: readonly string[] = ['nats', 'chassis']

class UnknownOperation extends Error {
  override readonly name = 'UnknownOperation'
  constructor({ operation }: NamedOperation) {
    const [context = ''] = operation.split('/')
    const file = ROAD.includes(context) ? 'road' : context
    super(
      `the simulated store does not know ${operation}: say what it does in drill/simulator/store/adapters/${file}.ts`,
    )
  }
}

/** A process' handle of a simulated database: transactions, and the operations that have an adapter. Nothing else. */
class Session implements OwnStore {
  readonly [ownStore] = this
  readonly #database: Database
  readonly #life: Life
  readonly #inTransaction: boolean

  constructor(database: Database, life: Life, inTransaction: boolean) {
    this.#database = database
    this.#life = life
    this.#inTransaction = inTransaction
  }

  transaction(): { execute<Result>(work: (tx: Session) => Promise<Result>): Promise<Result> } {
    return { execute: (work) => this.#transact(work) }
  }

  async carryOut(operation: NamedOperation, given: readonly unknown[]): Promise<unknown> {
    const adapter = adapters.get(operation)
    if (adapter === undefined) throw new UnknownOperation(operation)
    const database = this.#database
    const work = () => adapter.carryOut(database, given)
    if (!this.#life.act()) return never
    if (this.#inTransaction) return work()
    if (waitsForNobody.has(operation) && database.isHeldBy(this.#life)) return database.aside(work)
    const turn = database.acquire(this.#life)
    if (turn) await turn
    try {
      const result = work()
      database.commit()
      return result
    } catch (error) {
      database.rollback()
      throw error
    }
  }

  async #transact<Result>(work: (tx: Session) => Promise<Result>): Promise<Result> {
    const database = this.#database
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

/** As the product's code sees the database: its pool, or a connection of its own. */
export function connect<Handle>(database: Database, life: Life): Handle {
  return new Session(database, life, false) as unknown as Handle
}
