import { execFile, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import { createClient } from 'graphql-ws'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import { eventually, Person } from '@ebook/clients/people'
import { sharedLibrary } from '@ebook/clients/testing/installation'
import type { Stack } from '@ebook/stack/stack'

let stack: Stack

beforeAll(async () => {
  stack = await sharedLibrary()
})

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
const operations = [...readme.matchAll(/```graphql\n(.*?)```/gs)].map((match) => match[1] ?? '')

/** A command of package.json as a person would run it, against this stack. */
function typed(name: string) {
  const scripts = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).scripts
  const file = (scripts[name] as string).split(' ').find((word) => word.endsWith('.ts'))
  const env = { ...process.env, DATA_DIR: stack.dataDir, PORT: new URL(stack.url).port, NO_COLOR: '1' }
  return { file: file ?? '', options: { cwd: new URL('..', import.meta.url), env } }
}

/** Runs a command to its end. */
async function command(name: string, ...args: string[]): Promise<string> {
  const { file, options } = typed(name)
  const { stdout } = await promisify(execFile)(process.execPath, [file, ...args], options)
  return stdout
}

/** Starts something that goes on until it is stopped. */
function goingOn(file: string, args: string[], options: object) {
  const child = spawn(file, args, options)
  onTestFinished(() => void child.kill('SIGKILL'))
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text) => (said += String(text)))
  return {
    says: (text: RegExp) =>
      eventually(`it says ${text}`, async () => text.test(said) || Promise.reject(new Error(said))),
    async interrupt() {
      const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
      child.kill('SIGINT')
      return ended
    },
  }
}

test('its query and its mutation, with a token from its command', async () => {
  expect(operations).toHaveLength(3)
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

test('F10 its subscription: with a client of graphql-ws, by the watch command, and by its curl line', async () => {
  const [, mutation = '', subscription = ''] = operations
  const book = await new Person(stack, 'libby', 'ADMIN').registers({ title: 'Watched' })
  const token = (await command('token', '--sub', 'bob', '--role', 'MEMBER')).trim()
  const client = createClient({
    url: stack.url.replace(/^http/, 'ws'),
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${token}` },
  })
  onTestFinished(() => client.dispose())
  const rows = client.iterate({ query: subscription })
  const { file, options } = typed('watch')
  const watch = goingOn(process.execPath, [file, '--token', token], options)
  const line = /^curl[^]*?'$/m.exec(readme)?.[0].replace('http://localhost:4000/graphql', stack.url) ?? ''
  const curl = goingOn('sh', ['-c', `exec ${line}`], { env: { ...process.env, TOKEN: token } })

  const bob = new Person(stack, 'bob', 'MEMBER')
  expect((await bob.answer(mutation, { bookId: book.id })).data?.requestRental.userErrors).toEqual([])
  for await (const { data, errors, extensions } of rows) {
    expect(errors).toBeUndefined()
    expect(extensions).toEqual({ cursor: expect.any(String) })
    const row = data?.['dashboardChanged'] as Record<string, unknown>
    if (row['points'] === 300) {
      expect(row).toMatchObject({
        title: 'Watched',
        status: 'PAID',
        paymentState: 'PAID',
        book: { seatsFree: expect.any(Number) },
      })
      break
    }
  }
  await watch.says(/PAID +PAID +300 points .*Watched \(bob\)/)
  await curl.says(/event: next\nid: .*\ndata: .*"status":"PAID"/)
  expect(await watch.interrupt()).toBe(0)
  await watch.says(/to go on from here: --resume [\w.-]+/)
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
  expect(listed.trim().split('\n')).toEqual([
    'book: none',
    'rent: none',
    'payment: none',
    'promotion: none',
    'notice: none',
  ])
})

test('no other user of the machine can read a file of a running installation', async () => {
  await new Person(stack, 'libby', 'ADMIN').registers({ title: 'For the files of every process' })
  const open: string[] = []
  const names = await readdir(stack.dataDir, { recursive: true })
  for (const name of ['.', ...names]) {
    // PostgreSQL removes files while we look.
    const found = await stat(resolve(stack.dataDir, name)).catch(() => undefined)
    if (found !== undefined && (found.mode & 0o077) !== 0) open.push(`${name} ${(found.mode & 0o777).toString(8)}`)
  }
  expect(names).toEqual(
    expect.arrayContaining(['dashboard/dashboard.sqlite', 'log/rent.log', 'run/book.pid', 'secrets.json']),
  )
  expect(names.filter((name) => name.startsWith('nats/jetstream/')).length).toBeGreaterThan(3)
  expect(open).toEqual([])
})
