import { copyFile, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { resolve } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { eventually, operations, Person, rentalBecomes } from '@ebook/clients/people'
import { startLibrary } from '@ebook/clients/testing/installation'
import { Subscriber, type SubscriberSettings } from '@ebook/clients/testing/subscriber'
import { layoutOf } from '@ebook/stack/data-dir'
import type { Stack, StackProcess } from '@ebook/stack/stack'
import { inFull } from '@ebook/testkit/in-full'

let folder: string
let supergraphFile: string
let stack: Stack
let librarian: Person
let router: StackProcess
const subscribers: Subscriber[] = []
/** How many subscriptions are open when the supergraph is replaced. */
const READERS = inFull ? 500 : 25

beforeAll(async () => {
  folder = await mkdtemp(resolve(tmpdir(), 'ebook-supergraph-'))
  supergraphFile = resolve(folder, 'supergraph.graphql')
  await copyFile(new URL('../schema/supergraph.graphql', import.meta.url), supergraphFile)
  stack = await startLibrary({ SUPERGRAPH_FILE: supergraphFile })
  librarian = new Person(stack, 'libby', 'ADMIN')
  // The clients are at this one, so that people can act while it is away.
  router = await stack.replica('router')
})
afterAll(async () => {
  await stack?.stop()
  await rm(folder, { recursive: true, force: true })
})
afterEach(() => {
  for (const subscriber of subscribers.splice(0)) {
    subscriber.leave()
    expect(subscriber.problems, subscriber.who.sub).toEqual([])
  }
})

async function watches(sub: string, settings: SubscriberSettings = {}, role: 'MEMBER' | 'ADMIN' = 'MEMBER') {
  const subscriber = new Subscriber(stack, sub, role, { keepsUp: true, url: () => router.url, ...settings })
  subscribers.push(subscriber)
  return subscriber.connect()
}

const member = (sub: string) => new Person(stack, sub, 'MEMBER')

/** A rental of a new title, paid; everything that happens then has a row to happen to. */
async function rents(live: Subscriber): Promise<string> {
  const { id } = await live.who.requests((await librarian.registers()).id)
  await live.until('points', ({ fold }) => fold.get(id)?.points === 300)
  return id
}

async function cancels(live: Subscriber, id: string): Promise<void> {
  await live.who.does('CancelRental', { rentalId: id })
  await live.until(
    'canceled, given back, points taken back',
    ({ fold }) => {
      const row = fold.get(id)
      return row?.status === 'CANCELED' && row.paymentState === 'REFUNDED' && row.points === 0
    },
    60_000,
  )
}

test('C22 statement 20: the dashboard is killed; the clients notice nothing but a pause', async () => {
  const live = await watches('alice')
  const id = await rents(live)
  await stack.process('dashboard').kill()
  await cancels(live, id)
  await live.foldsToTheQuery()
  expect([live.closes, live.resyncs, live.refusals]).toEqual([[], [], []])
})

test('C22 statement 20: the router stops and says 1012 to each of its clients; they come back to what they missed', async () => {
  const lives = await Promise.all(['bob', 'bea', 'ben'].map((name) => watches(name)))
  const ids = await Promise.all(lives.map(rents))
  await router.stop()
  for (const { closes } of lives) expect(closes[0]?.code).toBe(1012)
  await Promise.all(lives.map(({ who }, index) => who.does('CancelRental', { rentalId: ids[index] })))
  await Promise.all(
    ids.map((id, index) => rentalBecomes(member(lives[index]?.who.sub ?? ''), id, { status: 'CANCELED' })),
  )
  await router.start()
  for (const live of lives) {
    await live.foldsToTheQuery()
    expect([live.resyncs, live.refusals]).toEqual([[], []])
  }
})

test('C22 statement 20: the router is killed', async () => {
  const live = await watches('carol')
  const id = await rents(live)
  await router.kill()
  await cancels(live, id)
  await live.foldsToTheQuery()
  expect([live.resyncs, live.refusals]).toEqual([[], []])
})

test('C22 statement 20: NATS is stopped and started', async () => {
  const live = await watches('dora')
  const id = await rents(live)
  await stack.process('nats').stop()
  await live.who.does('CancelRental', { rentalId: id })
  await stack.process('nats').start()
  await live.until('canceled', ({ fold }) => fold.get(id)?.status === 'CANCELED', 60_000)
  await live.foldsToTheQuery()
  expect([live.closes, live.resyncs, live.refusals]).toEqual([[], [], []])
})

test('N3.1: book and rent are away: rows still come, without what they would have said, and an error that says so', async () => {
  const live = await watches('eva')
  await stack.process('promotion').stop()
  const { id } = await live.who.requests((await librarian.registers()).id)
  await live.until('requested, paid, before the librarian', ({ fold }) => fold.get(id)?.version === 3)
  await Promise.all([stack.process('book').stop(), stack.process('rent').stop()])
  await stack.process('promotion').start()
  await live.until('points', ({ fold }) => fold.get(id)?.points === 300)
  const last = live.frames.at(-1)
  expect(last?.row).toMatchObject({ rentalId: id, status: 'PAID', rental: null, book: null })
  expect(last?.errors?.map(({ path }) => path.join('.')).sort()).toEqual([
    'dashboardChanged.book',
    'dashboardChanged.rental',
  ])
  expect(last?.errors?.map(({ extensions }) => extensions.code)).toEqual([
    'SUBGRAPH_UNAVAILABLE',
    'SUBGRAPH_UNAVAILABLE',
  ])
  await Promise.all([stack.process('book').start(), stack.process('rent').start()])
  await eventually('both answer', async () => (await live.who.rental(id)).book.title !== null)
  await cancels(live, id)
  expect(live.frames.at(-1)?.row).toMatchObject({ rental: { id }, book: { seatsFree: expect.any(Number) } })
  await live.foldsToTheQuery()
})

/** Another supergraph takes the place of the first, as a deployment does it; both routers read it without a restart. */
async function replaceSupergraph(change: (text: string) => string, description: string): Promise<void> {
  const original = await readFile(new URL('../schema/supergraph.graphql', import.meta.url), 'utf8')
  const described = original.replace(
    'All that is known about one rental, folded',
    `${description}: all that is known, folded`,
  )
  expect(described).not.toBe(original)
  await writeFile(`${supergraphFile}.new`, change(described))
  await rename(`${supergraphFile}.new`, supergraphFile)
  for (const url of [stack.url, router.url]) {
    await eventually('the router has read it', async () => {
      const query = '{ __type(name: "DashboardRow") { description } }'
      const headers = { 'content-type': 'application/json' }
      const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query }) })
      return (await answer.text()).includes(description)
    })
  }
}

test('C22 statement 20: the supergraph is replaced while many subscriptions are open: all of them go on', async () => {
  const lives = await Promise.all(Array.from({ length: READERS }, (_, n) => watches(`reader-${n}`)))
  for (const live of lives) await live.until('it is connected', ({ isConnected }) => isConnected, 60_000)
  const active = lives.slice(0, 5)
  const ids = await Promise.all(active.map(rents))
  await replaceSupergraph((text) => text, 'Second edition')
  await Promise.all(active.map((live, index) => cancels(live, ids[index] ?? '')))
  for (const live of active) await live.foldsToTheQuery()
  for (const { closes, resyncs, refusals } of lives) expect([closes, resyncs, refusals]).toEqual([[], [], []])
}, 180_000)

test('C22 statement 20: a supergraph that one operation does not fit ends that one, and says why', async () => {
  const whole = operations.get('DashboardChanged') ?? ''
  // The operations of the manifest are no such: a supergraph that one of those does not fit is not taken at all.
  const broken = await watches('fay', { keepsUp: false, query: whole.replace(/\bseatsFree\b/, '$& registeredDate') })
  const kept = await watches('fay')
  const { id } = await kept.who.requests((await librarian.registers()).id)
  for (const live of [broken, kept]) await live.until('a row', ({ fold }) => fold.has(id))
  const inBook = /\n {2}"""[^"]*"""\n {2}registeredDate: .*\n/
  await replaceSupergraph((text) => text.replace(inBook, ''), 'Third edition')
  await broken.until('it has ended', ({ refusals }) => refusals.length > 0)
  expect(broken.refusals[0]).toMatchObject({
    message: expect.stringContaining('registeredDate'),
    extensions: { code: 'BAD_USER_INPUT', reason: 'SCHEMA_CHANGED' },
  })
  await kept.who.does('CancelRental', { rentalId: id })
  await kept.until('canceled', ({ fold }) => fold.get(id)?.status === 'CANCELED')
  expect([kept.closes, kept.resyncs, kept.refusals]).toEqual([[], [], []])
  await replaceSupergraph((text) => text, 'Fourth edition')
  expect([kept.closes, kept.resyncs, kept.refusals]).toEqual([[], [], []])
})

test('C22 statement 20: the whole NATS store is lost: who is there misses nothing, who was away is told RESYNC_REQUIRED and is right again', async () => {
  const here = await watches('gina')
  const away = await watches('gus', { keepsUp: false })
  const [hers = '', his = ''] = await Promise.all([here, away].map(rents))
  away.cut()
  await away.until('it is away', ({ closes }) => closes.length > 0)
  await stack.process('nats').stop()
  await rm(layoutOf(stack.dataDir).nats, { recursive: true, force: true })
  await stack.process('nats').start()
  await away.who.does('CancelRental', { rentalId: his })
  await cancels(here, hers)
  await here.foldsToTheQuery()
  expect([here.closes, here.resyncs, here.refusals]).toEqual([[], [], []])

  await away.connect()
  await away.until('it is told', ({ resyncs }) => resyncs.length > 0, 60_000)
  expect(away.resyncs).toEqual([{ reason: 'STREAM_REPLACED' }])
  await away.connect()
  await away.foldsToTheQuery()
  const id = await rents(here)
  await cancels(here, id)
  await here.foldsToTheQuery()
  expect(here.resyncs).toEqual([])
}, 120_000)
