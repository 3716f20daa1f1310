import { GraphQLError } from 'graphql'
import { describe, expect, test } from 'vitest'
import { FakeSubscriptions } from '../testing/fake-subscriptions.ts'
import { initialisedSocket, rawSocket, refusedHandshake } from '../testing/raw-socket.ts'
import { testRouter } from '../testing/router.ts'

const CHANGES = 'subscription Changes { changed }'

async function opened(env: Record<string, string> = {}) {
  const core = new FakeSubscriptions()
  const router = await testRouter({ env, subscriptions: core })
  const token = await router.issuer.token()
  const socket = await initialisedSocket(router.url, token)
  return {
    core,
    router,
    socket,
    token,
    async subscribe(id = '1') {
      const before = core.all.length
      socket.send({ id, type: 'subscribe', payload: { query: CHANGES } })
      return core.nth(before)
    },
  }
}

describe('F10 what graphql-transport-ws asks of a server', () => {
  test('payloads come under the id of their operation, with their cursor', async () => {
    const { socket, subscribe } = await opened()
    const subscription = await subscribe('quote " and ü')
    subscription.next({ changed: 'ä' }, 'c1')
    expect(await socket.message()).toEqual({
      id: 'quote " and ü',
      type: 'next',
      payload: { data: { changed: 'ä' }, extensions: { cursor: 'c1' } },
    })
    expect(subscription.request).toMatchObject({ text: CHANGES, operationName: 'Changes', viewer: { sub: 'ann' } })
  })

  test.each([10, 200, 20_000, 100_000])('a payload of %i characters', async (length) => {
    const { socket, subscribe } = await opened()
    const subscription = await subscribe()
    subscription.next({ changed: 'é'.repeat(length) })
    subscription.next({ changed: 'after' })
    expect(await socket.message()).toMatchObject({ payload: { data: { changed: 'é'.repeat(length) } } })
    expect(await socket.message()).toMatchObject({ payload: { data: { changed: 'after' } } })
  })

  test('what resumes, and what the client wrote, reach the core', async () => {
    const { core, socket } = await opened()
    const extensions = { resumeFrom: 'c7', consistency: 'w3' }
    socket.send({
      id: '1',
      type: 'subscribe',
      payload: { query: CHANGES, operationName: 'Changes', variables: { a: 1 }, extensions },
    })
    expect((await core.nth(0)).request).toMatchObject({ variables: { a: 1 }, ...extensions })
  })

  test.each([
    ['no JSON', 'hello'],
    ['no object', '[]'],
    ['no type', '{}'],
    ['an unknown type', '{"type":"start"}'],
    ['a subscription without an id', '{"type":"subscribe","payload":{"query":"{a}"}}'],
    ['a subscription without a query', '{"id":"1","type":"subscribe","payload":{}}'],
    ['a message of servers', '{"id":"1","type":"next","payload":{}}'],
    ['an id of endless length', `{"id":"${'x'.repeat(1_000)}","type":"subscribe","payload":{"query":"{a}"}}`],
    ['a reason of endless length', `{"type":"${'x'.repeat(1_000)}"}`],
  ])('4400 for %s', async (_what, text) => {
    const { socket } = await opened()
    socket.send(text)
    expect(await socket.closed).toMatchObject({ code: 4400 })
  })

  test('4400 for bytes', async () => {
    const { socket } = await opened()
    socket.ws.send(Buffer.from('{"type":"ping"}'), { binary: true })
    expect(await socket.closed).toMatchObject({ code: 4400 })
  })

  test('4401 for an operation before the acknowledgement, also while the token is being verified', async () => {
    const { router, token, core } = await opened()
    const subscribe = { id: '1', type: 'subscribe', payload: { query: CHANGES } }
    const early = await rawSocket(router.url)
    early.send(subscribe)
    expect(await early.closed).toEqual({ code: 4401, reason: 'Unauthorized' })
    const hasty = await rawSocket(router.url)
    hasty.send({ type: 'connection_init', payload: { authorization: `Bearer ${token}x` } })
    hasty.send(subscribe)
    expect(await hasty.closed).toMatchObject({ code: 4401 })
    expect(core.all).toEqual([])
  })

  test('4406 for another subprotocol, and for none', async () => {
    const { router } = await opened()
    for (const protocol of ['graphql-ws', '']) {
      const socket = await rawSocket(router.url, { protocol }).catch((error: Error) => error)
      // A client that offered something must not be answered by something else; `ws` closes by itself then.
      if (socket instanceof Error) expect(socket.message).toMatch(/subprotocol/)
      else expect(await socket.closed).toMatchObject({ code: 4406 })
    }
  })

  test('4408 for a socket that does not say who it is in time', async () => {
    const { router } = await opened({ CONNECTION_INIT_WAIT_MS: '50' })
    const socket = await rawSocket(router.url)
    expect(await socket.closed).toEqual({ code: 4408, reason: 'Connection initialisation timeout' })
  })

  test('4409 for an id that is in use', async () => {
    const { socket, subscribe, core } = await opened()
    const subscription = await subscribe('1')
    socket.send({ id: '1', type: 'subscribe', payload: { query: CHANGES } })
    expect(await socket.closed).toEqual({ code: 4409, reason: 'Subscriber for 1 already exists' })
    await core.until(() => subscription.stopped)
  })

  test('4429 for a second connection_init, before and after the acknowledgement', async () => {
    const { socket, router, token } = await opened()
    const init = { type: 'connection_init', payload: { authorization: `Bearer ${token}` } }
    socket.send(init)
    expect(await socket.closed).toMatchObject({ code: 4429 })
    const hasty = await rawSocket(router.url)
    hasty.send(init)
    hasty.send(init)
    expect(await hasty.closed).toMatchObject({ code: 4429 })
  })

  test('pings are answered with what they carried, before the acknowledgement too; pongs are taken', async () => {
    const { router } = await opened()
    const socket = await rawSocket(router.url)
    socket.send({ type: 'pong' })
    socket.send({ type: 'ping', payload: { a: 1 } })
    expect(await socket.message()).toEqual({ type: 'pong', payload: { a: 1 } })
    socket.send({ type: 'ping' })
    expect(await socket.message()).toEqual({ type: 'pong' })
  })

  test('a client completes: the core is told, nothing follows, and the id is free', async () => {
    const { socket, subscribe, core } = await opened()
    const first = await subscribe('1')
    first.next({ changed: 1 })
    await socket.message()
    socket.send({ id: '1', type: 'complete' })
    await core.until(() => first.stopped)
    first.next({ changed: 'too late' })
    first.sink.complete()
    const second = await subscribe('1')
    second.next({ changed: 2 })
    expect(await socket.message()).toMatchObject({ id: '1', payload: { data: { changed: 2 } } })
  })

  test('the core completes: once, nothing follows, and the id is free', async () => {
    const { socket, subscribe } = await opened()
    const first = await subscribe('1')
    first.sink.complete()
    first.sink.complete()
    first.next({ changed: 'too late' })
    first.fail({ message: 'too late' })
    expect(await socket.message()).toEqual({ id: '1', type: 'complete' })
    const second = await subscribe('1')
    second.next({ changed: 2 })
    expect(await socket.message()).toMatchObject({ type: 'next', payload: { data: { changed: 2 } } })
    expect(first.stopped).toBe(false)
  })

  test('`complete` never follows `error`, and the id is free', async () => {
    const { socket, subscribe } = await opened()
    const first = await subscribe('1')
    const told = { message: 'Resume.', extensions: { code: 'RESYNC_REQUIRED', reason: 'SLOW_CLIENT', cursor: 'c' } }
    first.fail(told)
    first.sink.complete()
    expect(await socket.message()).toEqual({ id: '1', type: 'error', payload: [told] })
    socket.send({ type: 'ping' })
    expect(await socket.message()).toEqual({ type: 'pong' })
    await subscribe('1')
  })

  test('a refusal of the core is the error of its operation, and the socket stays', async () => {
    const { socket, core, subscribe } = await opened()
    core.refusal = new Error('of a kind that nobody expected')
    socket.send({ id: '1', type: 'subscribe', payload: { query: CHANGES } })
    expect(await socket.message()).toMatchObject({
      id: '1',
      type: 'error',
      payload: [{ message: 'Something went wrong on our side.', extensions: { code: 'INTERNAL_SERVER_ERROR' } }],
    })
    core.refusal = new GraphQLError('Not this one.', {
      extensions: { code: 'BAD_USER_INPUT', reason: 'INVALID_CURSOR', http: { status: 400 } },
    })
    socket.send({ id: '1', type: 'subscribe', payload: { query: CHANGES } })
    expect(await socket.message()).toEqual({
      id: '1',
      type: 'error',
      payload: [{ message: 'Not this one.', extensions: { code: 'BAD_USER_INPUT', reason: 'INVALID_CURSOR' } }],
    })
    core.refusal = undefined
    await subscribe('1')
  })

  test('a client completes what is not there, or twice, or before it has begun: nothing happens', async () => {
    const { socket, core } = await opened()
    socket.send({ id: 'nothing', type: 'complete' })
    socket.send({ id: '1', type: 'subscribe', payload: { query: CHANGES } })
    socket.send({ id: '1', type: 'complete' })
    socket.send({ id: '1', type: 'complete' })
    socket.send({ type: 'ping' })
    expect(await socket.message()).toEqual({ type: 'pong' })
    expect(core.count).toBe(0)
  })

  test('operations do not wait for each other', async () => {
    const { socket, subscribe } = await opened()
    const [a, b] = [await subscribe('a'), await subscribe('b')]
    b.next({ changed: 1 })
    a.next({ changed: 2 })
    b.next({ changed: 3 })
    const ids = [await socket.message(), await socket.message(), await socket.message()]
    expect(ids).toMatchObject([{ id: 'b' }, { id: 'a' }, { id: 'b' }])
  })

  test('a client that goes leaves nothing behind', async () => {
    const { socket, subscribe, core } = await opened()
    await Promise.all([subscribe('a'), subscribe('b')])
    await core.until(() => core.all.length === 2)
    socket.ws.close(1000)
    await core.until(() => core.count === 0)
    const other = await opened()
    await other.subscribe()
    other.socket.ws.terminate()
    await other.core.until(() => other.core.count === 0)
  })

  test('only /graphql is there for it', async () => {
    const { router } = await opened()
    const { status, body } = await refusedHandshake(router.url.replace('/graphql', '/'))
    expect({ status, body }).toMatchObject({ status: 404, body: { errors: [{ extensions: { reason: 'NOT_FOUND' } }] } })
  })

  test('a client that offers another protocol with an ordinary request is answered', async () => {
    const { router } = await opened()
    const { request } = await import('node:http')
    const headers = { upgrade: 'h2c', connection: 'Upgrade, HTTP2-Settings', 'http2-settings': '' }
    const answered = await new Promise((resolve) => {
      request(new URL('/health/live', router.url), { headers }, ({ statusCode }) => resolve(statusCode)).end()
    })
    expect(answered).toBe(200)
  })
})
