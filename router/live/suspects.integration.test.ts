import { expect, onTestFinished, test } from 'vitest'
import { FakeReplica, FakeView } from '../testing/fake-view.ts'
import { ALICE, fakeSchema, liveCore, LiveClient, requestOf } from '../testing/live-client.ts'

const BOB = { ...ALICE, sub: 'bob', token: 'bob-1' }

async function startView(): Promise<{ view: FakeView; replica: FakeReplica }> {
  const view = new FakeView()
  const replica = await new FakeReplica(view).start()
  onTestFinished(() => replica.stop())
  return { view, replica }
}

test('C30 who subscribes with more than a frame upstream can hold is told so, and nobody else notices', async () => {
  const { view, replica } = await startView()
  // Nobody is to be ended because a busy machine takes seconds for ten megabytes.
  const core = liveCore(replica, fakeSchema(), 60_000)
  const neighbour = new LiveClient()
  await core.subscribe(requestOf({ viewer: BOB }), neighbour)
  await replica.until(() => replica.operations === 1)
  const clients = Array.from({ length: 150 }, () => new LiveClient())
  await Promise.all(
    clients.map((client, n) => core.subscribe(requestOf({ variables: { key: `${n}${'"'.repeat(60_000)}` } }), client)),
  )
  await Promise.all(clients.map((client) => client.until(({ errors }) => errors !== undefined)))
  for (const { errors } of clients) {
    expect(errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', reason: 'OPERATION_TOO_LARGE' })
  }
  view.change('a')
  await neighbour.until(({ fold }) => fold.has('a'))
  expect(replica.subscribed).toHaveLength(1)
})

test('C30 150 operations that end the connection on which they are sent are ended alone, and others go on', async () => {
  const { view, replica } = await startView()
  replica.poison = 'poison'
  const core = liveCore(replica, fakeSchema(), 60_000)
  const neighbours = Array.from({ length: 20 }, () => new LiveClient())
  await Promise.all(neighbours.map((client, n) => core.subscribe(requestOf({ viewer: BOB, variables: { n } }), client)))
  await replica.until(() => replica.operations === 20)
  const attack = async () => {
    const clients = Array.from({ length: 150 }, () => new LiveClient())
    await Promise.all(
      clients.map((client, n) => core.subscribe(requestOf({ variables: { key: `poison ${n}` } }), client)),
    )
    await Promise.all(clients.map((client) => client.until(({ errors }) => errors !== undefined)))
    for (const { errors } of clients) {
      expect(errors?.[0]?.extensions).toEqual({
        code: 'SUBGRAPH_UNAVAILABLE',
        serviceName: 'view',
        reason: 'UNREACHABLE',
      })
    }
  }
  await attack()
  expect(replica.closed).toBeLessThanOrEqual(450)
  view.change('a')
  await Promise.all(neighbours.map((client) => client.until(({ fold }) => fold.has('a'))))
  // They come back, as they are told to: what is known to end a connection is not tried on that of all again.
  await replica.until(() => replica.operations === 20)
  const begun = replica.subscribed.length
  await attack()
  view.change('b')
  await Promise.all(neighbours.map((client) => client.until(({ fold }) => fold.has('b'))))
  expect(replica.subscribed).toHaveLength(begun)
  for (const { errors, problem } of neighbours) expect([errors, problem]).toEqual([undefined, undefined])
})

test('a subgraph that restarts again and again is none that an operation has ended', async () => {
  const { view, replica } = await startView()
  const core = liveCore(replica)
  const client = new LiveClient()
  Object.assign(replica, { poison: 'subscribe', closeCode: 1012 })
  await core.subscribe(requestOf({ variables: { key: 'a' } }), client)
  await replica.until(() => replica.closed === 4)
  replica.poison = undefined
  await replica.until(() => replica.operations === 1)
  view.change('a')
  await client.until(({ fold }) => fold.has('a'))
  expect(client.errors).toBeUndefined()
})
