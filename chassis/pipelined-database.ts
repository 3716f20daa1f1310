import {
  Kysely,
  PostgresDialect,
  PostgresDriver,
  Transaction,
  type AccessMode,
  type DatabaseConnection,
  type Driver,
  type IsolationLevel,
  type TransactionBuilder,
  type TransactionSettings,
} from 'kysely'
import type { Pool } from 'pg'
import { holds, type Holds } from '@ebook/nats/at-commit'

/**
 * Kysely with transactions whose statements do not wait for each other's answers: BEGIN travels with the first of them,
 * those that are begun together travel together, and what is held (nats/at-commit.ts) travels with COMMIT. So a command is
 * two round trips: what it reads, and what it writes.
 *
 * PostgreSQL carries statements out in the order in which they were sent, each with a snapshot of its own: a read that
 * is sent after a lock sees what was committed while the lock was waited for.
 */
export class PipelinedDatabase<DB> extends Kysely<DB> {
  readonly #driver: Driver
  readonly #dialect: PostgresDialect

  /** The pool's clients have to be pipelined (`PreparedClient`). */
  constructor(pool: Pool) {
    const driver = new PostgresDriver({ pool })
    const dialect = new (class extends PostgresDialect {
      override createDriver(): PostgresDriver {
        return driver
      }
    })({ pool })
    super({ dialect })
    this.#driver = driver
    this.#dialect = dialect
  }

  override transaction(): TransactionBuilder<DB> {
    const builder = (settings: TransactionSettings) => ({
      setAccessMode: (accessMode: AccessMode) => builder({ ...settings, accessMode }),
      setIsolationLevel: (isolationLevel: IsolationLevel) => builder({ ...settings, isolationLevel }),
      execute: <Result>(work: (tx: Transaction<DB>) => Promise<Result>): Promise<Result> =>
        this.getExecutor().provideConnection((connection) => this.#transact(connection, settings, work)),
    })
    // Kysely's own is a class.
    return builder({}) as unknown as TransactionBuilder<DB>
  }

  async #transact<Result>(
    connection: DatabaseConnection,
    settings: TransactionSettings,
    work: (tx: Transaction<DB>) => Promise<Result>,
  ): Promise<Result> {
    const [driver, dialect] = [this.#driver, this.#dialect]
    const held: Promise<unknown>[] = []
    let isOver = false
    const begun = driver.beginTransaction(connection, settings)
    begun.catch(ignored)
    const executor = this.getExecutor().withConnectionProvider({
      async provideConnection(consumer) {
        if (isOver) throw new Error('the transaction is over')
        const answer = consumer(connection)
        answer.catch(ignored)
        // A BEGIN that failed, and its connection did not, would make each statement a transaction of its own. What is
        // sent with it only reads and locks: whoever writes has had an answer before.
        await begun
        return answer
      },
    })
    const tx: Transaction<DB> & Holds = Object.assign(
      new Transaction<DB>({ config: { dialect }, driver, dialect, executor }),
      {
        [holds](written: Promise<unknown>) {
          written.catch(ignored)
          held.push(written)
        },
      },
    )
    try {
      const result = await work(tx)
      isOver = true
      const committed = driver.commitTransaction(connection)
      // Where one has failed, COMMIT answers ROLLBACK; what failed says why.
      await Promise.all([...held, committed])
      return result
    } catch (error) {
      isOver = true
      await driver.rollbackTransaction(connection).catch(ignored)
      for (const written of held) await written
      throw error
    }
  }
}

const ignored = (): void => undefined
