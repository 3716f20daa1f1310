import { createHmac, randomBytes } from 'node:crypto'
import pg from 'pg'
import { ensureDatabase, postgresUrl, query } from '@ebook/processes/postgres'
import { newSecret } from '@ebook/processes/secrets'

export interface TestDatabase {
  /** The owner's. */
  readonly url: string
  readonly name: string
  drop(): Promise<void>
}

/** An empty database with an owner of its own, named after `name`. */
export async function createTestDatabase(adminUrl: string, name: string): Promise<TestDatabase> {
  const unique = newName(name)
  const password = newSecret()
  await ensureDatabase(adminUrl, unique, password)
  return {
    name: unique,
    url: urlOf(adminUrl, unique, password, unique),
    async drop() {
      await dropDatabase(adminUrl, unique)
      await query(adminUrl, `drop role if exists "${unique}"`)
    },
  }
}

/**
 * A database as `prepare` makes it of an empty one: that is done once in a run of the tests, for the first who asks for
 * `name`, and everybody gets a copy. All copies have one owner.
 */
export async function cloneTestDatabase(
  adminUrl: string,
  name: string,
  prepare: (url: string) => Promise<void>,
): Promise<TestDatabase> {
  const template = `${name}_template`
  const unique = newName(name)
  // Each worker of the run comes to the same one.
  const password = createHmac('sha256', new URL(adminUrl).password).update(template).digest('hex')
  const admin = new pg.Client({ connectionString: adminUrl })
  await admin.connect()
  try {
    // Until this connection ends: the next worker finds the template finished.
    await admin.query('select pg_advisory_lock(hashtext($1))', [template])
    const { rowCount } = await admin.query('select from pg_database where datname = $1', [template])
    if (rowCount === 0) {
      const draft = newName(name)
      await ensureDatabase(adminUrl, template, password, draft)
      await prepare(urlOf(adminUrl, template, password, draft))
      await admin.query(`alter database "${draft}" rename to "${template}"`)
    }
    await admin.query(`create database "${unique}" owner "${template}" template "${template}"`)
  } finally {
    await admin.end()
  }
  return {
    name: unique,
    url: urlOf(adminUrl, template, password, unique),
    drop: () => dropDatabase(adminUrl, unique),
  }
}

const newName = (name: string): string => `${name}_${randomBytes(5).toString('hex')}`

function urlOf(adminUrl: string, user: string, password: string, database: string): string {
  return postgresUrl(Number(new URL(adminUrl).port), user, password, database)
}

const OBJECT_IN_USE = '55006'

/**
 * A pool that was ended has connections that are still closing, and a forced drop would break them under an owner who listens
 * no more. PostgreSQL itself waits five seconds for them; who is still there then is ended.
 */
async function dropDatabase(adminUrl: string, name: string): Promise<void> {
  const drop = `drop database if exists "${name}"`
  await query(adminUrl, drop).catch((error: unknown) => {
    if (!(error instanceof pg.DatabaseError && error.code === OBJECT_IN_USE)) throw error
    return query(adminUrl, `${drop} with (force)`)
  })
}
