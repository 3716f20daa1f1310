import { expect, onTestFinished, test } from 'vitest'
import { createLogger } from '@ebook/chassis/log'
import { FakeReplica, FakeView } from '../testing/fake-view.ts'
import { Upstream, type Row, type UpstreamOperation } from './upstream.ts'

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
