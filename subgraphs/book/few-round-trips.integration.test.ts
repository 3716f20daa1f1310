import { randomUUID } from 'node:crypto'
import { afterAll, expect, inject, test } from 'vitest'
import { Consistency } from '@ebook/chassis/consistency'
import { openDatabase } from '@ebook/chassis/database'
import { createLogger } from '@ebook/chassis/log'
import type { RequestContext } from '@ebook/chassis/request'
import { counted } from '@ebook/chassis/testing/round-trips'
import type { PublishedEvent } from '@ebook/nats/event'
import { deliver } from '@ebook/nats/inbox'
import type { Inbox, Policy } from '@ebook/nats/policy'
import type { MessagingTables } from '@ebook/nats/tables'
import { inUnitOfWork } from '@ebook/nats/unit-of-work'
import { createTestDatabase } from '@ebook/testkit/database'
import { OWNERS } from '../subgraphs.ts'
import { migrations, type BookDatabase } from './database.ts'
import { approveRental } from './mutations/approve-rental.ts'
import { policies } from './policies.ts'
import { fetchTitle, tellTitle } from './title-aggregate.ts'

const log = createLogger('book', 'silent')
const database = await createTestDatabase(inject('postgresAdminUrl'), 'few_round_trips_of_book')
const db = await openDatabase<BookDatabase>({ url: database.url, name: 'book', migrations, log })
afterAll(async () => {
  await db.destroy()
  await database.drop()
})

const inbox = {
  consumer: 'book',
  db: db as unknown as Inbox['db'],
  policies: new Map(
    policies({ decideForMs: 60_000, holdLimit: 5, historyKeptForMs: 90 * 86_400_000 }).map((policy) => [
      policy.type,
      policy as unknown as Policy<MessagingTables>,
    ]),
  ),
  owners: OWNERS,
  log,
} satisfies Inbox

async function register(seatsTotal: number): Promise<string> {
  const bookId = randomUUID()
  const about = {
    authors: ['An author'],
    isbn13: null,
    language: null,
    loanPeriodDays: 14,
    maxRenewals: 2,
    automaticAfter: null,
  }
  const title = { bookId, title: 'A title', ...about, rentalFee: 3_000, seatsTotal }
  await inUnitOfWork(db, async (unit) => {
    await fetchTitle(unit, bookId)
    await tellTitle(
      unit,
      bookId,
      { type: 'register', title: { ...title, registeredDate: unit.now } },
      { correlationId: bookId, causationId: 'test', actor: 'SYSTEM' },
    )
  })
  return bookId
}

let pos = 0
/** That somebody has paid for a title. */
function paid(bookId: string): PublishedEvent {
  const [paymentId, rentalId] = [randomUUID(), randomUUID()]
  return {
    specversion: '1.0',
    id: randomUUID(),
    source: '/subgraphs/payment',
    type: 'ebook.payment.Paid.v1',
    subject: paymentId,
    time: new Date().toISOString(),
    datacontenttype: 'application/json',
    aggregatetype: 'Payment',
    aggregateversion: 1,
    correlationid: rentalId,
    causationid: 'test',
    actor: 'SYSTEM',
    data: { rentalId, paymentId, bookId, userId: `member of ${rentalId}` },
    producer: 'payment',
    pos: (pos += 1),
  }
}

const receive = (events: readonly PublishedEvent[]) =>
  deliver(
    inbox,
    events.map((event) => ({ event, redelivered: false })),
  )
const casesOf = (bookId: string) =>
  db.selectFrom('request').select(['status', 'copy_id']).where('book_id', '=', bookId).execute()

test('a batch of payments is so many statements, however many members want seats of however many titles', async () => {
  const titles = await Promise.all([register(3), register(1), register(20)])
  const [first = ''] = titles
  const few = await counted(() => receive([paid(first)]))
  expect(few).toEqual({ transactions: 1, statements: 8, roundTrips: 2 })
  const many = Array.from({ length: 30 }, (_, n) => paid(titles[n % 3] ?? ''))
  expect(await counted(() => receive(many))).toEqual(few)
  for (const [index, seats] of [3, 1, 20].entries()) {
    const cases = await casesOf(titles[index] ?? '')
    const taken = cases.filter(({ status }) => status === 'REQUESTED').map(({ copy_id }) => copy_id)
    expect(taken).toHaveLength(Math.min(seats, cases.length))
    expect(new Set(taken).size).toBe(taken.length)
  }
})

test('an approval is two round trips: title, seats and request are one load', async () => {
  const event = paid(await register(1))
  await receive([event])
  const context = {
    viewer: { sub: 'librarian', roles: ['ADMIN'] },
    requestId: 'a-request',
    consistency: new Consistency(),
  } as unknown as RequestContext
  const ports = { db, log, messaging: { nudge: () => undefined } } as unknown as Parameters<typeof approveRental>[0]
  const rentalId = String(event.data['rentalId'])
  const approve = async () => {
    const { request, userErrors } = await approveRental(ports, { rentalId }, context)
    expect({ status: request?.status, userErrors }).toEqual({ status: 'APPROVED', userErrors: [] })
  }
  expect(await counted(approve)).toEqual({ transactions: 1, statements: 6, roundTrips: 2 })
})
