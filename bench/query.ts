import type { Stack } from '@ebook/stack/stack'
import pg from 'pg'

type Database = Parameters<Stack['postgresUrl']>[0]

/** Asks one of the stack's databases, as its owner, on a connection of its own. */
export async function query<Row extends object>(
  stack: Stack,
  database: Database,
  text: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: stack.postgresUrl(database) })
  await client.connect()
  try {
    return (await client.query<Row>(text, [...values])).rows
  } finally {
    await client.end()
  }
}

/** The one number that the query asks for. */
export async function count(
  stack: Stack,
  database: Database,
  text: string,
  values: readonly unknown[] = [],
): Promise<number> {
  const [row] = await query<{ count: string }>(stack, database, text, values)
  return Number(row?.count)
}
