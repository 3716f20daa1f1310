import { randomUUID } from 'node:crypto'
import { expect, onTestFinished, test } from 'vitest'
import { createLogger } from '@ebook/chassis/log'
import { LARGEST_REQUEST_BYTES } from '@ebook/chassis/server'
import { FakeReplica, FakeView } from '../testing/fake-view.ts'
import { Upstream, type Refused, type Row, type UpstreamOperation } from './upstream.ts'

const operation: UpstreamOperation = {
  query: 'subscription { changed }',
  variables: {},
  token: 'alice-1',
  requestId: 'request-1',
  traceparent: '',
  live: { begin: 'now' },
}

async function start() {
  const view = new FakeView()
  const replica = await new FakeReplica(view).start()
  const log = createLogger('router', 'fatal')
  const upstream = new Upstream({ name: 'view', url: replica.url, secret: 'secret', log, keepAliveMs: 50 })
  onTestFinished(async () => {
    upstream.stop()
    await replica.stop()
  })
  return { view, replica, upstream }
}

function listen(upstream: Upstream, live = operation.live) {
  const lost = Promise.withResolvers<void>()
  const rows: Row[] = []
  let more = Promise.withResolvers<void>()
  const leave = upstream.subscribe(
    { ...operation, live },
    {
      row(row) {
        rows.push(row)
        more.resolve()
        more = Promise.withResolvers()
      },
      mark: () => more.resolve(),
      completed: () => undefined,
      refused: () => undefined,
      lost: () => lost.resolve(),
    },
  )
  return { lost: lost.promise, rows, more: () => more.promise, leave }
}

test('many operations share one connection, each with its own identity', async () => {
  const { view, replica, upstream } = await start()
  const [one, other] = [listen(upstream), listen(upstream)]
  await replica.until(() => replica.operations === 2)
  expect(replica.connections).toBe(1)
  one.leave()
  await replica.until(() => replica.operations === 1)
  const more = other.more()
  view.change('a')
  await more
  expect(other.rows).toHaveLength(1)
  expect(one.rows).toHaveLength(0)
})

test('a peer that says nothing any more counts as lost, and the next operation connects anew', async () => {
  const { view, replica, upstream } = await start()
  const first = listen(upstream)
  await replica.until(() => replica.operations === 1)
  replica.mute = true
  await first.lost
  replica.mute = false
  const second = listen(upstream)
  await replica.until(() => replica.operations === 1)
  const more = second.more()
  view.change('a')
  await more
  expect(first.rows).toHaveLength(0)
})

test('a connection that cannot be had is told to every operation that waits for it', async () => {
  const { replica, upstream } = await start()
  await replica.stop()
  const waiting = [listen(upstream), listen(upstream)]
  await Promise.all(waiting.map(({ lost }) => lost))
})

test('C30 an operation that would be too large a frame is refused before anything is sent, whatever makes it large', async () => {
  const { replica, upstream } = await start()
  const refusalOf = (more: Partial<UpstreamOperation>) => {
    const { promise, resolve } = Promise.withResolvers<Refused | 'lost'>()
    const nothing = () => undefined
    const sink = { row: nothing, mark: nothing, completed: nothing, refused: resolve, lost: () => resolve('lost') }
    upstream.subscribe({ ...operation, requestId: randomUUID(), ...more }, sink)
    return promise
  }
  const quoted = '"'.repeat(52_000)
  for (const more of [
    { query: quoted },
    { variables: { key: quoted } },
    { operationName: quoted },
    { variables: { key: '책'.repeat(30_000) }, token: 'x'.repeat(12_288) },
  ]) {
    expect(await refusalOf(more)).toMatchObject({ code: 'BAD_USER_INPUT', reason: 'OPERATION_TOO_LARGE' })
  }
  expect(replica.connections).toBe(0)
})

test('C30 the largest frame that the subgraph takes is sent, and one byte more is not', async () => {
  const { replica, upstream } = await start()
  const requestId = randomUUID()
  const sizes: number[] = []
  const outcome = (length: number) => {
    const { promise, resolve } = Promise.withResolvers<string>()
    const nothing = () => undefined
    const told = { mark: () => resolve('sent'), refused: ({ reason = '' }: Refused) => resolve(reason) }
    const sink = { row: nothing, completed: nothing, lost: () => resolve('lost'), ...told }
    upstream.subscribe({ ...operation, requestId, variables: { key: 'x'.repeat(length) } }, sink)
    return promise
  }
  replica.onFrame = (bytes) => sizes.push(bytes)
  expect(await outcome(0)).toBe('sent')
  const room = LARGEST_REQUEST_BYTES - Math.max(...sizes)
  expect(await outcome(room)).toBe('sent')
  expect(Math.max(...sizes)).toBe(LARGEST_REQUEST_BYTES)
  expect(await outcome(room + 1)).toBe('OPERATION_TOO_LARGE')
})
