import { beforeEach, expect, test } from 'vitest'
import type { HistoryTables } from '@ebook/chassis/history'
import { enveloped } from '@ebook/nats/outbox'
import { advanceOutbox } from '@ebook/nats/sql/advance-outbox'
import { insertOutbox } from '@ebook/nats/sql/insert-outbox'
import { readOutbox } from '@ebook/nats/sql/read-outbox'
import { beginEpoch, publishAgain } from '@ebook/nats/sql/relay-state'
import type { MessagingTables } from '@ebook/nats/tables'
import { cause, contract, said } from './testing/contract.ts'

type Tables = MessagingTables & HistoryTables

contract<Tables>('rent', {}, ['nats/sql/{advance-outbox,read-outbox,relay-state}.ts'], ({ store, inUnit }) => {
  const versions = new Map<string, number>()
  beforeEach(() => versions.clear())
  const saying = (id: string, n: number) => {
    const version = (versions.get(id) ?? 0) + 1
    versions.set(id, version)
    return enveloped('rent', { ...said(id, n), version, time: new Date(0) }, cause)
  }
  async function say(...ids: string[]): Promise<string[]> {
    const events = ids.map(saying)
    await inUnit(async (unit) => unit.write(insertOutbox, ...events))
    return events.map(({ id }) => id)
  }
  /** A pass that has published nothing before, if nothing else is said. */
  const pass = async (epoch: string, limit = 10, acknowledged: readonly number[] = []) => {
    const advanced = await advanceOutbox(store.relay, epoch, acknowledged, limit)
    if (advanced === undefined) return undefined
    const { now, last, unpublished } = advanced
    expect(now).toBeInstanceOf(Date)
    return { last, unpublished: unpublished.map(({ event, pos }) => [event.id, pos]) }
  }

  test('what waits gets dense positions in the order of appending, and is read in that order', async () => {
    const { epoch } = await beginEpoch(store.relay)
    expect(await pass(epoch)).toEqual({ last: 0, unpublished: [] })
    const ids = await say('a', 'b', 'a')
    const numbered = ids.map((id, index) => [id, index + 1])
    expect(await pass(epoch, 2)).toEqual({ last: 2, unpublished: numbered.slice(0, 2) })
    expect(await pass(epoch, 2)).toEqual({ last: 3, unpublished: numbered.slice(0, 2) })
    expect(await pass(epoch)).toEqual({ last: 3, unpublished: numbered })
    const [first] = (await advanceOutbox(store.relay, epoch, [], 1))?.unpublished ?? []
    expect(first?.event).toMatchObject({ subject: 'a', aggregateversion: 1, data: { n: 0 }, source: '/subgraphs/rent' })
    expect(first?.event.time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
  })

  test('what was acknowledged is marked by the next pass and not read again, until the stream is new', async () => {
    const { epoch, stream } = await beginEpoch(store.relay)
    expect(stream).toBe(null)
    const [a, b] = (await say('a', 'b')) as [string, string]
    await pass(epoch)
    expect(await pass(epoch, 10, [1])).toEqual({ last: 2, unpublished: [[b, 2]] })
    const [c] = await say('c')
    expect(await pass(epoch, 10, [2])).toEqual({ last: 3, unpublished: [[c, 3]] })
    expect(await pass(epoch, 0, [3])).toEqual({ last: 3, unpublished: [] })
    expect(await pass(epoch)).toEqual({ last: 3, unpublished: [] })
    await publishAgain(store.relay, epoch, 'stream 1')
    expect((await pass(epoch))?.unpublished).toEqual([
      [a, 1],
      [b, 2],
      [c, 3],
    ])
    expect((await beginEpoch(store.relay)).stream).toBe('stream 1')
  })

  test('whoever writes under an earlier epoch changes nothing, and is told so', async () => {
    const { epoch: before } = await beginEpoch(store.relay)
    const [id] = (await say('a')) as [string]
    const { epoch: now } = await beginEpoch(store.relay)
    expect(now).not.toBe(before)
    expect(await pass(before)).toBe(undefined)
    expect(await pass(now, 0)).toEqual({ last: 0, unpublished: [] })
    await pass(now)
    expect(await pass(before, 10, [1])).toBe(undefined)
    expect(await pass(now)).toEqual({ last: 1, unpublished: [[id, 1]] })
    await pass(now, 10, [1])
    await publishAgain(store.relay, before, 'stream 2')
    expect(await pass(now)).toEqual({ last: 1, unpublished: [] })
    expect((await beginEpoch(store.relay)).stream).toBe(null)
  })

  test('what has not been committed is not numbered', async () => {
    const { epoch } = await beginEpoch(store.relay)
    await say('a')
    const failed = store.db.transaction().execute(async (tx) => {
      await insertOutbox(tx, [saying('b', 0)])
      throw new Error('no')
    })
    await expect(failed).rejects.toThrow('no')
    expect((await pass(epoch))?.last).toBe(1)
  })

  test('a consumer reads the numbered rows that it asks for, and the newest position', async () => {
    const { epoch } = await beginEpoch(store.relay)
    const ids = await say('a', 'b', 'c', 'd')
    expect(await readOutbox(store.db, 1, 10, 10)).toEqual({ rows: [], last: 0 })
    await pass(epoch, 3)
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
})
