import { once } from 'node:events'
import { setImmediate } from 'node:timers/promises'
import { buildSchema } from 'graphql'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { requireRole } from './guard.ts'
import { subscriptionReader } from './subscription-reader.ts'
import type { Answering, LiveContext } from './subscriptions.ts'
import { LiveClient } from './testing/live-client.ts'
import { SECRET, startToySubgraph, type ToySubgraph } from './testing/toy-subgraph.ts'

const sdl = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.12", import: ["@key"])
  scalar DateTime
  type Query { hello: String }
  type Subscription {
    "Counts, says a mark, and waits for ever."
    count(upTo: Int!): Int!
    flood: String!
    own: String!
    bug: Int!
    laterBug: Int!
    broken: Lamp
  }
  type Lamp { on: Boolean! broken: String }
`

let waiting = 0
let floods = 0

async function* untilLeft(signal: AbortSignal): AsyncGenerator<never> {
  waiting += 1
  try {
    await once(signal, 'abort')
    signal.throwIfAborted()
  } finally {
    waiting -= 1
  }
}

async function* count({ upTo }: { upTo: number }, signal: AbortSignal): AsyncGenerator<Answering<number>> {
  for (let n = 1; n <= upTo; n += 1) yield { payload: n, extensions: { place: n } }
  yield { extensions: { caughtUp: true } }
  yield* untilLeft(signal)
}

async function* flood(): AsyncGenerator<Answering<string>> {
  for (;;) {
    await setImmediate()
    floods += 1
    yield { payload: 'x'.repeat(10_000), extensions: {} }
  }
}

async function* failing(): AsyncGenerator<Answering<number>> {
  yield { payload: 1, extensions: {} }
  throw new Error('SQLITE_CORRUPT: postgres://dashboard:hunter2-hunter2@db')
}

const resolve = ({ payload }: Answering) => payload
const resolvers = {
  Query: { hello: () => 'hello' },
  Subscription: {
    count: {
      subscribe: (_: unknown, args: { upTo: number }, { signal }: LiveContext) => count(args, signal),
      resolve,
    },
    flood: { subscribe: () => flood(), resolve },
    own: {
      subscribe: (_: unknown, _args: unknown, context: LiveContext) => {
        const { sub } = requireRole(context, 'MEMBER')
        const { live, requestId, traceparent } = context
        const answer = { payload: sub, extensions: { live, requestId, traceparent } }
        return (async function* () {
          yield answer
          yield* untilLeft(context.signal)
        })()
      },
      resolve,
    },
    bug: {
      subscribe: () => {
        throw new Error('hunter2-hunter2')
      },
    },
    laterBug: { subscribe: () => failing(), resolve },
    broken: {
      subscribe: () =>
        (async function* () {
          yield { payload: { on: true }, extensions: { place: 1 } }
        })(),
      resolve,
    },
  },
  Lamp: {
    broken: () => {
      throw new Error('hunter2-hunter2')
    },
  },
}

let subgraph: ToySubgraph
const clients: LiveClient[] = []
beforeAll(async () => {
  subgraph = await startToySubgraph({ sdl, resolvers })
})
afterEach(() => {
  for (const client of clients.splice(0)) client.stop()
})
afterAll(() => subgraph.stop())

function connect(to = subgraph): LiveClient {
  const client = new LiveClient(to.url, SECRET)
  clients.push(client)
  return client
}

const bearer = async (claims = {}) => ({ authorization: `Bearer ${await subgraph.issuer.token(claims)}` })
const seconds = (fromNow: number) => Math.floor(Date.now() / 1_000) + fromNow

describe('the socket', () => {
  test.each([
    ['without the secret', '/graphql', {}, 403],
    ['with a wrong secret', '/graphql', { 'x-router-secret': 'the-new-secret-of-the-routes' }, 403],
    ['elsewhere', '/elsewhere', { 'x-router-secret': SECRET }, 404],
  ])('C27 %s is refused before anything is said', async (_, path, headers, status) => {
    const socket = new WebSocket(`${subgraph.url.replace('http', 'ws')}${path}`, 'graphql-transport-ws', { headers })
    const [, response] = (await once(socket, 'unexpected-response')) as [unknown, { statusCode: number }]
    expect(response.statusCode).toBe(status)
  })

  test('C30 is closed when a message is larger than a request may be', async () => {
    const client = connect()
    await once(client.socket, 'open')
    client.socket.send('x'.repeat(110_000))
    expect(await client.closed).toMatchObject({ code: 1009 })
    expect((await fetch(`${subgraph.url}/health/live`)).status).toBe(200)
  })

  test.each([
    ['no JSON', '{'],
    ['a list', '[]'],
    ['nothing', 'null'],
    ['no type', '{"id":"1"}'],
    ['a type that there is not', '{"type":"hello"}'],
    ['what only a server says: next', '{"type":"next","id":" ","payload":{"data":{}}}'],
    ['what only a server says: error', '{"type":"error","id":"1","payload":[{"message":"no"}]}'],
    ['what only a server says: connection_ack', '{"type":"connection_ack"}'],
  ])('C30 is closed with 4400 for what is no message of a client: %s', async (_, message) => {
    const client = connect()
    await once(client.socket, 'open')
    client.socket.send(message)
    expect(await client.closed).toEqual({ code: 4400 })
  })

  test('is not compressed, whatever the other side proposes', async () => {
    const socket = new WebSocket(`${subgraph.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
      headers: { 'x-router-secret': SECRET },
      perMessageDeflate: true,
    })
    await once(socket, 'open')
    expect(socket.extensions).toBe('')
    socket.terminate()
  })
})

describe('an operation', () => {
  test('says payloads and marks, each with its extensions', async () => {
    const operation = connect().subscribe({ query: 'subscription ($n: Int!) { count(upTo: $n) }', variables: { n: 2 } })
    expect([await operation.next(), await operation.next(), await operation.next()]).toEqual([
      { data: { count: 1 }, extensions: { place: 1 } },
      { data: { count: 2 }, extensions: { place: 2 } },
      { data: null, extensions: { caughtUp: true } },
    ])
  })

  test('has its own identity and its own extensions: two members on one socket', async () => {
    const client = connect()
    for (const sub of ['ann', 'bob']) {
      const extensions = { ...(await bearer({ sub })), requestId: `request-of-${sub}`, live: { begin: sub } }
      const operation = client.subscribe({ query: 'subscription { own }', extensions })
      expect(await operation.next()).toEqual({
        data: { own: sub },
        extensions: { live: { begin: sub }, requestId: `request-of-${sub}` },
      })
    }
  })

  test('C28 without a token, or with a bad one, ends with its own error; the others go on', async () => {
    const client = connect()
    const good = client.subscribe({ query: 'subscription { own }', extensions: await bearer() })
    await good.next()
    const without = client.subscribe({ query: 'subscription { own }' })
    expect(await without.end()).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }])
    const extensions = await bearer({ exp: seconds(-60) })
    const expired = client.subscribe({ query: 'subscription { count(upTo: 1) }', extensions })
    expect(await expired.end()).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED', reason: 'expired' } }])
    const forbidden = client.subscribe({ query: 'subscription { own }', extensions: await bearer({ roles: [] }) })
    expect(await forbidden.end()).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }])
    expect(good.ended).toBeUndefined()
  })

  test('ends with UNAUTHENTICATED when its token expires', async () => {
    const operation = connect().subscribe({
      query: 'subscription { own }',
      extensions: await bearer({ exp: seconds(1) }),
    })
    await operation.next()
    expect(await operation.end()).toEqual([
      { message: 'The token has expired.', extensions: { code: 'UNAUTHENTICATED', reason: 'expired' } },
    ])
    await expect.poll(() => waiting).toBe(0)
  })

  test('that the other side leaves wakes its source, which waits', async () => {
    const operation = connect().subscribe({ query: 'subscription { count(upTo: 0) }' })
    await operation.next()
    await expect.poll(() => waiting).toBe(1)
    operation.leave()
    await expect.poll(() => waiting).toBe(0)
  })

  test('whose socket is cut wakes its source as well', async () => {
    const client = connect()
    const operations = [1, 2, 3].map(() => client.subscribe({ query: 'subscription { count(upTo: 0) }' }))
    await Promise.all(operations.map((operation) => operation.next()))
    await expect.poll(() => waiting).toBe(3)
    client.socket.terminate()
    await expect.poll(() => waiting).toBe(0)
  })

  test('waits for a reader that does not read: what the kernel holds is sent, and not more', async () => {
    const client = connect()
    await client.subscribe({ query: 'subscription { flood }' }).next()
    client.socket.pause()
    let before = -1
    const stands = () => {
      const still = floods === before
      before = floods
      return still
    }
    await expect.poll(stands, { interval: 200, timeout: 8_000 }).toBe(true)
    expect(floods).toBeLessThan(5_000)
  })
})

describe('what cannot be run is told by the error of the operation, and the socket stays', () => {
  test.each([
    ['no GraphQL', 'subscription {', 'GRAPHQL_PARSE_FAILED'],
    ['an unknown field', 'subscription { nothing }', 'GRAPHQL_VALIDATION_FAILED'],
    ['two fields', 'subscription { own bug }', 'GRAPHQL_VALIDATION_FAILED'],
    ['introspection in production', 'subscription { own __schema { types { name } } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['a query', '{ hello }', 'BAD_USER_INPUT'],
    ['no such operation', 'subscription A { own }', 'BAD_USER_INPUT', 'B'],
    ['a variable that is missing', 'subscription ($n: Int!) { count(upTo: $n) }', 'BAD_USER_INPUT'],
    ['@include with a variable at the root', 'subscription ($x: Boolean!) { own @include(if: $x) }', ''],
  ])('%s', async (_, query, code, operationName?: string) => {
    const client = connect()
    const told = await client.subscribe({ query, operationName }).end()
    expect(told).toMatchObject([{ extensions: { code: code === '' ? expect.any(String) : code } }])
    const operation = client.subscribe({ query: 'subscription { count(upTo: 1) }' })
    expect(await operation.next()).toMatchObject({ data: { count: 1 } })
  })

  test.each(['subscription { bug }', 'subscription { laterBug }'])(
    'C28 %s is masked, and in the log under its request',
    async (query) => {
      const extensions = { requestId: 'request-of-a-bug' }
      const operation = connect().subscribe({ query, extensions })
      expect(await operation.end()).toEqual([
        {
          message: 'Something went wrong on our side.',
          extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: 'request-of-a-bug' },
        },
      ])
      expect(JSON.stringify(subgraph.lines.at(-1))).toMatch(/request-of-a-bug/)
    },
  )

  test('C28 a field that fails is null, and its error is masked', async () => {
    const operation = connect().subscribe({ query: 'subscription { broken { on broken } }' })
    expect(await operation.next()).toMatchObject({
      data: { broken: { on: true, broken: null } },
      errors: [{ path: ['broken', 'broken'], extensions: { code: 'INTERNAL_SERVER_ERROR' } }],
      extensions: { place: 1 },
    })
    expect(await operation.end()).toBe('completed')
  })
})

describe('C33 when the subgraph stops', () => {
  test('sockets are closed with 1012, also one that reads nothing any more', async () => {
    const own = await subgraph.another({ sdl, resolvers })
    const [reading, deaf] = [connect(own), connect(own)]
    await reading.subscribe({ query: 'subscription { count(upTo: 1) }' }).next()
    await deaf.subscribe({ query: 'subscription { count(upTo: 1) }' }).next()
    deaf.socket.pause()
    await own.stop()
    expect(await reading.closed).toMatchObject({ code: 1012 })
  })
})

test('a text is validated once', () => {
  const read = subscriptionReader(buildSchema('type Query { a: Int } type Subscription { a: Int }'), {
    introspection: false,
  })
  const query = 'subscription { a }'
  expect(read({ query }).document).toBe(read({ query }).document)
})
