import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { HistoryTables } from '@ebook/chassis/history'
import { appendToOutbox } from '@ebook/nats/outbox'
import { markPublished, numberOutbox, readUnpublished } from '@ebook/nats/sql/publish-outbox'
import { readOutbox } from '@ebook/nats/sql/read-outbox'
import { beginEpoch, knownStream, lastPosition, publishAgain } from '@ebook/nats/sql/relay-state'
import type { MessagingTables } from '@ebook/nats/tables'
import { cause, said } from './road.ts'
import type { OpenStore, Store } from './stores.ts'

type Tables = MessagingTables & HistoryTables

export function relayContract(open: OpenStore): void {
  let store: Store<Tables>
  beforeAll(async () => {
    store = await open<Tables>('rent', {})
  })
  afterAll(() => store.close())
  beforeEach(() => store.empty())

  const say = (...ids: string[]) =>
    store.db.transaction().execute((tx) =>
      appendToOutbox(
        tx,
        'rent',
        ids.map((id, n) => said(id, n)),
        cause,
      ),
    )
  const unpublished = async (limit = 100) =>
    (await readUnpublished(store.relay, limit)).map(({ event, pos }) => [event.id, pos])

  test('what waits gets dense positions in the order of appending, and is read in that order', async () => {
    const epoch = await beginEpoch(store.relay)
    const ids = await say('a', 'b', 'a')
    expect(await unpublished()).toEqual([])
    await numberOutbox(store.relay, epoch, 2)
    expect(await lastPosition(store.relay, epoch)).toBe(2)
    await numberOutbox(store.relay, epoch, 2)
    expect(await unpublished()).toEqual(ids.map((id, index) => [id, index + 1]))
    expect(await unpublished(1)).toEqual([[ids[0], 1]])
    const [first] = await readUnpublished(store.relay, 1)
    expect(first?.event).toMatchObject({ subject: 'a', aggregateversion: 1, data: { n: 0 }, source: '/subgraphs/rent' })
    expect(first?.event.time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
  })

  test('what was acknowledged is not read again, until the stream is new', async () => {
    const epoch = await beginEpoch(store.relay)
    const [a, b] = await say('a', 'b')
    await numberOutbox(store.relay, epoch, 10)
    await markPublished(store.relay, epoch, [a as string])
    expect(await unpublished()).toEqual([[b, 2]])
    expect(await knownStream(store.relay)).toBe(null)
    await publishAgain(store.relay, epoch, 'stream 1')
    expect(await knownStream(store.relay)).toBe('stream 1')
    expect(await unpublished()).toEqual([
      [a, 1],
      [b, 2],
    ])
  })

  test('whoever writes under an earlier epoch changes nothing', async () => {
    const before = await beginEpoch(store.relay)
    await say('a')
    const now = await beginEpoch(store.relay)
    expect(now).not.toBe(before)
    await numberOutbox(store.relay, before, 10)
    expect([await lastPosition(store.relay, before), await lastPosition(store.relay, now)]).toEqual([undefined, 0])
    await numberOutbox(store.relay, now, 10)
    const [[id] = []] = await unpublished()
    await markPublished(store.relay, before, [id as string])
    await publishAgain(store.relay, before, 'stream 2')
    expect(await unpublished()).toEqual([[id, 1]])
    expect(await knownStream(store.relay)).toBe(null)
  })

  test('what has not been committed is not numbered', async () => {
    const epoch = await beginEpoch(store.relay)
    await say('a')
    const failed = store.db.transaction().execute(async (tx) => {
      await appendToOutbox(tx, 'rent', [said('b')], cause)
      throw new Error('no')
    })
    await expect(failed).rejects.toThrow('no')
    await numberOutbox(store.relay, epoch, 10)
    expect(await lastPosition(store.relay, epoch)).toBe(1)
  })

  test('a consumer reads the numbered rows that it asks for, and the newest position', async () => {
    const epoch = await beginEpoch(store.relay)
    const ids = await say('a', 'b', 'c', 'd')
    expect(await readOutbox(store.db, 1, 10, 10)).toEqual({ rows: [], last: 0 })
    await numberOutbox(store.relay, epoch, 3)
    const read = async (from: number, to: number, limit: number) => {
      const { rows, last } = await readOutbox(store.db, from, to, limit)
      expect(rows.every(({ bytes }) => bytes > 100)).toBe(true)
      return { ids: rows.map(({ event, pos }) => [event.id, pos]), last }
    }
    expect(await read(2, 10, 10)).toEqual({
      ids: [
        [ids[1], 2],
        [ids[2], 3],
      ],
      last: 3,
    })
    expect(await read(1, 10, 1)).toEqual({ ids: [[ids[0], 1]], last: 3 })
  })
}
