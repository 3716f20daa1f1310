import { mkdtemp, rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CACHE } from '@ebook/processes/checkout'
import { privateApt } from '@ebook/processes/private-apt'
import { documentedProxy, PROXIED_HOST, type ProxyName } from '../testing/documented-proxy.ts'
import { FakeSubscriptions } from '../testing/fake-subscriptions.ts'
import { initialisedSocket, refusedHandshake } from '../testing/raw-socket.ts'
import { testRouter } from '../testing/router.ts'
import { streamed } from '../testing/streamed.ts'

let folder: string
let packages: string

// Debian's signed packages, unpacked beside the checkout: nothing is installed.
beforeAll(async () => {
  folder = await mkdtemp(resolve(CACHE, 'proxies-'))
  const apt = await privateApt(folder)
  await apt.downloadWhole('nginx', 'haproxy')
  packages = await apt.unpack()
}, 600_000)
afterAll(() => rm(folder, { recursive: true, force: true }))

interface Way {
  readonly path?: string
  readonly method?: string
  /** The address of the client. */
  readonly from?: string
  readonly isAnonymous?: boolean
}

const query = 'subscription { changed }'
const origin = `https://${PROXIED_HOST}`

async function started(name: ProxyName, env: Record<string, string> = {}) {
  const core = new FakeSubscriptions()
  const router = await testRouter({ subscriptions: core, env: { TRUST_PROXY: '1', ...env } })
  const { url, ca } = await documentedProxy(name, packages, router.url)
  const token = await router.issuer.token({ exp: Math.floor(Date.now() / 1_000) + 600 })
  const options = { ca, servername: PROXIED_HOST }
  return {
    core,
    token,
    url,
    /** A socket as a page of this origin opens it. */
    socketFrom: (page: string) => ({ ...options, origin: page, headers: { host: PROXIED_HOST } }),
    async send(body?: object, more: Record<string, string> = {}, way: Way = {}) {
      const { path = '/graphql', from: localAddress, method, isAnonymous = false } = way
      const headers = {
        host: PROXIED_HOST,
        ...(body && { 'content-type': 'application/json' }),
        ...(!isAnonymous && { authorization: `Bearer ${token}` }),
        ...more,
      }
      const how = { ...(method && { method }), ...(localAddress && { localAddress }) }
      return streamed(new URL(path, url).href, { ...options, headers, ...how }, body)
    },
  }
}

describe.each(['nginx', 'haproxy'] as const)('C38 behind %s, as docs/operating.md configures it', (name) => {
  test('C38 queries and mutations are answered', async () => {
    const { send } = await started(name)
    const asked = await (await send({ query: '{ book(id: "1") { title } }' })).ended
    expect(JSON.parse(asked.text)).toEqual({ data: { book: { title: 'Emma' } } })
    const lent = await (await send({ query: 'mutation { lend(input: { bookId: "2" }) { id } }' })).ended
    expect(JSON.parse(lent.text)).toEqual({ data: { lend: { id: 'r3' } } })
  })

  test('C38 a WebSocket of our own pages is opened and carries what happens; a foreign page gets none', async () => {
    const { core, url, token, socketFrom } = await started(name, { SOCKET_PING_MS: '200' })
    const socket = await initialisedSocket(url, token, socketFrom(origin))
    socket.send({ id: '1', type: 'subscribe', payload: { query } })
    const subscription = await core.nth(0)
    await new Promise((resolve) => socket.ws.once('ping', resolve))
    subscription.next({ changed: 1 })
    expect(await socket.message()).toMatchObject({ type: 'next', payload: { data: { changed: 1 } } })
    expect(await refusedHandshake(url, socketFrom('https://evil.example'))).toMatchObject({
      status: 403,
      body: { errors: [{ extensions: { reason: 'FOREIGN_ORIGIN' } }] },
    })
  })

  test('C38 an event stream begins at once, beats, and each event comes when it happens', async () => {
    const { core, send } = await started(name, { STREAM_HEARTBEAT_MS: '200' })
    const stream = await send({ query }, { accept: 'text/event-stream' })
    expect(stream.response.headers['content-type']).toContain('text/event-stream')
    await stream.holds(':\n\n:\n\n:\n\n')
    const subscription = await core.nth(0)
    subscription.next({ changed: 'one' }, 'c1')
    await stream.holds('id: c1\n')
    subscription.next({ changed: 'two' }, 'c2')
    await stream.holds('id: c2\n')
    stream.request.destroy()
    await core.until(() => subscription.stopped)
  })

  test('C38 so does a multipart response', async () => {
    const { core, send } = await started(name, { STREAM_HEARTBEAT_MS: '200' })
    const stream = await send({ query }, { accept: 'multipart/mixed;subscriptionSpec=1.0' })
    await stream.holds('\r\n{}\r\n--graphql')
    const subscription = await core.nth(0)
    subscription.next({ changed: 'one' })
    await stream.holds('"changed":"one"')
    subscription.sink.complete()
    expect((await stream.ended).complete).toBe(true)
  })

  test('C38 the cookie for an EventSource is Secure, and is good for a stream of the same origin', async () => {
    const { core, send } = await started(name)
    const session = await send(undefined, { origin }, { path: '/graphql/session', method: 'POST' })
    expect(session.response.statusCode).toBe(204)
    const [cookie = ''] = session.response.headers['set-cookie'] ?? []
    expect(cookie).toMatch(/; Secure$/)
    const asAnEventSource = {
      accept: 'text/event-stream',
      cookie: cookie.split(';')[0] ?? '',
      'sec-fetch-site': 'same-origin',
    }
    const path = `/graphql?query=${encodeURIComponent(query)}`
    const stream = await send(undefined, asAnEventSource, { path, isAnonymous: true })
    const subscription = await core.nth(0)
    subscription.next({ changed: 'one' }, 'c1')
    await stream.holds('id: c1\n')
    const foreign = await send(
      undefined,
      { origin: 'https://evil.example' },
      { path: '/graphql/session', method: 'POST' },
    )
    expect(foreign.response.statusCode).toBe(403)
  })

  test('C38 each client is its own address, whatever it says it was forwarded for', async () => {
    const { send } = await started(name, { ANONYMOUS_RATE_LIMIT_PER_MINUTE: '120' })
    // Guessing at tokens counts against the address, which has a quarter of that.
    const guess = async (n: number, from = '127.0.0.1') => {
      const headers = { authorization: 'Bearer x', 'x-forwarded-for': `10.0.0.${n}` }
      return (await send({ query: '{ books { id } }' }, headers, { from })).response.statusCode
    }
    const answers: (number | undefined)[] = []
    // Twice as many as it may, in case a minute ends in between.
    while (answers.length < 62 && answers.at(-1) !== 429) answers.push(await guess(answers.length))
    expect(answers.at(-1)).toBe(429)
    expect(await guess(1, '127.0.0.2')).toBe(401)
  })

  test('C38 a balancer’s HEAD and GET of /health/ready are answered', async () => {
    const { send } = await started(name)
    for (const method of ['HEAD', 'GET']) {
      const { response } = await send(undefined, {}, { path: '/health/ready', method })
      expect(response.statusCode).toBe(200)
    }
  })
})
