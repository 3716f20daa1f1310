import { expect, test } from 'vitest'
import { filesOf, read } from './generate/sources.ts'

const page = read('docs/privacy.md')
const rows = [...page.matchAll(/^\| ([a-z]+\.[a-z_]+) \|.*\| ([^|]+) \|$/gm)].map(([, table, place = '']) => ({
  table,
  place,
}))

test('every table with a member in it is on the page, and no other', () => {
  const tables = filesOf('subgraphs/*/migrations/*.ts').flatMap((file) => {
    const [, context] = file.split('/')
    const made = read(file).matchAll(/create table (\S+) \((.*?)\)`/gs)
    return [...made].flatMap(([, table, columns = '']) => (/\buser_id text/.test(columns) ? `${context}.${table}` : []))
  })
  expect(tables.length).toBeGreaterThan(20)
  expect(rows.map(({ table }) => table).toSorted()).toEqual(tables.toSorted())
})

test('each is in the download, under a name that it has', () => {
  const download = read('web/src/my-data/export-my-data.ts')
  for (const { table, place } of rows) {
    const [, name = ''] = /`(\w+)`/.exec(place) ?? []
    expect(download, `${table}: ${name}`).toMatch(new RegExp(`^ {4}${name}\\b`, 'm'))
  }
})
