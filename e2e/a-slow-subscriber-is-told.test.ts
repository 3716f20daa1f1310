import { afterAll, beforeAll, expect, test } from 'vitest'
import { PATIENCE } from '@ebook/clients/testing/installation'
import { Subscriber } from '@ebook/clients/testing/subscriber'
import { connectNats } from '@ebook/nats/connection'
import { producerOf, subjectOf, type PublishedEvent } from '@ebook/nats/event'
import { startStack, type Stack } from '@ebook/stack/stack'
import { inFull } from '@ebook/testkit/in-full'
import { publishing, timeOf } from '../subgraphs/dashboard/testing/publishing.ts'
import { voicesOf } from '../subgraphs/dashboard/testing/voices.ts'

let stack: Stack
const RENTALS = 400
/** Of each rental. For a client that does not read the kernel holds a thousand of them, the router a hundred more. */
const CHANGES = inFull ? 25 : 8
/** How many are published at once: fewer than the kernel holds for somebody who reads, but is not given a processor. */
const TOGETHER = 200
const MB = 1024 * 1024
// All of 10,000 would be 300 MB; what the fast reader's 100 MB leave behind is some 100 MB. Of 3,200 it is a third.
const MOST_MB = inFull ? 220 : 130

beforeAll(async () => {
  // The four others are this test: their events come as fast as the view can take them.
  stack = await startStack({ only: ['dashboard', 'router'], env: PATIENCE })
})
afterAll(() => stack?.stop())

/** The events of rentals whose payments are declined again and again: each is one change of a row of some 10 kB. */
function manyEvents(): readonly PublishedEvent[] {
  const paper = publishing()
  const lives = Array.from({ length: RENTALS }, () => {
    const ids = { rentalId: paper.newId(), bookId: paper.newId(), userId: 'alice' }
    const rented = {
      title: 'A very long title '.repeat(60),
      rentalFee: 3_000,
      rentedDate: timeOf(1),
      payUntil: timeOf(901),
    }
    paper.say('ebook.rent.Rented.v1', 'Rental', ids.rentalId, ids.rentalId, { ...ids, ...rented })
    return voicesOf(paper, ids)
  })
  for (let change = 1; change < CHANGES; change += 1) {
    for (const life of lives) {
      life.tryAgain()
      life.payDeclined()
    }
  }
  return paper.events
}

/** As fast as `read` says that they were read. */
async function publish(events: readonly PublishedEvent[], read: (count: number) => Promise<void>): Promise<void> {
  const voices = new Map(
    await Promise.all(
      (['rent', 'payment'] as const).map(
        async (name) => [name as string, await connectNats({ ...stack.nats(name), name })] as const,
      ),
    ),
  )
  for (let from = 0; from < events.length; from += TOGETHER) {
    await Promise.all(
      events.slice(from, from + TOGETHER).map(async (event) => {
        const jetstream = voices.get(producerOf(event.type))?.jetstream()
        await jetstream?.publish(subjectOf(event), JSON.stringify(event), { msgID: event.id })
      }),
    )
    await read(Math.min(from + TOGETHER, events.length))
  }
  for (const voice of voices.values()) await voice.close()
}

/** What the router's process holds, in bytes. */
async function memory(): Promise<number> {
  const metrics = await (await fetch(new URL('/metrics', stack.url))).text()
  return Number(/^process_resident_memory_bytes(?:\{.*\})? (\S+)$/m.exec(metrics)?.[1])
}

/** Nothing of the others is asked for, and much of the row; every query is another, so that nothing is shared. */
const fatQuery = (name: string) =>
  /* GraphQL */ `
  subscription DashboardChanged($snapshot: Boolean) {
    dashboardChanged(snapshot: $snapshot) {
      rentalId version userId bookId title status points
    }
  }`.replace('points', `points ${Array.from({ length: 9 }, (_, n) => `${name}${n}: title`).join(' ')}`)

test('statements 20 25: who stops reading while thousands of changes pass costs little memory, is told with a cursor, and goes on from there', async () => {
  const events = manyEvents()
  expect(events).toHaveLength(RENTALS * CHANGES)
  const clients = ['a', 'b', 'c'].map((name) => new Subscriber(stack, 'alice', 'MEMBER', { query: fatQuery(name) }))
  const reader = new Subscriber(stack, 'alice', 'MEMBER', { query: fatQuery('a') })
  await Promise.all([...clients, reader].map((client) => client.connect()))
  await publish(events.slice(0, 1), async () => undefined)
  for (const client of [...clients, reader]) await client.until('the first row', ({ fold }) => fold.size === 1)
  for (const client of clients) client.stopReading()

  const before = await memory()
  let most = before
  const [, ...changes] = events
  await publish(changes, async (count) => {
    await reader.until(`${count} changes`, ({ frames }) => frames.length === 1 + count, 60_000)
    most = Math.max(most, await memory())
  })
  console.log(`the router grew by ${Math.round((most - before) / MB)} MB`)
  expect((most - before) / MB).toBeLessThan(MOST_MB)
  expect(reader.closes).toEqual([])
  expect(reader.problems).toEqual([])

  for (const client of clients) {
    client.readAgain()
    await client.until('it is told', ({ resyncs }) => resyncs.length > 0)
    expect(client.resyncs).toEqual([{ reason: 'SLOW_CLIENT', cursor: client.frames.at(-1)?.cursor }])
    expect(client.frames.length).toBeLessThan(events.length)
    await client.connect()
    await client.until('every change', ({ frames }) => frames.length === events.length, 60_000)
    await client.foldsToTheQuery()
    expect(client.resyncs).toHaveLength(1)
    client.leave()
  }
  reader.leave()
}, 180_000)
