import { existsSync, writeFileSync } from 'node:fs'
import { sql } from 'kysely'
import { afterEach, expect, test } from 'vitest'
import { applyEvents } from '../feed/apply.ts'
import { fromOutbox } from '../testing/arrivals.ts'
import { library, someStories } from '../testing/library.ts'
import { contentFrom, contentOf } from '../testing/replica.ts'
import { temporaryPath } from '../testing/temporary-file.ts'
import { FileUnusable, openFile, openForReading, successorOf, type DashboardFile } from './dashboard-file.ts'
import { FORMAT } from './tables.ts'

const { events } = library(someStories(5))
const closing: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

function newPath(): string {
  const { path, remove } = temporaryPath()
  closing.push(remove)
  return path
}

async function open(path: string, said: string[] = []): Promise<DashboardFile> {
  const file = await openFile(path, (message) => said.push(message))
  closing.push(() => file.close())
  return file
}

test('what was taken in is there after the file was closed and opened', async () => {
  const path = newPath()
  const file = await openFile(path)
  await applyEvents(file, fromOutbox(events))
  await file.close()
  expect(await contentOf(await open(path))).toEqual(await contentFrom(events))
})

test('C24 the connection of the queries cannot write', async () => {
  const file = await open(newPath())
  await expect(sql`delete from event`.execute(file.read)).rejects.toThrow(/readonly/)
})

test('a damaged file is thrown away and begun anew', async () => {
  const path = newPath()
  writeFileSync(path, 'this is no database, and it is long enough to be taken for one'.repeat(100))
  const said: string[] = []
  const file = await open(path, said)
  expect((await contentOf(file)).rows).toEqual([])
  expect(said).toEqual([expect.stringMatching(/damaged .*thrown away/)])
})

test('a file of another format is thrown away and begun anew', async () => {
  const path = newPath()
  const old = await openFile(path)
  await applyEvents(old, fromOutbox(events))
  await sql`pragma user_version = 999`.execute(old.write)
  await old.close()
  const said: string[] = []
  expect((await contentOf(await open(path, said))).rows).toEqual([])
  expect(said).toEqual([`the file has format 999, not ${FORMAT}: it is thrown away and filled again`])
})

test('a finished rebuild takes the place of the old file when the replica starts', async () => {
  const path = newPath()
  const old = await openFile(path)
  await applyEvents(old, fromOutbox(events.slice(0, 3)))
  await old.close()
  const rebuilt = await openFile(successorOf(path))
  await applyEvents(rebuilt, fromOutbox(events))
  await rebuilt.close()
  expect(await contentOf(await open(path))).toEqual(await contentFrom(events))
  expect(existsSync(successorOf(path))).toBe(false)
})

test('looking at a file creates and changes nothing', async () => {
  const path = newPath()
  await expect(openForReading(path)).rejects.toThrow(FileUnusable)
  expect(existsSync(path)).toBe(false)
})

test('every list is answered from an index in its order', async () => {
  const { read } = await open(newPath())
  const plan = async (query: string) => {
    const { rows } = await sql<{ detail: string }>`${sql.raw(`explain query plan ${query}`)}`.execute(read)
    return rows.map(({ detail }) => detail).join('; ')
  }
  const order = 'order by rented_date desc, rental_id desc limit 21'
  for (const filter of ['', "user_id = 'a'", "status = 'PAID'", "user_id = 'a' and status = 'PAID'"]) {
    for (const after of ['', "(rented_date, rental_id) < ('b', 'c')"]) {
      const where = [filter, after].filter((condition) => condition !== '').join(' and ')
      const clause = where === '' ? '' : `where ${where}`
      const used = await plan(`select * from dashboard_row ${clause} ${order}`)
      expect(used).toMatch(/USING INDEX dashboard_row_/)
      expect(used).not.toMatch(/TEMP B-TREE/)
      expect(await plan(`select count(*) from dashboard_row ${clause}`)).toMatch(/USING COVERING INDEX/)
    }
  }
  expect(await plan(`select * from catalogue_row order by registered_date desc, book_id desc limit 21`)).not.toMatch(
    /TEMP B-TREE/,
  )
  expect(await plan(`select * from event where row_id = 'a'`)).toMatch(/event_of_row/)
  expect(await plan(`select max(applied) from event`)).toMatch(/SEARCH event/)
  expect(await plan(`select * from event where aggregate_type = 'Book' and aggregate_id = 'a' and type = 'b'`)).toMatch(
    /event_of_title/,
  )
})
