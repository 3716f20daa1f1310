import { describe, expect, test } from 'vitest'
import { encodeConsistency } from '@ebook/chassis/consistency'
import { sha256 } from '../documents/trusted-documents.ts'
import { answer } from '../testing/fake-subgraph.ts'
import { FakeSubscriptions } from '../testing/fake-subscriptions.ts'
import { initialisedSocket } from '../testing/raw-socket.ts'
import { testRouter, type Setting } from '../testing/router.ts'

async function opened(setting: Setting = {}) {
  const core = new FakeSubscriptions()
  const router = await testRouter({ ...setting, subscriptions: core })
  const socket = await initialisedSocket(router.url, await router.issuer.token())
  return {
    core,
    router,
    socket,
    ask(payload: object, id = '1') {
      socket.send({ id, type: 'subscribe', payload })
      return socket.message()
    },
  }
}

describe('C27 queries and mutations over a socket', () => {
  test('are answered by one payload, and completed', async () => {
    const { socket, ask } = await opened()
    const query = 'query Q($id: ID!) { book(id: $id) { title } }'
    expect(await ask({ query, variables: { id: '1' } })).toEqual({
      id: '1',
      type: 'next',
      payload: { data: { book: { title: 'Emma' } } },
    })
    expect(await socket.message()).toEqual({ id: '1', type: 'complete' })
    const mutation = 'mutation L { lend(input: { bookId: "2" }) { id } }'
    expect(await ask({ query: mutation })).toMatchObject({ type: 'next', payload: { data: { lend: { id: 'r3' } } } })
  })

  test('the subgraphs are asked on behalf of the member', async () => {
    const { router, ask } = await opened()
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
    await ask({ query: '{ books { id } }', extensions: { traceparent } })
    expect(router.book.received[0]?.headers).toMatchObject({
      authorization: expect.stringMatching(/^Bearer /),
      traceparent: expect.stringContaining('0af7651916cd43dd8448eb211c80319c'),
    })
  })

  test('one line and one observation for each, as over HTTP', async () => {
    const { router, ask, socket } = await opened({ trusted: 'query Titles { books { title } }' })
    await ask({ query: 'query Titles { books { title } }' })
    await socket.message()
    await ask({ query: '{ nothing }' })
    const lines = router.log.filter(({ msg, transport }) => msg === 'request' && transport === 'websocket')
    expect(lines).toMatchObject([
      { operation: 'Titles', status: 200, sub: 'ann' },
      { operation: '(none)', status: 400, errorCodes: ['BAD_USER_INPUT'] },
    ])
    const metrics = await (await fetch(new URL('/metrics', router.url))).text()
    expect(metrics).toContain('ebook_router_request_seconds_count{service="router",operation="Titles",status="200"} 1')
  })

  test('an answer with errors in it is an answer', async () => {
    const { router, ask, socket } = await opened()
    router.rent.behave((response) => response.destroy())
    expect(await ask({ query: '{ rentals { id } books { id } }' })).toMatchObject({
      type: 'next',
      payload: { data: { rentals: null }, errors: [{ extensions: { code: 'SUBGRAPH_UNAVAILABLE' } }] },
    })
    expect(await socket.message()).toEqual({ id: '1', type: 'complete' })
  })

  test('what is internal is masked, with an id to ask by', async () => {
    const { router, ask } = await opened()
    router.rent.behave((response) =>
      answer(response, { data: { fails: null }, errors: [{ message: 'select password', path: ['fails'] }] }),
    )
    const answered = await ask({ query: '{ fails }' })
    expect(answered).toMatchObject({
      payload: {
        data: { fails: null },
        errors: [{ extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: expect.any(String) } }],
      },
    })
    expect(JSON.stringify(answered)).not.toContain('password')
  })

  test('a write tells what it rests on, and a read waits for it, as over HTTP', async () => {
    const { router, ask, socket } = await opened()
    const event = '01890a5d-ac96-774b-bcce-b302099a8057'
    router.rent.behave((response) =>
      answer(response, { data: { lend: { id: 'r3' } }, extensions: { consistency: [event] } }),
    )
    const written = (await ask({ query: 'mutation { lend(input: { bookId: "2" }) { id } }' })) as {
      payload: { extensions: { consistency: string } }
    }
    const { consistency } = written.payload.extensions
    await socket.message()
    router.rent.behave((response) =>
      answer(response, { data: { rentals: [] }, extensions: { consistencyReached: true } }),
    )
    expect(await ask({ query: '{ rentals { id } }', extensions: { consistency } })).toMatchObject({
      payload: { data: { rentals: [] }, extensions: { consistencyReached: true } },
    })
    expect(router.rent.received.at(-1)?.headers).toMatchObject({ 'x-consistency': encodeConsistency([event]) })
    await socket.message()
    expect(await ask({ query: '{ rentals { id } }', extensions: { consistency: 'x y' } })).toMatchObject({
      type: 'error',
      payload: [{ extensions: { code: 'BAD_USER_INPUT', reason: 'INVALID_CONSISTENCY' } }],
    })
  })

  test('a client that completes is not answered, and the subgraph is let go', async () => {
    const { router, socket } = await opened()
    router.rent.behave(() => undefined)
    socket.send({ id: '1', type: 'subscribe', payload: { query: '{ rentals { id } }' } })
    await router.rent.receives(1)
    socket.send({ id: '1', type: 'complete' })
    await router.rent.abandoned
    await expect.poll(() => router.log.filter(({ msg }) => msg === 'request')).toMatchObject([{ status: 499 }])
    expect(socket.untaken).toEqual([])
  })

  test('the deadline of a request holds', async () => {
    const { router, ask } = await opened({ env: { REQUEST_TIMEOUT_MS: '50' } })
    router.rent.behave(() => undefined)
    expect(await ask({ query: '{ rentals { id } }' })).toMatchObject({
      payload: { data: { rentals: null }, errors: [{ extensions: { code: 'SUBGRAPH_UNAVAILABLE' } }] },
    })
  })
})

describe('C28 the limits of HTTP hold on sockets', () => {
  const nested = (depth: number): string => (depth === 0 ? '{ id }' : `{ book ${nested(depth - 1)} }`)

  test.each([
    ['what cannot be parsed', '{', 'GRAPHQL_PARSE_FAILED'],
    ['what is not in the schema', '{ nothing }', 'GRAPHQL_VALIDATION_FAILED'],
    ['what nests too deep', `{ rentals ${nested(12)} }`, undefined],
    ['too many tokens', `{ ${'__typename '.repeat(2_000)} }`, undefined],
    ['nothing at all', '', 'BAD_REQUEST'],
  ])('C28 %s is refused', async (_what, query, reason) => {
    const { ask, socket, router } = await opened()
    const answered = (await ask({ query })) as { payload: { extensions: Record<string, unknown> }[] }
    expect(answered).toMatchObject({ id: '1', type: 'error' })
    expect(answered.payload[0]?.extensions['code']).toBe('BAD_USER_INPUT')
    if (reason !== undefined) expect(answered.payload[0]?.extensions['reason']).toBe(reason)
    expect(router.book.received).toEqual([])
    socket.send({ type: 'ping' })
    expect(await socket.message()).toEqual({ type: 'pong' })
  })

  test('C28 a frame of more than 100 kB closes the socket with 1009', async () => {
    const { socket } = await opened()
    const query = `{ books { id } } # ${'x'.repeat(100_000)}`
    socket.send({ id: '1', type: 'subscribe', payload: { query } })
    expect(await socket.closed).toMatchObject({ code: 1009 })
  })

  test('C28 there is no introspection in production', async () => {
    const { ask } = await opened({ env: { NODE_ENV: 'production', TRUSTED_DOCUMENTS: 'also' } })
    const answered = await ask({ query: '{ __schema { types { name } } }' })
    expect(answered).toMatchObject({ type: 'error', payload: [{ extensions: { code: 'BAD_USER_INPUT' } }] })
  })
})

describe('C28 trusted documents on sockets', () => {
  const changes = 'subscription Changes {\n  changed\n}'
  const titles = 'query Titles {\n  books {\n    title\n  }\n}'
  const only: Setting = { env: { TRUSTED_DOCUMENTS: 'only' }, trusted: titles }

  test('C28 a query by text however laid out, by hash, and by documentId; nothing else', async () => {
    const { ask, socket } = await opened(only)
    const asked = [
      { query: 'query   Titles { books { title } }' },
      { query: '', extensions: { persistedQuery: { version: 1, sha256Hash: sha256(titles) } } },
      { query: '', documentId: `sha256:${sha256(titles)}` },
    ]
    for (const payload of asked) {
      expect(await ask(payload)).toMatchObject({ payload: { data: { books: [{ title: 'Emma' }, {}] } } })
      expect(await socket.message()).toMatchObject({ type: 'complete' })
    }
    for (const query of ['query Titles { books { title id } }', 'subscription Changes { changed }']) {
      expect(await ask({ query })).toMatchObject({
        type: 'error',
        payload: [{ extensions: { code: 'BAD_USER_INPUT', reason: 'UNTRUSTED_DOCUMENT' } }],
      })
    }
  })

  test('C28 an unknown hash is answered by the words that clients know', async () => {
    const { ask } = await opened()
    expect(await ask({ query: '', extensions: { persistedQuery: { sha256Hash: sha256('unknown') } } })).toMatchObject({
      type: 'error',
      payload: [{ message: 'PersistedQueryNotSupported' }],
    })
  })

  test('C28 a subscription by its hash reaches the core as its text', async () => {
    const { socket, core } = await opened({ ...only, trusted: changes })
    const extensions = { persistedQuery: { version: 1, sha256Hash: sha256(changes) } }
    socket.send({ id: '1', type: 'subscribe', payload: { query: '', extensions } })
    expect((await core.nth(0)).request).toMatchObject({ text: changes, operationName: 'Changes' })
  })
})
