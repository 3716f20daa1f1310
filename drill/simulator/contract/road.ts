import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { HistoryTables } from '@ebook/chassis/history'
import { databaseNow } from '@ebook/chassis/sql/database-now'
import { writeHistory } from '@ebook/chassis/sql/write-history'
import type { PublishedEvent } from '@ebook/nats/event'
import { appendToOutbox } from '@ebook/nats/outbox'
import { advancePosition } from '@ebook/nats/sql/advance-position'
import { alreadyTaken } from '@ebook/nats/sql/already-taken'
import { countAttempt, forgetAttempts, noteFailure } from '@ebook/nats/sql/attempts'
import { buryEvent } from '@ebook/nats/sql/bury'
import { newestEventOf } from '@ebook/nats/sql/newest-event'
import { isAnyParked, readyParked, takeParked } from '@ebook/nats/sql/parked'
import { setAside } from '@ebook/nats/sql/set-aside'
import { takeIn } from '@ebook/nats/sql/take-in'
import type { MessagingTables } from '@ebook/nats/tables'
import { race, type OpenStore, type Store } from './stores.ts'

type Tables = MessagingTables & HistoryTables

export const cause = { correlationId: 'c', causationId: 'contract', actor: 'SYSTEM' } as const
export const said = (aggregateId: string, n = 0) =>
  ({ type: 'ebook.rent.Rented.v1', aggregate: 'Rental', aggregateId, data: { n } }) as const

function heard(subject: string, aggregateversion: number, pos: number): PublishedEvent {
  return {
    specversion: '1.0',
    id: randomUUID(),
    source: '/subgraphs/rent',
    type: 'ebook.rent.Rented.v1',
    subject,
    time: new Date(0).toISOString(),
    datacontenttype: 'application/json',
    aggregatetype: 'Rental',
    aggregateversion,
    correlationid: subject,
    causationid: 'contract',
    actor: 'SYSTEM',
    data: { n: aggregateversion },
    producer: 'rent',
    pos,
  }
}

const ME = 'payment'

export function roadContract(open: OpenStore): void {
  let store: Store<Tables>
  beforeAll(async () => {
    store = await open<Tables>('payment', {})
  })
  afterAll(() => store.close())
  beforeEach(() => store.empty())

  const taken = (...events: PublishedEvent[]) => store.db.transaction().execute((tx) => takeIn(tx, ME, events))

  test('an aggregate’s events have its next versions, dense from 1, in the order of appending', async () => {
    const [one, other] = [randomUUID(), randomUUID()]
    const { db } = store
    const ids = await db
      .transaction()
      .execute((tx) => appendToOutbox(tx, 'rent', [said(one), said(other), said(one)], cause))
    expect(await newestEventOf(db, 'Rental', one)).toEqual([ids[2]])
    expect(await newestEventOf(db, 'Rental', other)).toEqual([ids[1]])
    expect(await newestEventOf(db, 'Payment', one)).toEqual([])
    expect(await newestEventOf(db, 'Rental', randomUUID())).toEqual([])
  })

  test('a rolled-back event was never said, and its version is the next one’s', async () => {
    const id = randomUUID()
    const failed = store.db.transaction().execute(async (tx) => {
      await appendToOutbox(tx, 'rent', [said(id)], cause)
      throw new Error('no')
    })
    await expect(failed).rejects.toThrow('no')
    expect(await newestEventOf(store.db, 'Rental', id)).toEqual([])
  })

  test('history is numbered by itself and says what the events say', async () => {
    const id = randomUUID()
    await store.db.transaction().execute((tx) => writeHistory(tx, 'Rental', id, [{ type: 'Rented' }], cause))
    await store.db
      .transaction()
      .execute((tx) => writeHistory(tx, 'Rental', id, [{ type: 'Paid' }, { type: 'Lent' }], cause))
    await expect(store.db.transaction().execute((tx) => databaseNow(tx))).resolves.toBeInstanceOf(Date)
  })

  test('a batch is taken in once: what came before is not fresh, whoever delivers it', async () => {
    const [a, b] = [heard('a', 1, 1), heard('a', 2, 2)]
    expect(await taken(a)).toEqual({ fresh: new Set([a.id]), versions: new Map() })
    expect(await taken(a, b, b)).toEqual({ fresh: new Set([b.id]), versions: new Map([['Rental/a', 1]]) })
    expect(await alreadyTaken(store.db, ME, [a.id, randomUUID(), b.id])).toEqual(new Set([a.id, b.id]))
    expect(await alreadyTaken(store.db, 'book', [a.id])).toEqual(new Set())
  })

  test('a second event at a taken position is an error, and nothing of its batch is taken in', async () => {
    const [a, b, c] = [heard('a', 1, 1), heard('b', 1, 2), heard('c', 1, 1)]
    await taken(a)
    await expect(taken(b, c)).rejects.toMatchObject({ code: '23505', constraint: 'inbox_consumer_producer_pos_key' })
    expect(await alreadyTaken(store.db, ME, [b.id, c.id])).toEqual(new Set())
  })

  test('two replicas at one aggregate: the second sees what the first has handled', async () => {
    const [a, b] = [heard('a', 1, 1), heard('a', 2, 2)]
    const second = await race(
      store,
      (tx) => takeIn(tx, ME, [a]),
      (tx) => takeIn(tx, ME, [a, b]),
    )
    expect(second).toEqual({ fresh: new Set([b.id]), versions: new Map([['Rental/a', 1]]) })
  })

  test('the first of two rolls back: the second takes in what it had', async () => {
    const a = heard('a', 1, 1)
    const take = (tx: Parameters<typeof takeIn>[0]) => takeIn(tx, ME, [a])
    expect(await race(store, take, take, { rolledBack: true })).toEqual({ fresh: new Set([a.id]), versions: new Map() })
  })

  test('who waits for a lock longer than lock_timeout has an error of its own, and changed nothing', async () => {
    const [a, b] = [heard('a', 1, 1), heard('a', 2, 2)]
    const late = race(
      store,
      (tx) => takeIn(tx, ME, [a]),
      (tx) => takeIn(tx, ME, [b]),
      { patient: false },
    )
    await expect(late).rejects.toMatchObject({ code: '55P03' })
    expect(await alreadyTaken(store.db, ME, [a.id, b.id])).toEqual(new Set([a.id]))
  })

  test('parked messages are ready when their predecessor was handled, in the order of versions', async () => {
    const [first, second, third, stranger] = [heard('a', 1, 1), heard('a', 2, 2), heard('a', 3, 3), heard('b', 2, 4)]
    await store.db.transaction().execute(async (tx) => {
      await takeIn(tx, ME, [third, second, stranger])
      await setAside(tx, ME, [], [third, second, stranger])
    })
    expect(await readyParked(store.db, ME)).toEqual([])
    expect(await isAnyParked(store.db, ME)).toBe(true)
    await taken(first)
    expect(await readyParked(store.db, ME)).toEqual([second])
    const release = (event: PublishedEvent) => store.db.transaction().execute((tx) => takeParked(tx, ME, event))
    expect(await release(second)).toBe(true)
    expect(await release(second)).toBe(false)
    expect(await readyParked(store.db, ME)).toEqual([third])
    expect(await taken(heard('a', 4, 5))).toMatchObject({ versions: new Map([['Rental/a', 2]]) })
  })

  test('what is stale does not count as handled', async () => {
    const [newer, older] = [heard('a', 2, 2), heard('a', 1, 1)]
    await store.db.transaction().execute(async (tx) => {
      await takeIn(tx, ME, [newer, older])
      await setAside(tx, ME, [newer], [])
    })
    expect(await taken(heard('a', 3, 3))).toMatchObject({ versions: new Map([['Rental/a', 1]]) })
  })

  test('two replicas release one parked message: one of them does', async () => {
    const early = heard('a', 2, 2)
    await store.db.transaction().execute(async (tx) => {
      await takeIn(tx, ME, [early])
      await setAside(tx, ME, [], [early])
    })
    const release = (tx: Parameters<typeof takeParked>[0]) => takeParked(tx, ME, early)
    expect(await race(store, release, release)).toBe(false)
  })

  test('an attempt is counted beside the transaction in which it is made, whatever becomes of that', async () => {
    const id = randomUUID()
    const attempt = store.db.transaction().execute(async (tx) => {
      await takeIn(tx, ME, [heard('a', 1, 1)])
      expect(await countAttempt(store.db, ME, id)).toBe(1)
      throw new Error('it failed')
    })
    await expect(attempt).rejects.toThrow('it failed')
    expect(await countAttempt(store.db, ME, id)).toBe(2)
    await noteFailure(store.db, ME, id, 'it failed')
    await noteFailure(store.db, ME, randomUUID(), 'nobody tried')
    await forgetAttempts(store.db, ME, id)
    expect(await countAttempt(store.db, ME, id)).toBe(1)
  })

  test('an event is buried once, also one that was parked; not one that was handled', async () => {
    const [handled, parked, unknown] = [heard('a', 1, 1), heard('a', 2, 2), heard('b', 1, 3)]
    await store.db.transaction().execute(async (tx) => {
      await takeIn(tx, ME, [handled, parked])
      await setAside(tx, ME, [], [parked])
    })
    const bury = (event: PublishedEvent) =>
      store.db.transaction().execute((tx) => buryEvent(tx, ME, event, 'it failed', 5))
    expect(await bury(handled)).toBe(false)
    expect(await readyParked(store.db, ME)).toEqual([parked])
    expect([await bury(parked), await bury(parked), await bury(unknown)]).toEqual([true, false, true])
    expect([await readyParked(store.db, ME), await isAnyParked(store.db, ME)]).toEqual([[], false])
    expect(await alreadyTaken(store.db, ME, [unknown.id])).toEqual(new Set([unknown.id]))
    expect((await taken(heard('a', 3, 4))).versions).toEqual(new Map([['Rental/a', 1]]))
  })

  test('the mark rises to the last position before the first hole, by producer', async () => {
    expect(await advancePosition(store.db, ME, 'rent')).toBe(0)
    await taken(heard('a', 1, 1), heard('b', 1, 2), heard('c', 1, 4))
    expect(await advancePosition(store.db, ME, 'rent')).toBe(2)
    expect(await advancePosition(store.db, ME, 'book')).toBe(0)
    await taken(heard('d', 1, 3))
    expect(await advancePosition(store.db, ME, 'rent')).toBe(4)
    expect(await advancePosition(store.other, ME, 'rent')).toBe(4)
  })
}
