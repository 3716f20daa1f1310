import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { sql, type Kysely, type Transaction } from 'kysely'
import { openSqlite, type SqliteConnection, type Statements } from './sqlite.ts'
import { FORMAT, createTables, type Tables } from './tables.ts'

export interface DashboardFile {
  readonly path: string
  /** The only writer: the apply loop. */
  readonly writer: Statements
  /** Its connection. */
  readonly write: Kysely<Tables>
  /** A connection of its own, read-only: a query never sees a half-applied batch. */
  readonly read: Kysely<Tables>
  close(): Promise<void>
}

/** Where the rebuild command leaves a finished file for the replica to take over at its next start. */
export const successorOf = (path: string): string => `${path}.next`

/**
 * Opens the replica's file. One that is missing, damaged or of another format is begun from nothing: the stream and
 * the outboxes fill it again. A finished rebuild beside it takes its place first.
 */
export async function openFile(
  path: string,
  warn: (message: string) => void = () => undefined,
): Promise<DashboardFile> {
  mkdirSync(dirname(path), { recursive: true })
  if (existsSync(successorOf(path))) {
    removeFile(path)
    renameSync(successorOf(path), path)
    warn('the rebuilt file takes the place of the old one')
  }
  const { db: write, statements: writer } = await usable(path, warn)
  const { db: read } = openSqlite<Tables>(path, 'read')
  await sql`select 1`.execute(read)
  return {
    path,
    writer,
    write,
    read,
    async close() {
      await read.destroy()
      await write.destroy()
    },
  }
}

/** A file of this process or another, to look at: nothing is created or repaired. Throws FileUnusable. */
export async function openForReading(path: string): Promise<Kysely<Tables>> {
  if (!existsSync(path)) throw new FileUnusable(`there is no file ${path}`)
  const { db } = openSqlite<Tables>(path, 'read')
  const format = await formatOf(db)
  if (format === FORMAT) return db
  await db.destroy()
  throw new FileUnusable(`${path} has format ${format}, this program reads ${FORMAT}`)
}

/** Not a dashboard file that this program can read. */
export class FileUnusable extends Error {
  override readonly name = 'FileUnusable'
}

/** Removes the database together with the files that WAL keeps beside it. */
export function removeFile(path: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true })
}

async function usable(path: string, warn: (message: string) => void): Promise<SqliteConnection<Tables>> {
  if (existsSync(path)) {
    const reason = await unusable(path)
    if (reason === undefined) return openSqlite(path, 'write')
    warn(`${reason}: it is thrown away and filled again`)
    removeFile(path)
  }
  const connection = openSqlite<Tables>(path, 'write')
  await connection.db.transaction().execute(async (tx: Transaction<Tables>) => {
    for (const statement of createTables) await sql.raw(statement).execute(tx)
  })
  return connection
}

async function unusable(path: string): Promise<string | undefined> {
  let db: Kysely<Tables> | undefined
  try {
    db = openSqlite<Tables>(path, 'write').db
    const format = await formatOf(db)
    return format === FORMAT ? undefined : `the file has format ${format}, not ${FORMAT}`
  } catch (error) {
    if (!isDamage(error)) throw error
    return `the file is damaged (${error.message})`
  } finally {
    await db?.destroy()
  }
}

async function formatOf(db: Kysely<Tables>): Promise<number> {
  const { rows } = await sql<{ user_version: number }>`pragma user_version`.execute(db)
  return rows[0]?.user_version ?? 0
}

const SQLITE_CORRUPT = 11
const SQLITE_NOTADB = 26

/** Damage is what a rebuild mends; a full disk or a missing permission is not. */
function isDamage(error: unknown): error is Error & { errcode: number } {
  if (!(error instanceof Error) || !('errcode' in error)) return false
  return error.errcode === SQLITE_CORRUPT || error.errcode === SQLITE_NOTADB
}
