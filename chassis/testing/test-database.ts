import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import { inject } from 'vitest'
import { cloneTestDatabase, type TestDatabase } from '@ebook/testkit/database'
import { openDatabase } from '../database.ts'
import { createLogger } from '../log.ts'

export interface OpenedTestDatabase<DB> {
  readonly database: TestDatabase
  readonly db: Kysely<DB>
}

/** A database of one test file with the tables of a subgraph, migrated once in a run of the tests. */
export async function openTestDatabase<DB>(
  name: string,
  migrations: Record<string, Migration>,
): Promise<OpenedTestDatabase<DB>> {
  const settings = { name, migrations, log: createLogger(name, 'silent') }
  const database = await cloneTestDatabase(inject('postgresAdminUrl'), name, async (url) => {
    await (await openDatabase({ ...settings, url })).destroy()
  })
  return { database, db: await openDatabase<DB>({ ...settings, url: database.url }) }
}
