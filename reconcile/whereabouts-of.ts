import { sql, type Kysely } from 'kysely'
import { tablesWith, wholeValue, wholeWord } from '@ebook/chassis/sql/tables-with'
import { openForReading } from '@ebook/dashboard/file/dashboard-file'
import type { NatsConnection } from '@ebook/nats/connection'
import { readFrom } from '@ebook/nats/direct-get'
import { WRITING_SUBGRAPHS } from '../subgraphs/subgraphs.ts'
import type { Installation } from './installation.ts'

/** Where a text stands: a table of a database, of a file, or the stream; in how many rows or messages, and in how many of those as a whole value. */
export interface Whereabouts {
  readonly place: string
  readonly times: number
  readonly whole: number
}

interface Looked {
  readonly holds: (text: string) => boolean
  readonly isWhole: (text: string) => boolean
}

const PAGE = 500

/**
 * Looks for texts in every column of every table of each context, in every table of each dashboard's file, and in every
 * message of the stream: where all of them stand in one row, or message.
 */
export async function whereaboutsOf(
  { databases, dashboards }: Pick<Installation, 'databases' | 'dashboards'>,
  nats: NatsConnection | undefined,
  ...texts: readonly string[]
): Promise<Whereabouts[]> {
  const found: Whereabouts[] = []
  for (const name of WRITING_SUBGRAPHS) {
    const tables = await tablesWith((query, values) => databases[name].rows(query, values), ...texts)
    found.push(...tables.map(({ table, rows, whole }) => ({ place: `${name}: ${table}`, times: rows, whole })))
  }
  const all = (patterns: readonly string[]) => {
    const each = patterns.map((pattern) => new RegExp(pattern))
    return (text: string) => each.every((pattern) => pattern.test(text))
  }
  const looked = { holds: all(texts.map(wholeWord)), isWhole: all(texts.map(wholeValue)) }
  for (const file of dashboards) {
    const db = await openForReading(file)
    try {
      found.push(...(await inFile(db as unknown as Kysely<never>, file, looked)))
    } finally {
      await db.destroy()
    }
  }
  if (nats) {
    const counted = await inStream(nats, looked)
    if (counted.times > 0) found.push({ place: 'NATS: stream', ...counted })
  }
  return found
}

const count = (texts: readonly string[], { holds, isWhole }: Looked) => {
  const found = texts.filter(holds)
  return { times: found.length, whole: found.filter(isWhole).length }
}

async function inFile(db: Kysely<never>, file: string, looked: Looked): Promise<Whereabouts[]> {
  const { rows: tables } = await sql<{ name: string }>`
    select name from sqlite_master where type = 'table' and name not like 'sqlite_%' order by name`.execute(db)
  const found: Whereabouts[] = []
  for (const { name } of tables) {
    const counted = { times: 0, whole: 0 }
    for (let after = 0; ;) {
      const { rows } = await sql<{ place: number }>`
        select rowid as place, * from ${sql.ref(name)} where rowid > ${after} order by rowid limit ${PAGE}`.execute(db)
      const { times, whole } = count(
        rows.map((row) => JSON.stringify(row)),
        looked,
      )
      counted.times += times
      counted.whole += whole
      const last = rows.at(-1)
      if (last === undefined) break
      after = last.place
    }
    if (counted.times > 0) found.push({ place: `${file}: ${name}`, ...counted })
  }
  return found
}

async function inStream(nats: NatsConnection, looked: Looked): Promise<Omit<Whereabouts, 'place'>> {
  const counted = { times: 0, whole: 0 }
  for (let from = 1; ;) {
    const messages = await readFrom(nats, from, PAGE)
    const { times, whole } = count(
      messages.map(({ subject, text }) => `${subject} ${text}`),
      looked,
    )
    counted.times += times
    counted.whole += whole
    const last = messages.at(-1)
    if (last === undefined) return counted
    from = last.sequence + 1
  }
}
