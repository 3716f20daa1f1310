import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { connect, type Connection, type End } from './connection.ts'

/** A socket that a test speaks through. */
class FakeSocket extends EventTarget {
  static readonly CONNECTING = 0
  static readonly OPEN = 1
  static readonly CLOSING = 2
  static readonly CLOSED = 3
  static last: FakeSocket
  readonly sent: { type: string; id?: string }[] = []
  readyState = FakeSocket.OPEN
  isClosed = false
  onopen: (() => void) | undefined
  onmessage: ((event: { data: string }) => void) | undefined

  constructor() {
    super()
    FakeSocket.last = this
    queueMicrotask(() => this.onopen?.())
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text) as { type: string })
  }

  close(): void {
    this.isClosed = true
  }

  says(message: object): void {
    this.onmessage?.({ data: JSON.stringify(message) })
  }
}

const PING_MS = 8_000
let ends: End[]
let wasDeaf: number
let connection: Connection
let lateness = 0

const request = { query: 'subscription { x }', operationName: 'X', variables: {}, extensions: {} }
const pings = () => FakeSocket.last.sent.filter(({ type }) => type === 'ping').length
/** The next timers come so much later than they should have. */
const isLateBy = (ms: number) => (lateness += ms)

beforeEach(async () => {
  vi.useFakeTimers()
  vi.stubGlobal('WebSocket', FakeSocket)
  const now = performance.now.bind(performance)
  lateness = 0
  vi.spyOn(performance, 'now').mockImplementation(() => now() + lateness)
  ends = []
  wasDeaf = 0
  connection = connect('ws://library/graphql', 'token', request, {
    onConnected: () => undefined,
    onAnswer: () => undefined,
    onDeaf: () => (wasDeaf += 1),
    onEnd: (end) => ends.push(end),
  })
  await vi.advanceTimersByTimeAsync(0)
  FakeSocket.last.says({ type: 'connection_ack' })
  await vi.advanceTimersByTimeAsync(PING_MS)
  expect(pings()).toBe(1)
})

afterEach(() => {
  connection.terminate()
  vi.useRealTimers()
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

describe('a connection', () => {
  test('that does not answer a ping is over', async () => {
    await vi.advanceTimersByTimeAsync(PING_MS)
    expect(ends).toEqual([{ kind: 'closed', code: 1006, reason: '' }])
    expect(wasDeaf).toBe(0)
  })

  test('that answers goes on', async () => {
    for (let round = 0; round < 5; round += 1) {
      FakeSocket.last.says({ type: 'pong' })
      await vi.advanceTimersByTimeAsync(PING_MS)
    }
    expect(ends).toEqual([])
    expect(pings()).toBe(6)
  })

  test('that brings rows instead of the pong, which stands behind them, goes on', async () => {
    for (let round = 0; round < 5; round += 1) {
      FakeSocket.last.says({ type: 'ping' })
      await vi.advanceTimersByTimeAsync(PING_MS)
    }
    expect(ends).toEqual([])
  })

  test('is not over because the page did not listen: what it has not heard is waited for, and it says so', async () => {
    isLateBy(33_000)
    await vi.advanceTimersByTimeAsync(PING_MS)
    expect({ ends, wasDeaf }).toEqual({ ends: [], wasDeaf: 1 })
    FakeSocket.last.says({ type: 'pong' })
    await vi.advanceTimersByTimeAsync(PING_MS)
    expect(ends).toEqual([])
  })

  test('that stays silent is over, however deaf the page is', async () => {
    for (let round = 0; round < 2; round += 1) {
      isLateBy(33_000)
      await vi.advanceTimersByTimeAsync(PING_MS)
    }
    expect(ends).toHaveLength(1)
  })
})
