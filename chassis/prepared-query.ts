import pg from 'pg'

/** What a statement answers, as pg keeps it. */
interface Description {
  readonly fields: readonly unknown[]
  readonly _parsers: unknown
  readonly _prebuiltEmptyResultObject: unknown
}

/** Of one connection, by the statements' names. */
export type Descriptions = Map<string, Description>

/** What pg's Query has, of which its types say nothing. */
interface PgQuery extends pg.Query {
  name: string
  readonly _result: Description
  _accumulateRows: unknown
  prepare(connection: pg.Connection): void
  handleCommandComplete(message: unknown, connection: pg.Connection): void
  handleError(error: unknown, connection: pg.Connection): void
}

const PgQuery = pg.Query as unknown as new (text: string, values: readonly unknown[]) => PgQuery

/**
 * A prepared statement whose answer is described once per connection. pg asks at each execution what the columns are,
 * which PostgreSQL looks up one by one, and makes an empty row of them. As long as a statement is prepared they are the
 * same: PostgreSQL refuses to carry it out when they would be others.
 *
 * It ends without a Sync, which its sender has to send behind the last of those that belong together. PostgreSQL says that
 * it is ready, and what it has to say at all, when it comes to a Sync; and when one fails it passes over all before the
 * Sync. pg waits to hear of each that PostgreSQL is ready, so it is told so here of those that have no Sync.
 */
export class PreparedQuery extends PgQuery {
  /** That which is sent behind it, before the Sync. */
  next: PreparedQuery | undefined
  /** Its values could not be written, so it was not sent. */
  isUnsent = false
  readonly #descriptions: Descriptions
  #isCarriedOut = false

  constructor(name: string, text: string, values: readonly unknown[], descriptions: Descriptions) {
    // Of a statement that comes as an object pg makes a copy, property descriptors and all.
    super(text, values)
    this.name = name
    this.#descriptions = descriptions
  }

  override prepare(connection: pg.Connection): void {
    const known = this.#descriptions.get(this.name)
    const { describe, sync } = connection
    connection.sync = nothing
    if (known !== undefined) {
      Object.assign(this._result, known)
      this._accumulateRows = true
      connection.describe = nothing
    }
    try {
      super.prepare(connection)
    } finally {
      Object.assign(connection, { describe, sync })
    }
  }

  override handleCommandComplete(message: unknown, connection: pg.Connection): void {
    if (!this.#descriptions.has(this.name)) {
      const { fields, _parsers, _prebuiltEmptyResultObject } = this._result
      this.#descriptions.set(this.name, { fields, _parsers, _prebuiltEmptyResultObject })
    }
    super.handleCommandComplete(message, connection)
    this.#isCarriedOut = true
    if (this.next) connection.emit('readyForQuery', { status: 'T' })
  }

  override handleError(error: unknown, connection: pg.Connection): void {
    super.handleError(error, connection)
    // Where the connection is lost, or only the answer cannot be read, pg tells the others by itself.
    if (!(error instanceof pg.DatabaseError)) this.isUnsent = !this.#isCarriedOut
    else if (this.next && !this.#isCarriedOut) {
      connection.emit('readyForQuery', { status: 'E' })
      connection.emit('errorMessage', error)
    }
  }
}

const nothing = (): void => undefined
