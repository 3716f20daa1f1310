import type { Stack } from '@ebook/stack/stack'
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually, Person, startLibrary } from './people.ts'

let stack: Stack

beforeAll(async () => {
  stack = await startLibrary()
})
afterAll(() => stack?.stop())

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
const operations = [...readme.matchAll(/```graphql\n(.*?)```/gs)].map((match) => match[1] ?? '')

/** Runs a command of package.json as a person would, against this stack. */
async function command(name: string, ...args: string[]): Promise<string> {
  const scripts = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).scripts
  const [, , file] = (scripts[name] as string).split(' ')
  const { stdout } = await promisify(execFile)(process.execPath, [file ?? '', ...args], {
    cwd: new URL('..', import.meta.url),
    env: { ...process.env, DATA_DIR: stack.dataDir, PORT: new URL(stack.url).port, NO_COLOR: '1' },
  })
  return stdout
}

test('its query and its mutation, with a token from its command', async () => {
  expect(operations).toHaveLength(2)
  const [query = '', mutation = ''] = operations
  await new Person(stack, 'libby', 'ADMIN').registers({ title: 'In the README' })
  const anonymous = await fetch(stack.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  })
  const { data } = (await anonymous.json()) as { data: { books: { edges: { node: { id: string; title: string } }[] } } }
  expect(data.books.edges[0]?.node.title).toBe('In the README')

  const token = (await command('token', '--sub', 'alice', '--role', 'MEMBER')).trim()
  const rented = await fetch(stack.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: mutation, variables: { bookId: data.books.edges[0]?.node.id } }),
  })
  expect(await rented.json()).toMatchObject({
    data: { requestRental: { rental: { status: 'PAID', book: { title: 'In the README' } }, userErrors: [] } },
  })
})

test('the demo tells the whole story, and can be told again', async () => {
  for (let times = 0; times < 2; times += 1) {
    const told = await command('demo')
    expect(told).toContain('Every step ended as it should.')
    for (const event of [
      'Rented',
      'Paid',
      'ApprovalRequested',
      'Approved',
      'LoanStarted',
      'PromoCompleted',
      'Returned',
    ]) {
      expect(told, event).toContain(`.${event}.v1`)
    }
    for (const event of ['Refused', 'Refunded', 'CancelRequested', 'Canceled', 'PromoCanceled']) {
      expect(told, event).toContain(`.${event}.v1`)
    }
  }
})

test('C24 PP1 the dashboard rebuilt from nothing has the same rows', async () => {
  expect(await command('dashboard:rebuild', '--verify')).toMatch(/no row differs|same/i)
})

test('no dead letters after all that, by the command that lists them', async () => {
  const listed = await eventually('every consumer answers', () => command('dead-letters', 'list'))
  expect(listed.trim().split('\n')).toEqual(['book: none', 'rent: none', 'payment: none', 'promotion: none'])
})
