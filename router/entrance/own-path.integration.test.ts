import { once } from 'node:events'
import { request, type IncomingMessage } from 'node:http'
import { json } from 'node:stream/consumers'
import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, test, vi } from 'vitest'
import { readSupergraph } from '../federation/supergraph.ts'
import { inThisFolder, testRouter, type TestRouter } from '../testing/router.ts'

const SHORT_MS = 1_000
const query = '{ rentals { id book { id title } } }'

/** What differs from one request to the next. */
const ofOneRequest = ['x-request-id', 'date']
const headersOf = (headers: Headers) => [...headers].filter(([name]) => !ofOneRequest.includes(name))

const requestsIn = ({ log }: TestRouter) => log.filter(({ msg }) => msg === 'request')

async function whole(router: TestRouter, headers: Record<string, string>, asked = query) {
  const sent = { method: 'POST', headers: { 'content-type': 'application/json', ...headers } }
  const response = await fetch(router.url, { ...sent, body: JSON.stringify({ query: asked }) })
  return { status: response.status, headers: headersOf(response.headers), body: await response.text() }
}

describe('an operation that has passed before takes the own path', () => {
  test.each<[string, Record<string, string>]>([
    ['plainly', {}],
    ['in the newer media type', { accept: 'application/graphql-response+json, application/json;q=0.9' }],
    ['from a page whose origin is listed', { origin: 'https://pages.example' }],
    ['from another page', { origin: 'https://elsewhere.example' }],
    ['from our own page', { origin: 'http://127.0.0.1', 'sec-fetch-site': 'same-origin' }],
  ])('and is answered as before, byte for byte: %s', async (_what, headers) => {
    const router = await testRouter({ env: { CORS_ORIGINS: 'https://pages.example' } })
    const first = await whole(router, headers)
    expect(router.answeredOnOwnPath).toBe(0)
    expect(await whole(router, headers)).toEqual(first)
    expect(router.answeredOnOwnPath).toBe(1)
    await vi.waitFor(() => expect(requestsIn(router)).toHaveLength(2))
    const [one, other] = requestsIn(router)
    expect(Object.keys(other ?? {})).toEqual(Object.keys(one ?? {}))
    expect(other).toMatchObject({ operation: one?.['operation'], status: 200 })
  })

  describe('and a long answer of one subgraph', () => {
    const books = Array.from({ length: 1_000 }, (_, id) => ({ id: String(id), title: `Größe ${id} \u2028` }))

    async function answered(text: string | Buffer) {
      const router = await testRouter()
      router.book.behave((response) => response.writeHead(200, { 'content-type': 'application/json' }).end(text))
      const told = async () => (await whole(router, {}, '{ books { id title } }')).body
      const [first, second] = [await told(), await told()]
      expect(router.answeredOnOwnPath).toBe(1)
      return { first, second }
    }

    test('that is what was asked, key by key, is passed on in its own words', async () => {
      const text = JSON.stringify({ data: { books } }, null, 1)
      const { first, second } = await answered(text)
      expect(second).toBe(text)
      expect(second).not.toBe(first)
      expect(JSON.parse(second)).toEqual(JSON.parse(first))
    })

    const last = JSON.stringify(books.at(-1))
    const plain = JSON.stringify({ data: { books } })
    test.each<[string, string | Buffer]>([
      ['has a key that nobody asked for', plain.replace(last, `{"secret":1,${last.slice(1)}`)],
      ['has its keys in another order', plain.replace(last, '{"title":"t","id":"i"}')],
      ['says something else too', `{"extensions":{"a":1},${plain.slice(1)}`],
      ['is no UTF-8', Buffer.from(plain.replace('Gr', '\u00ff'), 'latin1')],
    ])('that %s is written anew, as before', async (_what, text) => {
      const { first, second } = await answered(text)
      expect(second).toBe(first)
      expect(second.startsWith('{"data":{"books":[{"id":"0","title":"')).toBe(true)
    })
  })

  test('until another supergraph is taken', async () => {
    const router = await testRouter()
    await router.ask(query)
    await router.ask(query)
    expect(router.answeredOnOwnPath).toBe(1)
    const sdl = await readSupergraph(inThisFolder('supergraph.graphql'))
    await router.gateway.take(sdl.replace('title: String! @join__field(graph: BOOK)', ''))
    expect((await router.ask(query)).errors).toMatchObject([{ extensions: { reason: 'GRAPHQL_VALIDATION_FAILED' } }])
    expect(router.answeredOnOwnPath).toBe(1)
  })

  test('what has errors to be told is executed once, and told by the ordinary path', async () => {
    const router = await testRouter()
    const lend = 'mutation { lend(input: { bookId: "none" }) { id sureBook { title } } }'
    const [first, second] = [await router.ask(lend), await router.ask(lend)]
    const told = ({ status, data, errors }: typeof first) => ({
      status,
      data,
      errors: errors?.map(({ message, path, extensions: { requestId: _, ...extensions } }) => ({
        message,
        path,
        extensions,
      })),
    })
    expect(told(second)).toEqual(told(first))
    expect(router.rent.received).toHaveLength(2)
    expect(router.answeredOnOwnPath).toBe(0)
  })

  test('and has all its time from when it has come whole', async () => {
    const router = await testRouter({ env: { REQUEST_TIMEOUT_MS: String(SHORT_MS) } })
    await router.ask(query)
    const body = JSON.stringify({ query })
    const headers = { 'content-type': 'application/json', 'content-length': body.length }
    const asked = request(router.url, { method: 'POST', headers })
    const answered = once(asked, 'response') as Promise<[IncomingMessage]>
    asked.write(body.slice(0, 10))
    await delay(2 * SHORT_MS)
    asked.end(body.slice(10))
    const [response] = await answered
    expect(await json(response)).toEqual({ data: { rentals: expect.any(Array) } })
    expect(router.answeredOnOwnPath).toBe(1)
  })

  test('a request is counted once, whichever path answers it in the end', async () => {
    const router = await testRouter({ env: { RATE_LIMIT_PER_MINUTE: '4' } })
    const token = await router.issuer.token({ sub: 'ann' })
    const statuses = []
    for (const asked of [query, query, '{ nothing }', '{ rentals { id }', query]) {
      statuses.push((await router.ask(asked, { token })).status)
    }
    expect(statuses).toEqual([200, 200, 400, 400, 429])
  })

  test('not by GET, in another media type, by a hash that is not known, or as a stream', async () => {
    const router = await testRouter()
    await router.ask(query)
    await fetch(`${router.url}?query=${encodeURIComponent(query)}`)
    await router.ask(query, { headers: { 'content-type': 'application/json; charset=latin1' } })
    await router.ask({ documentId: 'a'.repeat(64) })
    await router.ask(query, { headers: { accept: 'text/event-stream' } }).catch(() => undefined)
    expect(router.answeredOnOwnPath).toBe(0)
  })
})
