import { sql, type Kysely } from 'kysely'
import { tablesWith, wholeWord } from '@ebook/chassis/sql/tables-with'
import { openForReading } from '@ebook/dashboard/file/dashboard-file'
import type { NatsConnection } from '@ebook/nats/connection'
import { readFrom } from '@ebook/nats/direct-get'
import { WRITING_SUBGRAPHS } from '../subgraphs/subgraphs.ts'
import type { Installation } from './installation.ts'

/** Where a text stands: a table of a database, of a file, or the stream; and in how many rows or messages. */
export interface Whereabouts {
  readonly place: string
  readonly times: number
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
    found.push(...tables.map(({ table, rows }) => ({ place: `${name}: ${table}`, times: rows })))
  }
  const words = texts.map((text) => new RegExp(wholeWord(text)))
  const holdsAll = (text: string) => words.every((word) => word.test(text))
  for (const file of dashboards) {
    const db = await openForReading(file)
    try {
      found.push(...(await inFile(db as unknown as Kysely<never>, file, holdsAll)))
    } finally {
      await db.destroy()
    }
  }
  if (nats) {
    const times = await inStream(nats, holdsAll)
    if (times > 0) found.push({ place: 'NATS: stream', times })
  }
  return found
}

async function inFile(db: Kysely<never>, file: string, holdsAll: (text: string) => boolean): Promise<Whereabouts[]> {
  const { rows: tables } = await sql<{ name: string }>`
    select name from sqlite_master where type = 'table' and name not like 'sqlite_%' order by name`.execute(db)
  const found: Whereabouts[] = []
  for (const { name } of tables) {
    let times = 0
    for (let after = 0; ;) {
      const { rows } = await sql<{ place: number }>`
        select rowid as place, * from ${sql.ref(name)} where rowid > ${after} order by rowid limit ${PAGE}`.execute(db)
      times += rows.filter((row) => holdsAll(JSON.stringify(row))).length
      const last = rows.at(-1)
      if (last === undefined) break
      after = last.place
    }
    if (times > 0) found.push({ place: `${file}: ${name}`, times })
  }
  return found
}

async function inStream(nats: NatsConnection, holdsAll: (text: string) => boolean): Promise<number> {
  let times = 0
  for (let from = 1; ;) {
    const messages = await readFrom(nats, from, PAGE)
    times += messages.filter(({ subject, text }) => holdsAll(`${subject} ${text}`)).length
    const last = messages.at(-1)
    if (last === undefined) return times
    from = last.sequence + 1
  }
}
