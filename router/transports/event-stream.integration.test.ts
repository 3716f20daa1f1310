import { describe, expect, test } from 'vitest'
import type { Claims } from '@ebook/chassis/testing/issuer'
import { FakeSubscriptions } from '../testing/fake-subscriptions.ts'
import { testRouter, type Setting } from '../testing/router.ts'
import { streamed } from '../testing/streamed.ts'

const query = 'subscription Changes { changed }'
const accept = 'text/event-stream'

async function started(setting: Setting = {}) {
  const core = new FakeSubscriptions()
  const router = await testRouter({ ...setting, subscriptions: core })
  const headersOf = async (claims?: Claims) => ({
    accept,
    'content-type': 'application/json',
    authorization: `Bearer ${await router.issuer.token(claims)}`,
  })
  return {
    core,
    router,
    headersOf,
    async post(body: object, headers: Record<string, string> = {}, claims?: Claims) {
      return streamed(router.url, { headers: { ...(await headersOf(claims)), ...headers } }, body)
    },
    async get(search: Record<string, string>, headers: Record<string, string> = {}) {
      const url = `${router.url}?${String(new URLSearchParams(search))}`
      return streamed(url, { headers: { ...(await headersOf()), ...headers } })
    },
  }
}

const inSeconds = (seconds: number) => Math.floor(Date.now() / 1_000) + seconds
const dataOf = (text: string): unknown[] =>
  [...text.matchAll(/^data: (.+)$/gm)].map(([, json = '']) => JSON.parse(json) as unknown)

describe('F10 an event stream', () => {
  test('its headers come at once, and say that nobody is to keep or collect it', async () => {
    const { post } = await started()
    const { response } = await post({ query })
    expect(response.statusCode).toBe(200)
    expect(response.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': expect.stringContaining('no-cache'),
      'x-accel-buffering': 'no',
      'x-request-id': expect.any(String),
      'x-content-type-options': 'nosniff',
    })
    expect(response.headers).not.toHaveProperty('content-encoding')
  })

  test('each payload is an event of its own, with the cursor as its id; then `complete`', async () => {
    const { post, core } = await started()
    const stream = await post({ query })
    const subscription = await core.nth(0)
    subscription.next({ changed: 'ä\nb' }, 'c1')
    expect(await stream.holds('c1')).toContain(
      'event: next\nid: c1\ndata: {"data":{"changed":"ä\\nb"},"extensions":{"cursor":"c1"}}\n\n',
    )
    subscription.sink.complete()
    const { text, complete } = await stream.ended
    expect(complete).toBe(true)
    expect(text).toMatch(/event: complete\ndata:\n\n$/)
  })

  test('POST and GET bring the same to the core', async () => {
    const { post, get, core } = await started()
    const operation = {
      query,
      operationName: 'Changes',
      variables: { a: 1 },
      extensions: { resumeFrom: 'c', consistency: 'w' },
    }
    await post(operation)
    await get({
      query,
      operationName: 'Changes',
      variables: '{"a":1}',
      extensions: '{"resumeFrom":"c","consistency":"w"}',
    })
    const expected = { text: query, variables: { a: 1 }, resumeFrom: 'c', consistency: 'w', viewer: { sub: 'ann' } }
    expect((await core.nth(0)).request).toMatchObject(expected)
    expect((await core.nth(1)).request).toMatchObject(expected)
  })

  test('who comes back says where it was, which goes before what it asked for first', async () => {
    const { post, core } = await started()
    await post({ query, extensions: { resumeFrom: 'old' } }, { 'last-event-id': 'c9' })
    expect((await core.nth(0)).request.resumeFrom).toBe('c9')
  })

  test('silence is broken by comments', async () => {
    const { post } = await started({ env: { STREAM_HEARTBEAT_MS: '20' } })
    const stream = await post({ query })
    await stream.holds(':\n\n:\n\n:\n\n')
  })

  test('a client that goes is gone for the core', async () => {
    const { post, core } = await started()
    const stream = await post({ query })
    const subscription = await core.nth(0)
    stream.request.destroy()
    await core.until(() => subscription.stopped)
  })

  test('an error that ends the operation is told, then `complete`: otherwise an EventSource would ask for it for ever', async () => {
    const { post, core } = await started()
    const stream = await post({ query })
    const told = { message: 'Resume.', extensions: { code: 'RESYNC_REQUIRED', reason: 'SLOW_CLIENT', cursor: 'c' } }
    const subscription = await core.nth(0)
    subscription.fail(told)
    subscription.next({ changed: 'too late' })
    const { text } = await stream.ended
    expect(dataOf(text)).toEqual([{ errors: [told] }])
    expect(text).toMatch(/event: complete\ndata:\n\n$/)
  })

  test('what the core does not begin is told in the stream', async () => {
    const { post, core } = await started()
    core.refusal = new Error('nobody expected this')
    const { text } = await (await post({ query })).ended
    expect(dataOf(text)).toMatchObject([{ errors: [{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }] }])
  })

  test('queries and mutations are answered by one event', async () => {
    const { post, get } = await started()
    const book = '{ book(id: "1") { title } }'
    for (const stream of [await post({ query: book }), await get({ query: book })]) {
      const { text } = await stream.ended
      expect(dataOf(text)).toEqual([{ data: { book: { title: 'Emma' } } }])
      expect(text).toMatch(/event: complete\ndata:\n\n$/)
    }
    const mutation = 'mutation { lend(input: { bookId: "2" }) { id } }'
    expect(dataOf((await (await post({ query: mutation })).ended).text)).toEqual([{ data: { lend: { id: 'r3' } } }])
    expect((await get({ query: mutation })).response.statusCode).toBe(405)
  })

  test.each([
    ['what cannot be parsed', { query: '{' }],
    ['what is not in the schema', { query: '{ nothing }' }],
    ['nothing', {}],
    ['variables of another kind', { query, variables: 'x' }],
  ])('%s is told in the stream, which an EventSource can read', async (_what, body) => {
    const { post, core } = await started()
    const stream = await post(body)
    expect(stream.response.statusCode).toBe(200)
    expect(dataOf((await stream.ended).text)).toMatchObject([{ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] }])
    expect(core.all).toEqual([])
  })

  test('C28 only trusted documents, where there are only these', async () => {
    const { post, core } = await started({ env: { TRUSTED_DOCUMENTS: 'only' }, trusted: query })
    await post({ query: 'subscription   Changes { changed }' })
    await core.nth(0)
    const { text } = await (await post({ query: 'subscription Other { changed }' })).ended
    expect(dataOf(text)).toMatchObject([{ errors: [{ extensions: { reason: 'UNTRUSTED_DOCUMENT' } }] }])
  })
})

describe('C28 who reads an event stream', () => {
  test('C28 nobody, and bad tokens, are refused by the status', async () => {
    const { router } = await started()
    const headers = { accept, 'content-type': 'application/json' }
    const anonymous = await streamed(router.url, { headers }, { query })
    expect(anonymous.response.statusCode).toBe(401)
    expect((await anonymous.ended).text).toContain('UNAUTHENTICATED')
    const bad = await streamed(router.url, { headers: { ...headers, authorization: 'Bearer x' } }, { query })
    expect(bad.response.statusCode).toBe(401)
    const open = await streamed(router.url, { headers }, { query: '{ books { id } }' })
    expect(open.response.statusCode).toBe(200)
  })

  test('C28 it ends within a second of the expiry of the token, and says why', async () => {
    const { post, core } = await started()
    const exp = inSeconds(2)
    const stream = await post({ query }, {}, { exp })
    const subscription = await core.nth(0)
    const { text } = await stream.ended
    expect(dataOf(text)).toMatchObject([{ errors: [{ extensions: { code: 'UNAUTHENTICATED', reason: 'expired' } }] }])
    expect(Date.now()).toBeGreaterThanOrEqual(exp * 1_000)
    expect(Date.now()).toBeLessThan((exp + 1) * 1_000)
    expect(subscription.stopped).toBe(true)
  })

  test.each([
    [{ SOCKETS: '1' }, 503, 'TOO_MANY_CONNECTIONS'],
    [{ SOCKETS_PER_MEMBER: '1' }, 429, 'TOO_MANY_CONNECTIONS'],
    [{ SUBSCRIPTIONS_PER_MEMBER: '1' }, 200, 'TOO_MANY_SUBSCRIPTIONS'],
  ])('C30 shares hold: %o', async (env, status, reason) => {
    const { post, core } = await started({ env })
    const first = await post({ query })
    await core.nth(0)
    const second = await post({ query })
    expect(second.response.statusCode).toBe(status)
    expect((await second.ended).text).toContain(reason)
    first.request.destroy()
    await core.until(() => core.count === 0)
    await post({ query })
    await core.nth(1)
  })

  test('C38 a page of a listed origin may read it, and say where it was', async () => {
    const origin = 'https://library.example'
    const { post, router } = await started({ env: { CORS_ORIGINS: origin } })
    const { response } = await post({ query }, { origin })
    expect(response.headers['access-control-allow-origin']).toBe(origin)
    const headers = {
      origin,
      'access-control-request-method': 'GET',
      'access-control-request-headers': 'authorization,last-event-id',
    }
    const preflight = await fetch(router.url, { method: 'OPTIONS', headers })
    expect(preflight.headers.get('access-control-allow-headers')).toContain('last-event-id')
  })
})

test('C32 a subscription is no request: it has a line of its own, and does not count as a slow one', async () => {
  const { post, core, router } = await started()
  const stream = await post({ query })
  const subscription = await core.nth(0)
  subscription.next({ changed: 1 })
  subscription.next({ changed: 2 })
  subscription.sink.complete()
  await stream.ended
  const about = { operation: 'Changes', transport: 'sse', payloads: 2, sub: 'ann', ended: 'complete' }
  expect(router.log.filter(({ msg }) => msg === 'subscription')).toMatchObject([about])
  expect(router.log.filter(({ msg }) => msg === 'request')).toEqual([])
  const metrics = async () => (await fetch(new URL('/metrics', router.url))).text()
  await expect.poll(metrics).toContain('ebook_router_connections{transport="sse",service="router"} 0')
  expect(await metrics()).toContain('ebook_router_payloads_total{transport="sse",service="router"} 2')
  expect(await metrics()).toContain('ebook_router_subscriptions{transport="sse",service="router"} 0')
  expect(await metrics()).not.toContain('ebook_router_request_seconds_count')
})
