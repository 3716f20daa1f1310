import { expect, onTestFinished, test } from 'vitest'
import { traced } from '@ebook/telemetry/testing/traced'
import { spanned } from './statement-span.ts'

const server = { host: 'db.example', port: 5432, database: 'rent' }

async function tracing() {
  const all = await traced('rent')
  onTestFinished(() => all.stop())
  return all
}

test.each([
  ['select 1', 'SELECT'],
  ['COMMIT', 'COMMIT'],
  ['select "id" from "rental" where "id" = $1 for update', 'SELECT rental'],
  ['insert into a (x) values ($1) on conflict (x) do update set x = $1', 'INSERT a'],
  [
    'with written_0 as (insert into history select * from json_to_recordset($1)), b as materialized (select from written_0 join b on true) update rental set x = $2',
    'INSERT history UPDATE rental',
  ],
  ['delete from due where id in (select id from due for update of due skip locked)', 'DELETE due SELECT due'],
])('%s is told as %s', async (text, summary) => {
  const { on, exported } = await tracing()
  await on.within({ name: 'request' }, () => spanned(text, server, () => Promise.resolve()))
  const spans = await exported()
  expect(spans.find(({ kind }) => kind === 'client')).toMatchObject({
    name: summary,
    attributes: {
      'db.system.name': 'postgresql',
      'db.namespace': 'rent',
      'db.query.text': text,
      'db.query.summary': summary,
      'server.address': 'db.example',
    },
  })
})

test('a statement that fails says so by its SQLSTATE, and one that is a part of nothing leaves no span', async () => {
  const { on, exported } = await tracing()
  const failing = () =>
    spanned('COMMIT', server, () => Promise.reject(Object.assign(new Error('why'), { code: '40001' })))
  await expect(on.within({ name: 'request' }, failing)).rejects.toThrow('why')
  await expect(failing()).rejects.toThrow('why')
  const failed = (await exported()).filter(({ name }) => name === 'COMMIT')
  expect(failed).toEqual([expect.objectContaining({ isFailed: true })])
  expect(failed[0]?.attributes).toMatchObject({ 'db.response.status_code': '40001', 'error.type': 'Error' })
})
