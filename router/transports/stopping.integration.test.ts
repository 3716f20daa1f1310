import { once } from 'node:events'
import { connect } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { answer } from '../testing/fake-subgraph.ts'
import { FakeSubscriptions } from '../testing/fake-subscriptions.ts'
import { initialisedSocket, refusedHandshake } from '../testing/raw-socket.ts'
import { testRouter } from '../testing/router.ts'
import { streamed } from '../testing/streamed.ts'

const query = 'subscription { changed }'
const subscribe = { id: '1', type: 'subscribe', payload: { query } }

async function started(env: Record<string, string> = {}) {
  const core = new FakeSubscriptions()
  const router = await testRouter({ env, subscriptions: core })
  const token = await router.issuer.token()
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  return {
    core,
    router,
    token,
    stream: (accept: string) => streamed(router.url, { headers: { ...headers, accept } }, { query }),
  }
}

describe('C33 the router goes down, and who subscribes goes elsewhere', () => {
  test('C33 sockets close with 1012, one after another, not in the order in which they came', async () => {
    const { core, router, token } = await started({ SHUTDOWN_STAGGER_MS: '300' })
    const order: number[] = []
    const closes = []
    for (let i = 0; i < 20; i++) {
      const socket = await initialisedSocket(router.url, token)
      socket.send(subscribe)
      closes.push(socket.closed.finally(() => order.push(i)))
    }
    await core.nth(19)
    await router.stop()
    expect(await Promise.all(closes)).toEqual(Array(20).fill({ code: 1012, reason: 'Restarting' }))
    expect(order).not.toEqual(order.toSorted((a, b) => a - b))
    expect(core.count).toBe(0)
    expect(core.stopped).toBe(true)
  })

  test('C33 what is being answered on a socket is answered first', async () => {
    const { router, token } = await started()
    const release = Promise.withResolvers<void>()
    router.rent.behave(async (response) => {
      await release.promise
      answer(response, { data: { lend: { id: 'r3' } } })
    })
    const socket = await initialisedSocket(router.url, token)
    const mutation = 'mutation { lend(input: { bookId: "2" }) { id } }'
    socket.send({ id: '1', type: 'subscribe', payload: { query: mutation } })
    await router.rent.receives(1)
    const stopped = router.stop()
    socket.send({ type: 'ping' })
    expect(await socket.message()).toEqual({ type: 'pong' })
    release.resolve()
    expect(await socket.message()).toMatchObject({ payload: { data: { lend: { id: 'r3' } } } })
    expect(await socket.message()).toEqual({ id: '1', type: 'complete' })
    expect(await socket.closed).toMatchObject({ code: 1012 })
    await stopped
  })

  test('C33 an event stream says when to come back, and does not end as if all had been said', async () => {
    const { core, router, stream } = await started()
    const open = await stream('text/event-stream')
    await core.nth(0)
    await router.stop()
    const { text, complete } = await open.ended
    expect(text).toMatch(/retry: \d+\n\n$/)
    expect(text).not.toContain('complete')
    expect(complete).toBe(true)
  })

  test('C33 a multipart response says from where to go on', async () => {
    const { core, router, stream } = await started()
    const open = await stream('multipart/mixed;subscriptionSpec=1.0')
    const subscription = await core.nth(0)
    subscription.next({ changed: 1 }, 'c1')
    await open.holds('c1')
    await router.stop()
    const { text } = await open.ended
    const [, json = ''] = text.split('\r\n--graphql').at(-2)?.split('\r\n\r\n') ?? []
    expect(JSON.parse(json)).toMatchObject({
      payload: null,
      errors: [{ extensions: { reason: 'RESTARTING', cursor: 'c1' } }],
    })
    expect(text).toMatch(/--graphql--\r\n$/)
  })

  test('C33 while it waits to be looked past, it opens nothing that would stay open, and keeps what is', async () => {
    const { core, router, token, stream } = await started({ SHUTDOWN_DELAY_MS: '500' })
    const socket = await initialisedSocket(router.url, token)
    socket.send(subscribe)
    const subscription = await core.nth(0)
    const stopped = router.stop()
    expect((await refusedHandshake(router.url)).status).toBe(503)
    const { text } = await (await stream('text/event-stream')).ended
    expect(text).toMatch(/retry: \d+\n\n$/)
    subscription.next({ changed: 1 })
    expect(await socket.message()).toMatchObject({ type: 'next' })
    expect(await socket.closed).toMatchObject({ code: 1012 })
    await stopped
    expect(core.all).toHaveLength(1)
  })

  test('C33 connections that were never used, or only half, do not hold it up', async () => {
    const { router } = await started()
    for (const text of ['', 'GET /graphql HTTP/1.1\r\nUpgrade: websocket\r\n']) {
      const socket = connect(router.port, '127.0.0.1')
      onTestFinished(() => void socket.destroy())
      await once(socket, 'connect')
      if (text !== '') socket.write(text)
    }
    await router.stop()
  })

  test('C33 clients that do not read do not hold it up', async () => {
    const { core, router, token, stream } = await started()
    const socket = await initialisedSocket(router.url, token)
    socket.send(subscribe)
    const open = await stream('text/event-stream')
    await core.nth(1)
    socket.ws.pause()
    open.response.pause()
    const big = 'x'.repeat(100_000)
    for (const subscription of core.all) for (let i = 0; i < 200; i++) subscription.next({ changed: big })
    await router.stop()
  })
})
