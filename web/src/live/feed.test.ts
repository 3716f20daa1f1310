import { parse } from 'graphql'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { FakeLive } from '../testing/fake-live.ts'
import { createFeed, type Feed, type Followed } from './feed.ts'
import type { Versioned } from './follow.ts'

const followed: Followed<Versioned> = {
  document: parse('subscription Watch { dashboardChanged(snapshot: true) { rentalId version } }'),
  operationName: 'Watch',
  variables: {},
  rowOf: (data) => (data as { dashboardChanged?: Versioned } | null)?.dashboardChanged,
}

let live: FakeLive
let feed: Feed<Versioned>
let token: string | undefined

beforeEach(async () => {
  vi.useFakeTimers()
  live = new FakeLive()
  token = 'token-1'
  feed = createFeed(followed, {
    url: 'ws://library/graphql',
    connect: live.connect,
    token: async () => token,
    refused: async () => {
      token = 'token-2'
      return true
    },
    consistency: () => 'written',
    random: () => 1,
  })
  feed.start()
  await vi.advanceTimersByTimeAsync(0)
  live.last.listener.onConnected()
})

afterEach(() => {
  feed.stop()
  vi.useRealTimers()
})

describe('a feed', () => {
  test('asks with the token and the last write, and shows what it is told', async () => {
    expect(live.last).toMatchObject({
      token: 'token-1',
      request: { operationName: 'Watch', extensions: { consistency: 'written' } },
    })
    live.tell({ rentalId: 'a', version: 1 })
    await vi.advanceTimersByTimeAsync(50)
    expect(feed.state()).toMatchObject({ standing: 'live', rows: new Map([['a', { rentalId: 'a', version: 1 }]]) })
  })

  test('comes back behind its last cursor', async () => {
    live.tell({ rentalId: 'a', version: 7 })
    live.last.listener.onEnd({ kind: 'closed', code: 1012, reason: 'restarting' })
    await vi.advanceTimersByTimeAsync(250)
    expect(live.sockets).toHaveLength(2)
    expect(live.last.request.extensions).toEqual({ resumeFrom: 'a@7', consistency: 'written' })
  })

  test('hears nothing more from a connection that it has given up', async () => {
    const [first] = live.sockets
    dispatchEvent(new Event('offline'))
    expect(first?.isClosed).toBe(true)
    first?.listener.onAnswer({ data: { dashboardChanged: { rentalId: 'a', version: 1 } } })
    await vi.advanceTimersByTimeAsync(50)
    expect(feed.state()).toMatchObject({ standing: 'offline', rows: new Map() })
  })

  test('does not wait when the browser says that the network is back', async () => {
    for (let failures = 0; failures < 6; failures++) {
      live.last.listener.onEnd({ kind: 'closed', code: 1006, reason: '' })
      await vi.advanceTimersByTimeAsync(10_000)
    }
    live.last.listener.onEnd({ kind: 'closed', code: 1006, reason: '' })
    const before = live.sockets.length
    await vi.advanceTimersByTimeAsync(100)
    expect(live.sockets).toHaveLength(before)
    dispatchEvent(new Event('online'))
    await vi.advanceTimersByTimeAsync(0)
    expect(live.sockets).toHaveLength(before + 1)
  })

  test('hands a renewed token to the open socket, once', () => {
    feed.renew('token-1')
    feed.renew('token-2')
    feed.renew('token-2')
    expect(live.last.renewed).toEqual(['token-2'])
  })

  test('gets another token when its own has ended', async () => {
    live.last.listener.onEnd({ kind: 'closed', code: 4403, reason: 'expired' })
    await vi.advanceTimersByTimeAsync(250)
    expect(live.last.token).toBe('token-2')
  })

  test('goes quiet when nobody is signed in any more', async () => {
    token = undefined
    live.last.listener.onEnd({ kind: 'closed', code: 1006, reason: '' })
    await vi.advanceTimersByTimeAsync(60_000)
    expect(live.sockets).toHaveLength(1)
  })

  test('tells of a snapshot in a few strokes, not row by row', async () => {
    const told = vi.fn()
    feed.subscribe(told)
    await vi.advanceTimersByTimeAsync(100)
    live.tell(...Array.from({ length: 500 }, (_, index) => ({ rentalId: `r${index}`, version: 1 })))
    await vi.advanceTimersByTimeAsync(100)
    expect(feed.state().rows.size).toBe(500)
    expect(told.mock.calls.length).toBeLessThanOrEqual(3)
  })

  test('whose page takes long to draw tells of what came meanwhile when it is drawn, not row by row', async () => {
    const drawn: number[] = []
    feed.subscribe(() => {
      drawn.push(feed.state().rows.size)
      // Drawing takes a second, in which nobody hears.
      vi.spyOn(performance, 'now').mockReturnValue(drawn.length * 1_000)
    })
    await vi.advanceTimersByTimeAsync(100)
    for (let index = 0; index < 300; index += 1) {
      live.tell({ rentalId: `r${index}`, version: 1 })
      // Every tenth row finds the page drawn.
      if (index % 10 === 9) await vi.advanceTimersByTimeAsync(41)
    }
    await vi.advanceTimersByTimeAsync(100)
    vi.mocked(performance.now).mockRestore()
    expect(drawn.at(-1)).toBe(300)
    expect(drawn.length).toBeLessThanOrEqual(62)
  })

  test('of a fresh snapshot that takes its time is not over before it is', async () => {
    const two = [
      { rentalId: 'a', version: 1 },
      { rentalId: 'b', version: 1 },
    ]
    live.tell(...two)
    live.last.listener.onEnd({
      kind: 'refused',
      errors: [{ message: '', extensions: { code: 'RESYNC_REQUIRED', reason: 'STREAM_REPLACED' } }],
    })
    await vi.advanceTimersByTimeAsync(0)
    live.last.listener.onConnected()
    await vi.advanceTimersByTimeAsync(2_000)
    live.tell({ rentalId: 'a', version: 1 })
    await vi.advanceTimersByTimeAsync(2_000)
    expect([...feed.state().rows.keys()].sort()).toEqual(['a', 'b'])
    await vi.advanceTimersByTimeAsync(2_000)
    expect([...feed.state().rows.keys()]).toEqual(['a'])
  })

  test('says since when it may be old', async () => {
    const lastLive = Date.now()
    live.last.listener.onEnd({ kind: 'closed', code: 1006, reason: '' })
    await vi.advanceTimersByTimeAsync(5_000)
    expect(feed.currentAt()).toBe(lastLive)
  })

  test('started again goes on where it was, whenever it was stopped', async () => {
    live.tell({ rentalId: 'a', version: 1 }, { rentalId: 'a', version: 2 })
    feed.stop()
    feed.start()
    await vi.advanceTimersByTimeAsync(0)
    expect(live.last.request.extensions).toMatchObject({ resumeFrom: 'a@2' })
    live.tell({ rentalId: 'a', version: 3 })
    await vi.advanceTimersByTimeAsync(50)
    expect(feed.state().rows.get('a')?.version).toBe(3)
  })

  test('ends with its page', () => {
    feed.stop()
    expect(live.last.isClosed).toBe(true)
  })
})
