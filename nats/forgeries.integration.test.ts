import { headers, type NatsConnection } from 'nats'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { z } from 'zod'
import { eventually } from '@ebook/testkit/eventually'
import { connectNats, replyPlace } from './connection.ts'
import { askDeadLetters } from './dead-letter-service.ts'
import type { PublishedEvent } from './event.ts'
import { fetchOutbox } from './repair.ts'
import { call, serve, ServiceRefused, ServiceTimeout, ServiceUnavailable } from './service.ts'
import { listDeadLetters } from './sql/dead-letters.ts'
import { Road } from './testing/road.ts'

// What one context, or all of them together, can do with their credentials to the broker.

let road: Road
const open: NatsConnection[] = []
type User = Parameters<Road['nats']['credentials']>[0]

async function as(user: User): Promise<NatsConnection> {
  const nats = await connectNats({ ...road.nats.credentials(user), name: user })
  open.push(nats)
  return nats
}

beforeEach(async () => {
  road = await Road.open(inject('postgresAdminUrl'))
})
afterEach(async () => {
  await Promise.all(open.splice(0).map((nats) => nats.close()))
  await road.close()
})

const arrives = (expected: number[]) => eventually(async () => expect(await road.effects()).toEqual(expected))
const letters = async () => (await listDeadLetters(road.inbox.db, 'payment', { limit: 10 })).letters

async function oneOfRent(): Promise<PublishedEvent> {
  await road.say('a', 1)
  const [event] = await road.published()
  if (!event) throw new Error('nothing was said')
  return event
}

test('an event of rent on a subject of book is passed over and counted, and what rent says itself is heard', async () => {
  const listening = await road.consumer.start()
  const event = await oneOfRent()
  const book = (await as('book')).jetstream()
  const claims = [
    event,
    { ...event, pos: 1_000_000 },
    { ...event, aggregateversion: 7 },
    { ...event, producer: 'book' },
  ]
  for (const claim of claims) await book.publish('ebook.book.Approved.v1.a', JSON.stringify(claim))
  await eventually(async () =>
    expect(await road.consumer.metric('ebook_inbox_refused_messages_total')).toBe(claims.length),
  )
  expect(await road.effects()).toEqual([])
  await road.producer.start()
  await arrives([1])
  await eventually(async () => expect(await listening.caughtUp()).toBe(true))
  expect(await letters()).toEqual([])
})

test('a huge position leaves no reader behind once its producer announces where it is', async () => {
  const listening = await road.consumer.start()
  const event = await oneOfRent()
  const rent = await as('rent')
  const huge = { ...event, id: '01a1fbf2-e916-7438-a628-5795728ceb4e', subject: 'huge', pos: Number.MAX_SAFE_INTEGER }
  await rent.jetstream().publish('ebook.rent.Rented.v1.huge', JSON.stringify(huge))
  await arrives([1])
  rent.publish('watermark.rent', JSON.stringify({ producer: 'rent', pos: Number.MAX_SAFE_INTEGER - 1 }))
  await rent.flush()
  await road.producer.start()
  await arrives([1, 1])
  const since = new Date()
  await eventually(() => expect(listening.producerSeenAt('rent')?.getTime()).toBeGreaterThan(since.getTime()))
})

test("nobody announces another's position, neither in words nor by what the server is made to bring", async () => {
  const event = await oneOfRent()
  await road.producer.start()
  const listening = await road.consumer.start()
  await arrives([1])
  const [book, payment] = [await as('book'), await as('payment')]
  const mark = JSON.stringify({ ...event, pos: Number.MAX_SAFE_INTEGER, producer: 'rent' })
  book.publish('watermark.book', mark)
  // As book's event in the stream, from which payment's durable is asked for it at the place of rent's mark.
  await book.jetstream().publish('ebook.book.Approved.v1.a', mark)
  for (let time = 0; time < 5; time += 1) {
    payment.publish('$JS.API.CONSUMER.MSG.NEXT.EBOOK.payment', '1', { reply: 'watermark.rent' })
  }
  await payment.flush()
  const since = new Date()
  await eventually(() => expect(listening.producerSeenAt('rent')?.getTime()).toBeGreaterThan(since.getTime() + 1_000))
})

test('an outbox answers for its own context, and with what it was asked for', async () => {
  const event = await oneOfRent()
  const [book, payment] = [await as('book'), await as('payment')]
  let answer: PublishedEvent[] = []
  const endpoint = { context: 'book', endpoint: 'outbox', callers: 'anybody', request: z.object({}) } as const
  await serve(book, { ...endpoint, handle: async () => ({ events: answer, last: 9 }) }, () => undefined)
  await book.flush()
  const own: PublishedEvent = {
    ...event,
    type: 'ebook.book.Approved.v1',
    source: '/subgraphs/book',
    producer: 'book',
    aggregatetype: 'Request',
  }
  for (const forged of [
    [event],
    [{ ...own, pos: 5 }],
    [
      { ...own, pos: 2 },
      { ...own, pos: 2 },
    ],
    [{ ...own, source: '/subgraphs/rent' }],
  ]) {
    answer = forged
    await expect(
      fetchOutbox({ nats: payment, owners: { Request: 'book', Rental: 'rent' } }, 'book', 2, 4),
    ).rejects.toBeInstanceOf(ServiceRefused)
  }
  answer = [
    { ...own, pos: 2 },
    { ...own, pos: 4 },
  ]
  expect(await fetchOutbox({ nats: payment, owners: { Request: 'book', Rental: 'rent' } }, 'book', 2, 4)).toEqual({
    events: answer,
    last: 9,
  })
})

test('a producer that gives without end what it announced without end keeps no other part waiting', async () => {
  const rent = await as('rent')
  const endpoint = { context: 'rent', endpoint: 'outbox', callers: 'anybody' } as const
  const event = await oneOfRent()
  let asked = 0
  const handle = async ({ from }: { from: number }) => {
    asked += 1
    const given = { ...event, id: crypto.randomUUID(), subject: `s${from}`, pos: from, data: { n: 2 } }
    return { events: [given], last: Number.MAX_SAFE_INTEGER }
  }
  await serve(rent, { ...endpoint, request: z.object({ from: z.int() }), handle }, () => undefined)
  const announcing = setInterval(
    () => rent.publish('watermark.rent', JSON.stringify({ producer: 'rent', pos: Number.MAX_SAFE_INTEGER })),
    100,
  )
  try {
    await road.consumer.start()
    await eventually(() => expect(asked).toBeGreaterThan(100))
    // Measured by the next tick, which comes although there is more.
    expect(await road.consumer.metric('ebook_inbox_repaired_total')).toBeGreaterThanOrEqual(50)
  } finally {
    clearInterval(announcing)
  }
})

test('a service answers its callers only, whatever the server is made to bring to its subject', async () => {
  const [payment, rent, promotion, dashboard, ops] = await Promise.all(
    (['payment', 'rent', 'promotion', 'dashboard', 'ops'] as const).map(as),
  )
  if (!payment || !rent || !promotion || !dashboard || !ops) throw new Error('not connected')
  const charged: number[] = []
  const refused: string[] = []
  const request = z.object({ won: z.int() })
  const handle = async ({ won }: { won: number }) => ({ charged: charged.push(won) })
  await serve(payment, { context: 'payment', endpoint: 'pay', callers: ['rent'], request, handle }, (error) =>
    refused.push(String(error)),
  )
  await payment.flush()
  const body = JSON.stringify({ won: 999_999 })
  const subject = 'service.payment.pay'
  const src = 'ebook.promotion.PromoCompleted.v1.x'
  await promotion.jetstream().publish(src, body)

  const jsm = await ops.jetstreamManager()
  // As the contexts could before, and as whoever may do everything still can.
  await jsm.consumers.add('EBOOK', { deliver_subject: subject, filter_subject: 'ebook.promotion.>', name: 'thief' })
  await jsm.streams.add({ name: 'COPY', subjects: ['copy.x'], republish: { src: 'copy.x', dest: subject } })
  await ops.jetstream().publish('copy.x', body)
  await jsm.streams.add({ name: 'MIRROR', sources: [{ name: 'EBOOK' }], republish: { src, dest: subject } })
  // As the contexts can now: the server does not ask whether they may publish where it answers.
  dashboard.publish('$JS.API.DIRECT.GET.EBOOK', '{"seq":1}', { reply: subject })
  dashboard.publish('$JS.API.DIRECT.GET.EBOOK', '{"seq":1,"batch":5}', { reply: subject })
  rent.publish('$JS.API.CONSUMER.MSG.NEXT.EBOOK.rent', '1', { reply: subject })
  rent.publish('$JS.API.STREAM.INFO.EBOOK', '', { reply: subject })
  // And what only rent may publish there at all, but not so.
  const withHeaders = headers()
  withHeaders.set('Nats-Stream', 'EBOOK')
  const place = replyPlace(rent, 'payment', 'x')
  for (const [reply, more] of [
    [undefined, {}],
    ['$JS.ACK.EBOOK.rent.1.1.1.1.1', {}],
    [replyPlace(promotion, 'payment', 'x'), {}],
    [replyPlace(rent, 'promotion', 'x'), {}],
    [`${place}.more`, {}],
    ['_INBOX.rent.payment', {}],
    ['ebook.rent.Rented.v1.x', {}],
    [place, { headers: withHeaders }],
  ] as const)
    rent.publish(subject, body, { ...(reply !== undefined && { reply }), ...more })
  await Promise.all([rent, dashboard, ops].map((nats) => nats.flush()))

  await eventually(() => expect(refused.length).toBeGreaterThanOrEqual(13))
  expect(refused.every((why) => why.includes('no caller'))).toBe(true)
  expect(charged).toEqual([])
  const response = z.object({ charged: z.int() })
  expect(await call(rent, 'payment', 'pay', { won: 3_000 }, { timeoutMs: 5_000, response })).toEqual({ charged: 1 })
  await expect(call(promotion, 'payment', 'pay', { won: 1 }, { timeoutMs: 500, response })).rejects.toThrow()
  expect(charged).toEqual([3_000])
})

test('dead letters are told to librarians and operators, and a reply to one is heard by nobody else', async () => {
  await road.consumer.start()
  const [book, dashboard] = [await as('book'), await as('dashboard')]
  expect(await askDeadLetters(dashboard, 'payment', { limit: 10 })).toEqual({ letters: [], total: 0 })
  await expect(askDeadLetters(book, 'payment', { limit: 10 }, { timeoutMs: 500 })).rejects.toSatisfy(
    (error) => error instanceof ServiceUnavailable || error instanceof ServiceTimeout,
  )
})
