import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeEach, describe, expect, inject, test } from 'vitest'
import { openDatabase } from '@ebook/chassis/database'
import { createLogger } from '@ebook/chassis/log'
import { counted } from '@ebook/chassis/testing/round-trips'
import type { PublishedEvent } from '@ebook/nats/event'
import { deliver } from '@ebook/nats/inbox'
import type { Inbox, Policy } from '@ebook/nats/policy'
import { replayDeadLetter } from '@ebook/nats/replay'
import { newestEventOf } from '@ebook/nats/sql/newest-event'
import type { MessagingTables } from '@ebook/nats/tables'
import { inUnitOfWork } from '@ebook/nats/unit-of-work'
import { createTestDatabase } from '@ebook/testkit/database'
import { OWNERS } from '../subgraphs.ts'
import { migrations, type RentDatabase } from './database.ts'
import { policies } from './policies.ts'
import { beginRental, fetchRentals, tellRental } from './rental-aggregate.ts'
import { loadRentals } from './sql/rental.ts'
import { possible, requestRental } from './testing/rentals.ts'

const log = createLogger('rent', 'silent')
const database = await createTestDatabase(inject('postgresAdminUrl'), 'few_round_trips')
const db = await openDatabase<RentDatabase>({ url: database.url, name: 'rent', migrations, log })
afterAll(async () => {
  await db.destroy()
  await database.drop()
})
beforeEach(() => sql`truncate rental, idempotency_key, outbox, history, inbox, parked_message, dead_letter`.execute(db))

const inbox = {
  consumer: 'rent',
  db: db as unknown as Inbox['db'],
  policies: new Map(
    policies(log, () => undefined, { missedTurns: { most: 0, withinMs: 0, blockForMs: 0 }, pointsDebt: 0 }).map(
      (policy) => [policy.type, policy as unknown as Policy<MessagingTables>],
    ),
  ),
  owners: OWNERS,
  log,
} satisfies Inbox
const cause = { correlationId: 'c', causationId: 'test', actor: 'SYSTEM' } as const
const paid = () => ({ type: 'confirmPayment', paymentId: randomUUID(), chargedAmount: 3_000 }) as const

async function request(): Promise<string> {
  const [rentalId, bookId] = [randomUUID(), randomUUID()]
  const book = { ...possible, bookId }
  const asked = { ...requestRental, rentalId, userId: 'ann', book }
  await inUnitOfWork(db, async (unit) => {
    await fetchRentals(unit, [{ rentalId: randomUUID() }])
    const { now } = unit
    await beginRental(unit, { ...asked, payForMs: 60_000, retryAfter: now, now }, cause)
  })
  return rentalId
}

const requests = (n: number) => Promise.all(Array.from({ length: n }, request))
const confirm = (id: string) => inUnitOfWork(db, (unit) => tellRental(unit, id, paid, cause))
const stateOf = async (id: string) => {
  const { found } = await db.transaction().execute((tx) => loadRentals(tx, [id]))
  return found[0]
}

let pos = 0
function heard(type: 'payment.Paid' | 'promotion.PromoCompleted' | 'book.Approved', rentalId: string): PublishedEvent {
  const [producer = ''] = type.split('.')
  const id = randomUUID()
  const about = { rentalId, paymentId: randomUUID(), chargedAmount: 3_000, points: 300 }
  return {
    specversion: '1.0',
    id,
    source: `/subgraphs/${producer}`,
    type: `ebook.${type}.v1`,
    subject: id,
    time: new Date().toISOString(),
    datacontenttype: 'application/json',
    aggregatetype: { payment: 'Payment', promotion: 'Promotion', book: 'Request' }[producer] ?? '',
    aggregateversion: 1,
    correlationid: rentalId,
    causationid: 'test',
    actor: 'SYSTEM',
    data: { ...about, copyId: randomUUID(), loanPeriodDays: 14 },
    producer,
    pos: (pos += 1),
  }
}

/** All that makes a loan of a rental, in the order in which it may come. */
const lends = (rentalId: string) =>
  (['payment.Paid', 'promotion.PromoCompleted', 'book.Approved'] as const).map((type) => heard(type, rentalId))

const received = async (events: readonly PublishedEvent[]) => {
  const verdicts = await deliver(
    inbox,
    events.map((event) => ({ event, redelivered: false })),
  )
  expect(verdicts.every(({ done }) => done)).toBe(true)
}

describe('a command', () => {
  test('is two round trips: what it reads goes with BEGIN, and all that it writes goes with COMMIT', async () => {
    const id = await request()
    await confirm(await request())
    const asked = await counted(() => confirm(id))
    expect(asked).toEqual({ transactions: 1, statements: 4, roundTrips: 2 })
    expect(await stateOf(id)).toMatchObject({ state: { status: 'PAID' }, said: 1, happened: 3 })
  })

  test('parses little of its checks: a list of words is one constant (chassis/compact-checks)', async () => {
    const { rows } = await sql`select conrelid::regclass, conname from pg_constraint
      where contype = 'c' and pg_get_constraintdef(oid) like '%::text, %'`.execute(db)
    expect(rows).toEqual([])
  })

  test('that changes nothing reads, and writes nothing', async () => {
    const id = await request()
    const again = paid()
    const tell = () => inUnitOfWork(db, (unit) => tellRental(unit, id, () => again, cause))
    await tell()
    expect(await counted(tell)).toEqual({ transactions: 1, statements: 3, roundTrips: 2 })
    expect(await stateOf(id)).toMatchObject({ happened: 3 })
  })

  test('two at once: each has its own version and number, from the row that it locked', async () => {
    const id = await request()
    const note = (points: number) =>
      inUnitOfWork(db, (unit) => tellRental(unit, id, () => ({ type: 'notePoints', points }), cause))
    await Promise.all(Array.from({ length: 10 }, (_, n) => note(n + 1)))
    const { rows } = await sql`select seq from history where aggregate_id = ${id} order by seq`.execute(db)
    expect(rows).toEqual(Array.from({ length: 12 }, (_, n) => ({ seq: n + 1 })))
    expect(await stateOf(id)).toMatchObject({ happened: 12 })
  })
})

describe('a batch of events', () => {
  test('is so many statements, however many they are and of however many rentals', async () => {
    const [one] = await requests(1)
    const many = await requests(40)
    await received(lends(await request()))
    const of = (ids: readonly string[]) => counted(() => received(ids.flatMap(lends)))
    const few = await of([one ?? ''])
    expect(few).toEqual({ transactions: 1, statements: 6, roundTrips: 2 })
    expect(await of(many)).toEqual(few)
    for (const id of [one ?? '', ...many]) expect(await stateOf(id)).toMatchObject({ state: { status: 'APPROVED' } })
  })

  test('one that is poison costs its neighbours nothing, and is by itself', async () => {
    const ids = await requests(5)
    const poison = { ...heard('payment.Paid', randomUUID()), data: { rentalId: 'none' } }
    await received([...ids.slice(0, 2).flatMap(lends), poison, ...ids.slice(2).flatMap(lends)])
    for (const id of ids) expect(await stateOf(id)).toMatchObject({ state: { status: 'APPROVED' } })
    const letters = await db.selectFrom('dead_letter').select('event_id').execute()
    expect(letters).toEqual([{ event_id: poison.id }])
  })

  test('wakes the relay when it says something, and not when it has only heard', async () => {
    let woken = 0
    const heardBy = { ...inbox, onSaid: () => (woken += 1) }
    const [first, second, third] = lends(await request())
    for (const [event, times] of [
      [first, 0],
      [second, 0],
      [third, 1],
      [third, 1],
    ] as const) {
      await deliver(heardBy, event ? [{ event, redelivered: false }] : [])
      expect(woken).toBe(times)
    }
    const poison = { ...heard('payment.Paid', randomUUID()), data: { rentalId: 'none' } }
    await deliver(heardBy, [{ event: poison, redelivered: false }])
    const letter = await db.selectFrom('dead_letter').select('id').executeTakeFirstOrThrow()
    const payload = JSON.stringify(heard('book.Approved', await request()))
    await db.updateTable('dead_letter').set({ payload }).where('id', '=', letter.id).execute()
    await confirm((JSON.parse(payload) as PublishedEvent).correlationid)
    expect(await replayDeadLetter(heardBy, letter.id)).toEqual({ kind: 'replayed' })
    expect(woken).toBe(2)
  })

  test('whatever happens to a rental happens to it as if it had come one by one', async () => {
    const [together, alone] = await requests(2)
    await received(lends(together ?? ''))
    for (const event of lends(alone ?? '')) await received([event])
    const lived = async (id = '') => {
      const { rows } = await sql`select seq, event_type from history where aggregate_id = ${id} order by seq`.execute(
        db,
      )
      return rows
    }
    expect(await lived(together)).toEqual(await lived(alone))
  })
})

describe('a process of the release before, beside this one', () => {
  /** As it wrote: the next version and number are what the logs say, and the row counts nothing. */
  async function olderRelease(id: string): Promise<void> {
    await sql`
      insert into outbox (event_id, aggregate_type, aggregate_id, aggregate_version, event)
      select gen_random_uuid(), 'Rental', ${id}, coalesce(max(aggregate_version), 0) + 1, '{}'
      from outbox where aggregate_type = 'Rental' and aggregate_id = ${id}`.execute(db)
    await sql`
      insert into history (aggregate_type, aggregate_id, seq, event_type, data, actor, causation_id, correlation_id)
      select 'Rental', ${id}, coalesce(max(seq), 0) + 1, 'Older', '{}', 'SYSTEM', 'older', 'c'
      from history where aggregate_type = 'Rental' and aggregate_id = ${id}`.execute(db)
  }
  const versions = async (id: string) => {
    const { rows } = await sql<{ n: number }>`
      select aggregate_version as n from outbox where aggregate_id = ${id} order by aggregate_version`.execute(db)
    return rows.map(({ n }) => n)
  }
  const cancel = (id: string) =>
    inUnitOfWork(db, (unit) => tellRental(unit, id, (now) => ({ type: 'cancelRental', userId: 'ann', now }), cause))

  test('a rental that is older than its counters is counted when it is first told something', async () => {
    const id = await request()
    await sql`update rental set said = null, happened = null where id = ${id}`.execute(db)
    await olderRelease(id)
    await cancel(id)
    expect(await versions(id)).toEqual([1, 2, 3])
    expect(await stateOf(id)).toMatchObject({ state: { status: 'CANCELING' }, said: 3, happened: 4 })
  })

  test('what it says between two commands is followed by the next version, and nobody is told of it', async () => {
    const id = await request()
    await olderRelease(id)
    await olderRelease(id)
    const cancelled = await cancel(id)
    expect(await versions(id)).toEqual([1, 2, 3, 4])
    expect(await newestEventOf(db, 'Rental', id)).toEqual(cancelled.kind === 'accepted' ? cancelled.eventIds : [])
    await olderRelease(id)
    const [event] = lends(id)
    if (event) await received([event])
    expect(await stateOf(id)).toMatchObject({ state: { paymentState: 'REFUNDING' }, happened: 7 })
  })
})
