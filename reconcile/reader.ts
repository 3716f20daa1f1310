import pg from 'pg'
import type { Reader } from './installation.ts'

/** A database does not let itself be read; the message says which, and what to look at. */
export class DatabaseUnreachable extends Error {
  override readonly name = 'DatabaseUnreachable'
}

export interface OpenReader extends Reader {
  close(): Promise<void>
}

const BATCH = 5_000

/** A connection that cannot write: every transaction on it is read-only. Throws DatabaseUnreachable. */
export async function openReader(name: string, url: string): Promise<OpenReader> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'reconcile',
    connectionTimeoutMillis: 5_000,
    statement_timeout: 120_000,
    lock_timeout: 5_000,
    options: '-c default_transaction_read_only=on',
  })
  // Told by the statement that is under way.
  client.on('error', () => undefined)
  try {
    await client.connect()
  } catch (error) {
    throw new DatabaseUnreachable(
      `the database ${name} cannot be read (${String(error)}). Is the installation running, and is its URL right?`,
      { cause: error },
    )
  }
  let open = false
  const snapshot = async () => {
    if (!open) await client.query('begin transaction isolation level repeatable read read only')
    open = true
  }
  return {
    async rows(query, values) {
      await snapshot()
      return rowsOf(client, query, values)
    },
    async *stream(query, values) {
      await snapshot()
      yield* streamOf(client, query, values)
    },
    async refresh() {
      if (open) await client.query('rollback')
      open = false
    },
    close: () => client.end(),
  }
}

export async function rowsOf<Row extends object>(
  client: pg.Client,
  query: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  return (await client.query<Row>(query, [...values])).rows
}

let cursors = 0

/** Within a transaction: through a cursor of its own, so that several can be read side by side. */
export async function* streamOf<Row extends object>(
  client: pg.Client,
  query: string,
  values: readonly unknown[] = [],
): AsyncGenerator<Row> {
  cursors += 1
  const cursor = `reconcile_${cursors}`
  await client.query(`declare ${cursor} no scroll cursor for ${query}`, [...values])
  try {
    for (;;) {
      const { rows } = await client.query<Row>(`fetch ${BATCH} from ${cursor}`)
      yield* rows
      if (rows.length < BATCH) return
    }
  } finally {
    // After an error the transaction is gone, and the cursor with it.
    await client.query(`close ${cursor}`).catch(() => undefined)
  }
}
