import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, onTestFinished, test } from 'vitest'
import { FakeSubscriptions, type FakeSubscription } from '../testing/fake-subscriptions.ts'
import { halfClosingProxy } from '../testing/half-closing-proxy.ts'
import { initialisedSocket } from '../testing/raw-socket.ts'
import { testRouter } from '../testing/router.ts'
import { streamed } from '../testing/streamed.ts'

const query = 'subscription { changed }'

async function started(env: Record<string, string> = {}) {
  const core = new FakeSubscriptions()
  const router = await testRouter({ env, subscriptions: core })
  return { core, router, token: await router.issuer.token() }
}

const big = 'x'.repeat(100_000)

/** Sends as the core does, until nothing resumed any more; how many payloads that were. */
async function sendUntilStuck(core: FakeSubscriptions, subscription: FakeSubscription): Promise<number> {
  for (let sent = 1; sent < 1_000; sent++) {
    const resumed = subscription.resumed
    if (subscription.next({ changed: `${sent} ${big}` })) continue
    const flowed = core.until(() => subscription.resumed > resumed).then(() => true)
    // Longer than any buffer of the system takes to be filled.
    if (!(await Promise.race([flowed, delay(500)]))) return sent
  }
  throw new Error('100 MB were taken for a client that reads nothing')
}

describe('C30 a client that stops reading', () => {
  test('over WebSocket: the core is told to stop, and goes on when there is room again', async () => {
    const { core, router, token } = await started()
    const socket = await initialisedSocket(router.url, token)
    socket.send({ id: '1', type: 'subscribe', payload: { query } })
    const subscription = await core.nth(0)
    socket.ws.pause()
    const sent = await sendUntilStuck(core, subscription)
    const resumed = subscription.resumed
    socket.ws.resume()
    for (let i = 1; i <= sent; i++) {
      expect(await socket.message()).toMatchObject({ payload: { data: { changed: `${i} ${big}` } } })
    }
    await core.until(() => subscription.resumed > resumed)
    expect(subscription.next({ changed: 'after' })).toBe(true)
    expect(await socket.message()).toMatchObject({ payload: { data: { changed: 'after' } } })
  })

  test.each(['text/event-stream', 'multipart/mixed;subscriptionSpec=1.0'])('over %s', async (accept) => {
    const { core, router, token } = await started()
    const headers = { accept, authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const stream = await streamed(router.url, { headers }, { query })
    const subscription = await core.nth(0)
    stream.response.pause()
    const sent = await sendUntilStuck(core, subscription)
    const resumed = subscription.resumed
    stream.response.resume()
    await stream.holds(`"${sent} `)
    await core.until(() => subscription.resumed > resumed)
    expect(subscription.next({ changed: 'after' })).toBe(true)
    await stream.holds('after')
  })

  test('and goes on asking is not read either, so that its answers do not pile up', async () => {
    const { router, token } = await started({ RATE_LIMIT_PER_MINUTE: '1000000' })
    const socket = await initialisedSocket(router.url, token)
    socket.ws.pause()
    const ping = { type: 'ping', payload: { text: 'x'.repeat(900) } }
    const pings = 20_000
    for (let i = 0; i < pings; i++) socket.send(ping)
    const stuck = async () => {
      const before = socket.ws.bufferedAmount
      await delay(200)
      return before > 0 && socket.ws.bufferedAmount === before
    }
    await expect.poll(stuck, { timeout: 5_000 }).toBe(true)
    socket.ws.resume()
    for (let i = 0; i < pings; i++) expect(await socket.message()).toMatchObject({ type: 'pong' })
  })
})

describe('connections that lie', () => {
  test('a handshake through a proxy that swallows the end: the router finds out by itself', async () => {
    const { core, router, token } = await started({ SOCKET_PING_MS: '1000' })
    const proxy = await halfClosingProxy(router.url)
    const socket = await initialisedSocket(proxy.url, token)
    socket.send({ id: '1', type: 'subscribe', payload: { query } })
    const subscription = await core.nth(0)
    subscription.next({ changed: 1 })
    expect(await socket.message()).toMatchObject({ type: 'next' })
    socket.ws.terminate()
    await core.until(() => subscription.stopped)
    const metrics = async () => (await fetch(new URL('/metrics', router.url))).text()
    await expect.poll(metrics).toContain('ebook_router_socket_closes_total{code="1006",service="router"} 1')
    expect(await metrics()).toContain('ebook_router_connections{transport="websocket",service="router"} 0')
  })

  test('a proxy that closes one direction: the socket ends, and so does what ran on it', async () => {
    const { core, router, token } = await started()
    const proxy = await halfClosingProxy(router.url)
    const socket = await initialisedSocket(proxy.url, token)
    socket.send({ id: '1', type: 'subscribe', payload: { query } })
    const subscription = await core.nth(0)
    proxy.endTowardsServer()
    await core.until(() => subscription.stopped)
  })

  test('a client that answers pings is left alone', async () => {
    const { core, router, token } = await started({ SOCKET_PING_MS: '500' })
    const socket = await initialisedSocket(router.url, token)
    socket.send({ id: '1', type: 'subscribe', payload: { query } })
    const subscription = await core.nth(0)
    for (let pings = 0; pings < 3; pings++) await once(socket.ws, 'ping')
    subscription.next({ changed: 1 })
    expect(await socket.message()).toMatchObject({ type: 'next' })
  })

  test('a client that does not read cannot answer: it is given longer, and not for ever', async () => {
    const { core, router, token } = await started({ SOCKET_PING_MS: '500' })
    const socket = await initialisedSocket(router.url, token)
    socket.send({ id: '1', type: 'subscribe', payload: { query } })
    const subscription = await core.nth(0)
    socket.ws.pause()
    // It is stuck for 500 ms then.
    await sendUntilStuck(core, subscription)
    expect(subscription.stopped).toBe(false)
    await core.until(() => subscription.stopped)
  })

  const handshake = ['GET /graphql HTTP/1.1', 'Host: x', 'Upgrade: websocket', 'Connection: Upgrade'].join('\r\n')
  const key = ['Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==', 'Sec-WebSocket-Version: 13', '', ''].join('\r\n')

  async function tcp(url: string) {
    const { hostname, port } = new URL(url)
    const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true })
    socket.on('error', () => undefined)
    onTestFinished(() => void socket.destroy())
    let text = ''
    socket.setEncoding('latin1').on('data', (chunk: string) => (text += chunk))
    await once(socket, 'connect')
    return { socket, text: () => text, closed: once(socket, 'end') }
  }

  test.each([
    ['a client that ends with its handshake', `${handshake}\r\n${key}`, true],
    ['a handshake without a key', `${handshake}\r\n\r\n`, false],
    ['a reset in the middle', `${handshake}\r\nSec-`, undefined],
  ])('%s is let go, and the router serves on', async (_what, text, end) => {
    const { router, token } = await started()
    const { socket, closed } = await tcp(router.url)
    socket.write(text)
    if (end === true) socket.end()
    if (end === undefined) socket.resetAndDestroy()
    else await closed
    await initialisedSocket(router.url, token)
  })

  test(
    'a handshake that never ends, though there is always a little more of it, is cut off',
    { timeout: 20_000 },
    async () => {
      const { router } = await started()
      const { socket, text, closed } = await tcp(router.url)
      socket.write(`${handshake}\r\n`)
      const trickle = setInterval(() => socket.write('X-A: b\r\n'), 200)
      onTestFinished(() => clearInterval(trickle))
      await closed
      expect(text()).toMatch(/^HTTP\/1.1 408/)
    },
  )
})
