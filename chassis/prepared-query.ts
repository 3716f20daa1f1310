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
}

const PgQuery = pg.Query as unknown as new (text: string, values: readonly unknown[]) => PgQuery

/**
 * A prepared statement whose answer is described once per connection. pg asks at each execution what the columns are,
 * which PostgreSQL looks up one by one, and makes an empty row of them. As long as a statement is prepared they are the
 * same: PostgreSQL refuses to carry it out when they would be others.
 */
export class PreparedQuery extends PgQuery {
  readonly #descriptions: Descriptions

  constructor(name: string, text: string, values: readonly unknown[], descriptions: Descriptions) {
    // Of a statement that comes as an object pg makes a copy, property descriptors and all.
    super(text, values)
    this.name = name
    this.#descriptions = descriptions
  }

  override prepare(connection: pg.Connection): void {
    const known = this.#descriptions.get(this.name)
    if (known === undefined) return super.prepare(connection)
    Object.assign(this._result, known)
    this._accumulateRows = true
    const { describe } = connection
    connection.describe = nothing
    try {
      super.prepare(connection)
    } finally {
      connection.describe = describe
    }
  }

  override handleCommandComplete(message: unknown, connection: pg.Connection): void {
    if (!this.#descriptions.has(this.name)) {
      const { fields, _parsers, _prebuiltEmptyResultObject } = this._result
      this.#descriptions.set(this.name, { fields, _parsers, _prebuiltEmptyResultObject })
    }
    super.handleCommandComplete(message, connection)
  }
}

const nothing = (): void => undefined
