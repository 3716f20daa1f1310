import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { Kysely, SqliteDialect, type SqliteDatabase, type SqliteStatement } from 'kysely'

/** Preparing costs more than running here; the statements of the apply loop and of the queries all fit. */
const STATEMENTS_KEPT = 200
/** How long a statement waits for another process's lock: the rebuild command reads the same file. */
const BUSY_TIMEOUT_MS = 5_000

/** A connection to a file, for queries that are built and for statements that stay the same. */
export interface SqliteConnection<Tables> {
  readonly db: Kysely<Tables>
  readonly statements: Statements
}

/** kysely over Node's own SQLite: the few members of better-sqlite3 that its dialect uses. */
export function openSqlite<Tables>(path: string, mode: 'read' | 'write'): SqliteConnection<Tables> {
  const database = new DatabaseSync(path, { readOnly: mode === 'read', timeout: BUSY_TIMEOUT_MS })
  try {
    if (mode === 'write') database.exec('pragma journal_mode = wal; pragma synchronous = normal')
  } catch (error) {
    database.close()
    throw error
  }
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: adapt(database) }) })
  return { db, statements: new Statements(database) }
}

/**
 * Statements that are prepared the first time, and transactions of them. They never wait, so that nothing else of this
 * process comes between them; to have Kysely compile each anew costs more than it takes SQLite to carry it out.
 */
export class Statements {
  readonly #database: DatabaseSync
  readonly #prepared = new Map<string, StatementSync>()

  constructor(database: DatabaseSync) {
    this.#database = database
  }

  /** The rows are believed to be what the caller says. */
  all<Row>(text: string, ...given: readonly SQLInputValue[]): Row[] {
    return this.#prepare(text).all(...given) as Row[]
  }

  first<Row>(text: string, ...given: readonly SQLInputValue[]): Row | undefined {
    return this.#prepare(text).get(...given) as Row | undefined
  }

  /** Returns how many rows were changed. */
  run(text: string, ...given: readonly SQLInputValue[]): number {
    return Number(this.#prepare(text).run(...given).changes)
  }

  transaction<Result>(work: () => Result): Result {
    this.#database.exec('begin immediate')
    try {
      const result = work()
      this.#database.exec('commit')
      return result
    } catch (error) {
      // A full disk may have rolled it back already.
      if (this.#database.isTransaction) this.#database.exec('rollback')
      throw error
    }
  }

  #prepare(text: string): StatementSync {
    const known = this.#prepared.get(text)
    if (known) return known
    const statement = this.#database.prepare(text)
    this.#prepared.set(text, statement)
    return statement
  }
}

function adapt(database: DatabaseSync): SqliteDatabase {
  const kept = new Map<string, SqliteStatement>()
  return {
    close: () => database.close(),
    prepare(sql) {
      const known = kept.get(sql)
      if (known) return known
      const statement = adaptStatement(database.prepare(sql))
      const [oldest] = kept.keys()
      if (kept.size >= STATEMENTS_KEPT && oldest !== undefined) kept.delete(oldest)
      kept.set(sql, statement)
      return statement
    },
  }
}

function adaptStatement(statement: StatementSync): SqliteStatement {
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...parameters.map(bindable)),
    run: (parameters) => statement.run(...parameters.map(bindable)),
    iterate: (parameters) => statement.iterate(...parameters.map(bindable)),
  }
}

/** Fails by name instead of binding something that comes back as something else. */
function bindable(value: unknown): SQLInputValue {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint')
    return value
  if (value instanceof Uint8Array) return value
  throw new TypeError(`SQLite cannot store a value of type ${typeof value}`)
}
