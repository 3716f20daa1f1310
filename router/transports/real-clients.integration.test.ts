import { ApolloClient, ApolloLink, gql, HttpLink, InMemoryCache } from '@apollo/client'
import { EventSource } from 'eventsource'
import { createClient as createSseClient } from 'graphql-sse'
import { createClient as createWebSocketClient, type Client } from 'graphql-ws'
import { describe, expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import { FakeSubscriptions, type FakeSubscription } from '../testing/fake-subscriptions.ts'
import { testRouter } from '../testing/router.ts'

const query = 'subscription Changes { changed }'

async function started(env: Record<string, string> = {}) {
  const core = new FakeSubscriptions()
  const router = await testRouter({ env, subscriptions: core })
  return { core, router, token: await router.issuer.token() }
}

/** What a client is called back with, for the test to wait for. */
function listener() {
  const { promise: ended, resolve, reject } = Promise.withResolvers<void>()
  const values: unknown[] = []
  ended.catch(() => undefined)
  return {
    values,
    ended,
    sink: { next: (value: unknown) => void values.push(value), error: reject, complete: resolve },
  }
}

function tell(subscription: FakeSubscription, ...numbers: number[]): void {
  for (const number of numbers) subscription.next({ changed: String(number) }, `c${number}`)
}

const told = (...numbers: number[]) =>
  numbers.map((number) => ({ data: { changed: String(number) }, extensions: { cursor: `c${number}` } }))

describe('F10 the client of graphql-ws', () => {
  function clientOf(url: string, token: string, options: object = {}): Client {
    const client = createWebSocketClient({
      url: url.replace(/^http/, 'ws'),
      webSocketImpl: WebSocket,
      connectionParams: { authorization: `Bearer ${token}` },
      retryWait: async () => undefined,
      ...options,
    })
    onTestFinished(() => client.dispose())
    return client
  }

  test('subscribes, is told, completes, and asks other things meanwhile', async () => {
    const { core, router, token } = await started()
    const client = clientOf(router.url, token)
    const { values, sink, ended } = listener()
    const dispose = client.subscribe({ query }, sink)
    const subscription = await core.nth(0)
    tell(subscription, 1, 2)
    await expect.poll(() => values).toEqual(told(1, 2))
    const books = []
    for await (const result of client.iterate({ query: '{ books { id } }' })) books.push(result)
    expect(books).toEqual([{ data: { books: [{ id: '1' }, { id: '2' }] } }])
    dispose()
    await ended
    await core.until(() => subscription.stopped)
  })

  test('is told when the core completes, and when it fails', async () => {
    const { core, router, token } = await started()
    const client = clientOf(router.url, token)
    const [completed, failed] = [listener(), listener()]
    client.subscribe({ query }, completed.sink)
    client.subscribe({ query }, failed.sink)
    const [first, second] = [await core.nth(0), await core.nth(1)]
    first.sink.complete()
    await completed.ended
    const error = { message: 'Resume.', extensions: { code: 'RESYNC_REQUIRED' } }
    second.fail(error)
    await expect(failed.ended).rejects.toMatchObject([error])
  })

  test('is kept by answering pings of the protocol and of WebSocket', async () => {
    const { core, router, token } = await started({ SOCKET_PING_MS: '20' })
    let pongs = 0
    const client = clientOf(router.url, token, { keepAlive: 20, on: { pong: () => (pongs += 1) } })
    const { values, sink } = listener()
    client.subscribe({ query }, sink)
    const subscription = await core.nth(0)
    await expect.poll(() => pongs).toBeGreaterThan(5)
    tell(subscription, 1)
    await expect.poll(() => values).toEqual(told(1))
    expect(core.all).toHaveLength(1)
  })

  test('does not come back without a token', async () => {
    const { router } = await started()
    const client = clientOf(router.url, '', { connectionParams: {} })
    const { sink, ended } = listener()
    client.subscribe({ query }, sink)
    await expect(ended).rejects.toMatchObject({ code: 4401 })
  })

  test('comes back after an expiry with a new token, and says where it was', async () => {
    const { core, router } = await started()
    const exp = Math.floor(Date.now() / 1_000) + 2
    const tokens = [await router.issuer.token({ exp }), await router.issuer.token()]
    const closes: unknown[] = []
    const client = clientOf(router.url, '', {
      connectionParams: () => ({ authorization: `Bearer ${tokens.shift()}` }),
      on: { closed: (event: { code: number }) => closes.push(event.code) },
    })
    const { values, sink } = listener()
    // The client reads it again at each try.
    const payload: { query: string; extensions?: Record<string, unknown> } = { query }
    client.subscribe(payload, sink)
    tell(await core.nth(0), 1)
    await expect.poll(() => values).toEqual(told(1))
    payload.extensions = { resumeFrom: 'c1' }
    const again = await core.nth(1)
    expect(closes).toEqual([4403])
    expect(again.request.resumeFrom).toBe('c1')
    tell(again, 2)
    await expect.poll(() => values).toEqual(told(1, 2))
  })
})

describe('F10 the client of graphql-sse', () => {
  function clientOf(url: string, token: string) {
    const client = createSseClient({
      url,
      headers: { authorization: `Bearer ${token}` },
      retryAttempts: 1,
      retry: async () => undefined,
    })
    onTestFinished(() => client.dispose())
    return client
  }

  test('subscribes, is told, and completes', async () => {
    const { core, router, token } = await started({ STREAM_HEARTBEAT_MS: '10' })
    const { values, sink, ended } = listener()
    clientOf(router.url, token).subscribe({ query }, sink)
    const subscription = await core.nth(0)
    tell(subscription, 1, 2)
    await expect.poll(() => values).toEqual(told(1, 2))
    subscription.sink.complete()
    await ended
  })

  test('goes, and asks other things', async () => {
    const { core, router, token } = await started()
    const client = clientOf(router.url, token)
    const dispose = client.subscribe({ query }, listener().sink)
    const subscription = await core.nth(0)
    dispose()
    await core.until(() => subscription.stopped)
    const { values, sink, ended } = listener()
    client.subscribe({ query: '{ book(id: "1") { title } }' }, sink)
    await ended
    expect(values).toEqual([{ data: { book: { title: 'Emma' } } }])
  })
})

describe('F10 an EventSource', () => {
  function sourceOf(url: string, token: string) {
    const source = new EventSource(`${url}?query=${encodeURIComponent(query)}`, {
      fetch: (input, init) => fetch(input, { ...init, headers: { ...init.headers, authorization: `Bearer ${token}` } }),
    })
    onTestFinished(() => source.close())
    const { values, sink, ended } = listener()
    source.addEventListener('next', ({ data }) => sink.next(JSON.parse(data as string)))
    source.addEventListener('complete', () => sink.complete())
    return { source, values, ended }
  }

  test('is told, and hears of the end', async () => {
    const { core, router, token } = await started()
    const { values, ended } = sourceOf(router.url, token)
    const subscription = await core.nth(0)
    tell(subscription, 1, 2)
    await expect.poll(() => values).toEqual(told(1, 2))
    subscription.sink.complete()
    await ended
  })

  test('comes back to another router and says where it was', async () => {
    const { core, router, token } = await started({ SHUTDOWN_STAGGER_MS: '1' })
    const { source, values } = sourceOf(router.url, token)
    tell(await core.nth(0), 1)
    await expect.poll(() => values).toEqual(told(1))
    await router.stop()
    const after = new FakeSubscriptions()
    await testRouter({
      subscriptions: after,
      env: { PORT: String(router.port), OIDC_ISSUER: router.issuer.url },
    })
    expect(source.readyState).not.toBe(source.CLOSED)
    const again = await after.nth(0)
    expect(again.request.resumeFrom).toBe('c1')
    tell(again, 2)
    await expect.poll(() => values).toEqual(told(1, 2))
  })
})

describe('F10 Apollo Client over multipart', () => {
  function clientOf(url: string, token: string) {
    const link = new HttpLink({ uri: url, headers: { authorization: `Bearer ${token}` } })
    const client = new ApolloClient({ link: ApolloLink.from([link]), cache: new InMemoryCache() })
    onTestFinished(() => client.stop())
    return client
  }

  test('subscribes, is told, completes, and asks other things', async () => {
    const { core, router, token } = await started({ STREAM_HEARTBEAT_MS: '10' })
    const client = clientOf(router.url, token)
    const { values, sink, ended } = listener()
    client.subscribe({ query: gql(query), fetchPolicy: 'no-cache' }).subscribe(sink)
    const subscription = await core.nth(0)
    tell(subscription, 1, 2)
    await expect.poll(() => values).toMatchObject([{ data: { changed: '1' } }, { data: { changed: '2' } }])
    subscription.sink.complete()
    await ended
    const { data } = await client.query({
      query: gql`
        query Titles {
          books {
            title
          }
        }
      `,
    })
    expect(data).toMatchObject({ books: [{ title: 'Emma' }, { title: 'Persuasion' }] })
  })

  test('goes', async () => {
    const { core, router, token } = await started()
    const subscribed = clientOf(router.url, token)
      .subscribe({ query: gql(query), fetchPolicy: 'no-cache' })
      .subscribe(listener().sink)
    const subscription = await core.nth(0)
    subscribed.unsubscribe()
    await core.until(() => subscription.stopped)
  })

  test('reads an error that ends the operation, with its code', async () => {
    const { core, router, token } = await started()
    const { values, sink } = listener()
    clientOf(router.url, token)
      .subscribe({ query: gql(query), fetchPolicy: 'no-cache' })
      .subscribe(sink)
    const subscription = await core.nth(0)
    subscription.fail({ message: 'Resume.', extensions: { code: 'RESYNC_REQUIRED', cursor: 'c' } })
    await expect
      .poll(() => values)
      .toMatchObject([{ error: { errors: [{ message: 'Resume.', extensions: { code: 'RESYNC_REQUIRED' } }] } }])
  })
})
