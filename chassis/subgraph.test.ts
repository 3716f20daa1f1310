import { request as httpRequest } from 'node:http'
import { GraphQLError } from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { requireRole } from './guard.ts'
import { createRegistry } from './metrics.ts'
import type { RequestContext } from './request.ts'
import type { Server } from './server.ts'
import { startSubgraph, type SubgraphSettings } from './subgraph.ts'
import { capturedLog } from './testing/captured-log.ts'
import { confusedToken, unsignedToken } from './testing/forged-tokens.ts'
import { startTestIssuer, type TestIssuer } from './testing/issuer.ts'

const sdl = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.12", import: ["@key"])
  scalar DateTime
  type Query {
    hello: String!
    whoAmI: Context!
    secret: String
    lamp(id: ID!): Lamp
    lamps(first: Int!): [Lamp!]!
    bug: String
    stale(at: DateTime): DateTime!
    loaded: Int!
  }
  type Mutation { switchOn(id: ID!): Lamp }
  type Context { sub: String requestId: String! traceparent: String }
  type Lamp @key(fields: "id") { id: ID! on: Boolean! broken: String! }
`
const SECRET = 'the-new-secret-of-the-router'
const OLD_SECRET = 'the-old-secret-of-the-router'
const { log, lines } = capturedLog('toy')

interface Loaders {
  count: number
}

const resolvers = {
  Query: {
    hello: () => 'hello',
    whoAmI: (_: unknown, _args: unknown, { viewer, requestId, traceparent, log: own }: RequestContext) => {
      own.info('asked')
      return { sub: viewer?.sub, requestId, traceparent }
    },
    secret: (_: unknown, _args: unknown, context: RequestContext) => requireRole(context, 'ADMIN').sub,
    lamp: (_: unknown, { id }: { id: string }) => ({ id, on: true }),
    lamps: (_: unknown, { first }: { first: number }) => {
      if (first > 100)
        throw new GraphQLError('`first` is too many', { extensions: { code: 'BAD_USER_INPUT', argumentName: 'first' } })
      return Array.from({ length: first }, (_nothing, id) => ({ id, on: true }))
    },
    bug: () => {
      throw new Error('relation "lamps" does not exist at postgres://rent:hunter2-hunter2@db/rent')
    },
    stale: (_: unknown, { at }: { at?: string }) => at ?? new Date(0),
    loaded: (_: unknown, _args: unknown, { loaders }: RequestContext<Loaders>) => ++loaders.count,
  },
  Mutation: { switchOn: (_: unknown, { id }: { id: string }) => ({ id, on: true }) },
  Lamp: {
    broken: () => {
      throw broken
    },
    __resolveReference: ({ id }: { id: string }) => ({ id, on: false }),
  },
}
const broken = new TypeError('the bulb is undefined')

let issuer: TestIssuer
let subgraph: Server
let notReady: string | undefined

function settings(more: Partial<SubgraphSettings<Loaders>> = {}): SubgraphSettings<Loaders> {
  return {
    name: 'toy',
    sdl,
    resolvers,
    config: {
      PORT: 0,
      HOST: '127.0.0.1',
      NODE_ENV: 'production',
      SHUTDOWN_DELAY_MS: 0,
      OIDC_ISSUER: issuer.url,
      OIDC_AUDIENCE: issuer.audience,
      ROUTER_SECRET: [SECRET, OLD_SECRET],
    },
    log,
    registry: createRegistry('toy'),
    readiness: async () => notReady,
    loaders: () => ({ count: 0 }),
    ...more,
  }
}

beforeAll(async () => {
  issuer = await startTestIssuer()
  subgraph = await startSubgraph(settings())
})
afterAll(async () => {
  await subgraph.stop()
  await issuer.stop()
})

interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly data?: Record<string, unknown> | null
  readonly errors?: { message: string; path?: unknown; locations?: unknown; extensions: Record<string, unknown> }[]
}

async function post(body: string, headers: Record<string, string> = {}, to: Server = subgraph): Promise<Answer> {
  const response = await fetch(`${to.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-router-secret': SECRET, ...headers },
    body,
  })
  return { status: response.status, headers: response.headers, ...((await response.json()) as object) }
}

const ask = (query: string, headers: Record<string, string> = {}, variables: object = {}) =>
  post(JSON.stringify({ query, variables }), headers)
const askWith = (token: string, query = '{ secret }') => ask(query, { authorization: `Bearer ${token}` })
const seconds = (fromNow: number) => Math.floor(Date.now() / 1_000) + fromNow
const codeOf = (answer: Answer) => answer.errors?.[0]?.extensions['code']

describe('C27 the router is the only one who may ask:', () => {
  test.each([
    ['no secret', ''],
    ['a wrong secret', 'the-new-secret-of-the-routes'],
    ['half of the secret', SECRET.slice(0, 14)],
  ])('%s is 403', async (_what, secret) => {
    const answer = await ask('{ hello }', { 'x-router-secret': secret })
    expect(answer.status).toBe(403)
    expect(answer.errors).toEqual([
      { message: 'Only the router may ask here.', extensions: { code: 'FORBIDDEN', requestId: expect.any(String) } },
    ])
  })

  test('either of two secrets is good while they are being changed', async () => {
    for (const secret of [SECRET, OLD_SECRET]) {
      expect(await ask('{ hello }', { 'x-router-secret': secret })).toMatchObject({
        status: 200,
        data: { hello: 'hello' },
      })
    }
  })

  test('the secret is asked for before the body is read', async () => {
    expect((await post('{"query": ', { 'x-router-secret': '' })).status).toBe(403)
    expect(await sendWithoutReading(10_000_000, '')).toBe(403)
  })
})

describe('C28 every subgraph verifies the token again:', () => {
  test('a good one is the viewer', async () => {
    expect(await askWith(await issuer.token({ sub: 'lib', roles: ['ADMIN'] }))).toMatchObject({
      status: 200,
      data: { secret: 'lib' },
    })
  })

  test('without one there is no viewer, and what needs a role says so', async () => {
    expect((await ask('{ hello whoAmI { sub } }')).data).toEqual({ hello: 'hello', whoAmI: { sub: null } })
    const answer = await ask('{ secret hello }')
    expect(answer).toMatchObject({ status: 200, data: { secret: null, hello: 'hello' } })
    expect(answer.errors).toMatchObject([{ path: ['secret'], extensions: { code: 'UNAUTHENTICATED' } }])
  })

  test('a member is not an admin', async () => {
    expect(codeOf(await askWith(await issuer.token({ roles: ['MEMBER'] })))).toBe('FORBIDDEN')
  })

  test.each<[string, () => Promise<string> | string, string]>([
    ['an expired one', () => issuer.token({ exp: seconds(-60) }), 'expired'],
    ['one for another audience', () => issuer.token({ aud: 'a-shop' }), 'wrong-audience'],
    ['one of another issuer', () => issuer.token({ iss: 'http://127.0.0.1:1' }), 'wrong-issuer'],
    ['one with alg none', () => unsignedToken(claims()), 'wrong-algorithm'],
    ['one signed by HS256 with the public key', () => confusedToken(claims(), issuer.publicKeyPem), 'wrong-algorithm'],
    ['one that is no token', () => 'x', 'malformed'],
  ])('%s is UNAUTHENTICATED, also where no role is needed', async (_what, token, reason) => {
    const answer = await askWith(await token(), '{ hello }')
    expect(answer.status).toBe(401)
    expect(answer.data).toBeUndefined()
    expect(answer.errors).toEqual([
      {
        message: expect.stringMatching(/^The token /),
        extensions: { code: 'UNAUTHENTICATED', reason, requestId: expect.any(String) },
      },
    ])
  })

  test('when the issuer cannot be asked, that is not the fault of the caller', async () => {
    const own = await startTestIssuer()
    const token = await own.token()
    await own.stop()
    const config = { ...settings().config, OIDC_ISSUER: own.url }
    const cutOff = await startSubgraph(settings({ config }))
    const answer = await post('{"query":"{ hello }"}', { authorization: `Bearer ${token}` }, cutOff)
    expect(answer.status).toBe(503)
    expect(codeOf(answer)).toBe('SUBGRAPH_UNAVAILABLE')
    await cutOff.stop()
  })

  test('no token gets into the log', async () => {
    const token = await issuer.token({ exp: seconds(-60) })
    await askWith(token)
    await askWith(unsignedToken(claims()))
    expect(JSON.stringify(lines)).not.toContain(token.split('.')[1])
  })
})

const claims = () => ({ sub: 'eve', roles: ['ADMIN'], iss: issuer.url, aud: issuer.audience, exp: seconds(60) })

describe('bad input gets a typed answer:', () => {
  test.each([
    ['no JSON', '{"query": ', 400],
    ['no query', '{}', 400],
    ['a batch', '[{"query":"{ hello }"}]', 400],
    ['no GraphQL', '{"query":"{ hello"}', 400],
    ['an unknown field', '{"query":"{ nothing }"}', 400],
    [
      'a variable of another type',
      '{"query":"query($n: Int!) { lamps(first: $n) { id } }","variables":{"n":"x"}}',
      400,
    ],
    ['an instant without a zone', '{"query":"{ stale(at: \\"2026-11-21\\") }"}', 400],
  ])('%s', async (_what, body, status) => {
    const answer = await post(body)
    expect(answer.status).toBe(status)
    expect(answer.errors?.[0]?.extensions['code']).toMatch(
      /^(BAD_USER_INPUT|BAD_REQUEST|GRAPHQL_PARSE_FAILED|GRAPHQL_VALIDATION_FAILED)$/,
    )
    expect(JSON.stringify(answer.errors)).not.toMatch(/stack|node_modules/)
  })

  test('what a resolver refuses keeps its code and its details', async () => {
    expect((await ask('{ lamps(first: 101) { id } }')).errors).toEqual([
      expect.objectContaining({
        message: '`first` is too many',
        extensions: { code: 'BAD_USER_INPUT', argumentName: 'first' },
      }),
    ])
  })

  test('a body of 10 MB is refused before it has been received', async () => {
    expect(await sendWithoutReading(10_000_000, SECRET)).toBe(413)
    const answer = await post(JSON.stringify({ query: `{ hello } # ${'x'.repeat(110_000)}` }))
    expect(answer).toMatchObject({ status: 413, errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] })
  })

  test('GET, another path and another content type', async () => {
    const headers = { 'x-router-secret': SECRET }
    expect((await fetch(`${subgraph.url}/graphql?query={hello}`, { headers })).status).toBe(404)
    expect((await fetch(`${subgraph.url}/`, { headers })).status).toBe(404)
    expect((await post('query=x', { 'content-type': 'application/x-www-form-urlencoded' })).status).toBe(415)
  })

  test('introspection is for development, and suggestions are not given', async () => {
    expect(codeOf(await ask('{ __schema { types { name } } }'))).toBe('GRAPHQL_VALIDATION_FAILED')
    expect((await ask('{ hell }')).errors?.[0]?.message).not.toContain('hello')
    const open = await startSubgraph(settings({ config: { ...settings().config, NODE_ENV: 'development' } }))
    expect((await post('{"query":"{ __schema { queryType { name } } }"}', {}, open)).errors).toBeUndefined()
    await open.stop()
  })
})

describe('what goes wrong on our side', () => {
  test('is masked, carries the id of the request, and is logged once with its stack', async () => {
    lines.length = 0
    const answer = await ask('{ hello bug }', { 'x-request-id': 'request-with-a-bug' })
    expect(answer).toMatchObject({ status: 200, data: { hello: 'hello', bug: null } })
    expect(answer.errors).toEqual([
      {
        message: 'Something went wrong on our side.',
        path: ['bug'],
        extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: 'request-with-a-bug' },
      },
    ])
    const logged = lines.filter((line) => line['level'] === 'error')
    expect(logged).toHaveLength(1)
    expect(logged[0]).toMatchObject({
      requestId: 'request-with-a-bug',
      err: {
        message: 'relation "lamps" does not exist at postgres://rent:[redacted]@db/rent',
        stack: expect.stringContaining('subgraph.test.ts'),
      },
    })
  })

  test('is logged once when it meets every row of a list', async () => {
    lines.length = 0
    const answer = await ask('{ lamps(first: 3) { id broken } }')
    expect(codeOf(answer)).toBe('INTERNAL_SERVER_ERROR')
    expect(lines.filter((line) => line['level'] === 'error')).toHaveLength(1)
  })

  test('is masked also when graphql-js finds it: null where the schema promises a value', async () => {
    const holed = await startSubgraph(
      settings({ resolvers: { ...resolvers, Query: { ...resolvers.Query, hello: () => null } } }),
    )
    expect((await post('{"query":"{ hello }"}', {}, holed)).errors).toMatchObject([
      { message: 'Something went wrong on our side.', extensions: { code: 'INTERNAL_SERVER_ERROR' } },
    ])
    await holed.stop()
  })

  test('is masked also when it happens before the first resolver', async () => {
    lines.length = 0
    const loaders = () => {
      throw new Error('select * from lamps')
    }
    const server = await startSubgraph(settings({ loaders }))
    const answer = await post('{"query":"{ hello }"}', { 'x-request-id': 'request-without-loaders' }, server)
    expect(answer.status).toBe(500)
    expect(answer.errors).toEqual([
      { message: 'Something went wrong on our side.', extensions: { code: 'INTERNAL_SERVER_ERROR' } },
    ])
    expect(answer.headers.get('x-request-id')).toBe('request-without-loaders')
    expect(lines.filter((line) => line['level'] === 'error')).toMatchObject([
      { requestId: 'request-without-loaders', err: { message: expect.stringContaining('select * from lamps') } },
    ])
    await server.stop()
  })

  test('cannot pass for an expected error by carrying a code', async () => {
    const disguised = Object.assign(new Error('select * from lamps'), { extensions: { code: 'BAD_USER_INPUT' } })
    const own = { ...resolvers, Query: { ...resolvers.Query, bug: () => Promise.reject(disguised) } }
    const server = await startSubgraph(settings({ resolvers: own }))
    expect((await post('{"query":"{ bug }"}', {}, server)).errors?.[0]?.message).toBe(
      'Something went wrong on our side.',
    )
    await server.stop()
  })
})

describe('C12 one id from the request through every log line', () => {
  test('a well-formed one is taken over, with the trace, and given back', async () => {
    lines.length = 0
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
    const answer = await ask('{ whoAmI { requestId traceparent } }', { 'x-request-id': 'request-4711', traceparent })
    expect(answer.data).toEqual({ whoAmI: { requestId: 'request-4711', traceparent } })
    expect(answer.headers.get('x-request-id')).toBe('request-4711')
    expect(lines.find((line) => line['msg'] === 'asked')).toMatchObject({
      requestId: 'request-4711',
      traceId: '0af7651916cd43dd8448eb211c80319c',
    })
  })

  test('a malformed one is replaced', async () => {
    const answer = await ask('{ whoAmI { requestId traceparent } }', { 'x-request-id': 'two words', traceparent: 'x' })
    expect(answer.data).toEqual({ whoAmI: { requestId: expect.stringMatching(/^[0-9a-f-]{36}$/), traceparent: null } })
  })

  test('a mutation leaves a line that says who did what', async () => {
    lines.length = 0
    const token = await issuer.token({ sub: 'ann' })
    await askWith(token, 'mutation SwitchOn { switchOn(id: 1) { on } }')
    expect(lines.find((line) => line['msg'] === 'answered')).toMatchObject({
      level: 'info',
      operation: 'SwitchOn',
      type: 'mutation',
      sub: 'ann',
      result: 'ok',
    })
  })
})

describe('C32 metrics of operations', () => {
  test('are by name, type and result, and no caller can make more than a hundred names', async () => {
    const registry = createRegistry('toy')
    const server = await startSubgraph(settings({ registry }))
    for (let n = 0; n < 102; n++) await post(`{"query":"query Name${n} { hello }"}`, {}, server)
    await post('{"query":"{ hello }"}', {}, server)
    await post('{"query":"query Name1 { bug }"}', {}, server)
    await post('{"query":"{ hell"}', {}, server)
    const text = await registry.metrics()
    const count = (labels: string) => text.includes(`ebook_graphql_operation_seconds_count{service="toy",${labels}}`)
    expect(count('operation="Name99",type="query",result="ok"')).toBe(true)
    expect(count('operation="Name100",type="query",result="ok"')).toBe(false)
    expect(count('operation="Name1",type="query",result="error"')).toBe(true)
    expect(count('operation="anonymous",type="none",result="error"')).toBe(true)
    expect(text).toContain('{service="toy",operation="other",type="query",result="ok"} 2')
    await server.stop()
  })
})

describe('a subgraph', () => {
  test('resolves entities', async () => {
    const query = 'query($of: [_Any!]!) { _entities(representations: $of) { ... on Lamp { id on } } }'
    expect((await ask(query, {}, { of: [{ __typename: 'Lamp', id: '7' }] })).data).toEqual({
      _entities: [{ id: '7', on: false }],
    })
  })

  test('writes instants in UTC', async () => {
    expect((await ask('{ stale }')).data).toEqual({ stale: '1970-01-01T00:00:00.000Z' })
    expect((await ask('{ stale(at: "2026-11-21T10:00:00+09:00") }')).data).toEqual({
      stale: '2026-11-21T01:00:00.000Z',
    })
  })

  test('makes loaders anew for every request', async () => {
    expect((await ask('{ a: loaded b: loaded }')).data).toEqual({ a: 1, b: 2 })
    expect((await ask('{ loaded }')).data).toEqual({ loaded: 1 })
  })

  test('does not start with a root field that nobody resolves', async () => {
    const rest = { ...resolvers.Query, bug: undefined }
    await expect(startSubgraph(settings({ resolvers: { ...resolvers, Query: rest, Mutation: {} } }))).rejects.toThrow(
      'toy: no resolver for Query.bug, Mutation.switchOn',
    )
  })
})

/** Announces a body, sends a little of it, and says which status comes back. */
function sendWithoutReading(bytes: number, secret: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': bytes, 'x-router-secret': secret }
    const request = httpRequest(`${subgraph.url}/graphql`, { method: 'POST', headers }, (response) => {
      resolve(response.statusCode)
      response.resume()
      request.destroy()
    })
    request.on('error', reject)
    request.write('{"query":"')
  })
}
