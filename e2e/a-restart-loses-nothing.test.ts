import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually, Person, rentalBecomes, type Json, type Rental } from '@ebook/clients/people'
import { startLibrary } from '@ebook/clients/testing/installation'
import { connectNats } from '@ebook/nats/connection'
import { layoutOf } from '@ebook/stack/data-dir'
import type { Stack } from '@ebook/stack/stack'

let dataDir: string
let stack: Stack
let librarian: Person
let alice: Person
let bob: Person
let bookId: string
let lent: Rental
let waiting: Rental

async function start(): Promise<void> {
  stack = await startLibrary({}, dataDir)
  librarian = new Person(stack, 'libby', 'ADMIN')
  alice = new Person(stack, 'alice', 'MEMBER')
  bob = new Person(stack, 'bob', 'MEMBER')
}

beforeAll(async () => {
  dataDir = await mkdtemp(resolve(tmpdir(), 'ebook-restart-'))
  await start()
  bookId = (await librarian.registers({ seats: 4 })).id
  lent = await eventually('rent knows the title', () => alice.requests(bookId))
  await eventually('approved', async () => (await librarian.does('ApproveRental', { rentalId: lent.id })).request)
  waiting = await bob.requests(bookId, { idempotencyKey: 'before the restart' })
  await eventually('all of it is everywhere', async () => {
    const { loan, points, queue, rows } = await everything()
    expect(loan).toMatchObject({ status: 'APPROVED', readable: true })
    expect(loan?.trace).toHaveLength(6)
    expect(points).toMatchObject({ available: 300, pending: 0 })
    expect(queue).toHaveLength(1)
    expect(rows).toMatchObject([
      { status: 'APPROVED', points: 300 },
      { status: 'PAID', points: 300 },
    ])
    return true
  })
})
afterAll(async () => {
  await stack?.stop()
  await rm(dataDir, { recursive: true, force: true })
})

const nodes = (connection: Json) => connection.edges.map((edge: Json) => edge.node)

/** What each of the five subgraphs knows, as people see it. */
async function everything() {
  const { rentalRequests } = await librarian.send('RentalRequests', { status: 'REQUESTED', first: 10 })
  const { books } = await alice.send('Books', { first: 10 })
  return {
    loan: (await alice.rental(lent.id)) as Rental | null,
    request: (await bob.rental(waiting.id)) as Rental | null,
    points: (await alice.send('MyPoints', { first: 10 })).myPoints,
    queue: nodes(rentalRequests),
    titles: nodes(books),
    rows: [await alice.dashboardRow(lent.id), await bob.dashboardRow(waiting.id)],
  }
}

/** The durable consumers of the stream, with the instant at which each was made. */
async function durables(): Promise<Map<string | undefined, { created: string; config: object }>> {
  const nats = await connectNats({ ...stack.nats('ops'), name: 'test' })
  try {
    const consumers = await (await nats.jetstreamManager()).consumers.list('EBOOK').next()
    return new Map(consumers.map((one) => [one.config.durable_name, { created: one.created, config: one.config }]))
  } finally {
    await nats.close()
  }
}

test('C20 each writing subgraph listens with a durable of its own, which never gives a message up', async () => {
  const found = await durables()
  for (const name of ['book', 'rent', 'payment', 'promotion']) {
    expect(found.get(name)?.config, name).toMatchObject({ ack_policy: 'explicit', max_deliver: -1 })
  }
})

test('H15 after `npm start` again everything is as it was, keys are still known, and work goes on', async () => {
  const before = await everything()
  const listening = await durables()
  await stack.stop()
  await start()
  await eventually('all is as it was', async () => {
    expect(await everything()).toEqual(before)
    return true
  })
  expect((await durables()).get('rent')?.created).toBe(listening.get('rent')?.created)
  expect((await bob.requests(bookId, { idempotencyKey: 'before the restart' })).id).toBe(waiting.id)
  expect(await bob.isRefused('RequestRental', { bookId, idempotencyKey: 'after it' })).toEqual(['ALREADY_RENTED'])
  await librarian.does('ApproveRental', { rentalId: waiting.id })
  await rentalBecomes(bob, waiting.id, { status: 'APPROVED', readable: true })
})

test('H15 C24: with NATS’ store and the dashboard’s file gone, PostgreSQL alone brings everything back', async () => {
  await eventually('the last approval is on the dashboard, with its points', async () => {
    const { request, rows } = await everything()
    return rows[1]?.status === 'APPROVED' && request?.trace.length === 6
  })
  const before = await everything()
  const layout = layoutOf(dataDir)
  await stack.stop()
  await rm(layout.nats, { recursive: true })
  await rm(dirname(layout.dashboardFile), { recursive: true })
  await start()
  await eventually('all is as it was', async () => {
    expect(await everything()).toEqual(before)
    return true
  })
  const carol = new Person(stack, 'carol', 'MEMBER')
  const rental = await carol.requests(bookId)
  expect([lent.id, waiting.id]).not.toContain(rental.id)
  await eventually('and what is new goes the whole way', async () => {
    const row = await carol.dashboardRow(rental.id)
    return row?.status === 'PAID' && row.points === 300
  })
})
