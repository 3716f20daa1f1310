import { request as httpRequest } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { confusedToken, unsignedToken } from './testing/forged-tokens.ts'
import { startTestIssuer } from './testing/issuer.ts'
import { codeOf, OLD_SECRET, resolvers, SECRET, startToySubgraph, type ToySubgraph } from './testing/toy-subgraph.ts'

let subgraph: ToySubgraph

beforeAll(async () => {
  subgraph = await startToySubgraph()
})
afterAll(() => subgraph.stop())

const seconds = (fromNow: number) => Math.floor(Date.now() / 1_000) + fromNow

describe('C27 the router is the only one who may ask:', () => {
  test.each([
    ['no secret', ''],
    ['a wrong secret', 'the-new-secret-of-the-routes'],
    ['half of the secret', SECRET.slice(0, 14)],
  ])('%s is 403', async (_what, secret) => {
    const answer = await subgraph.ask('{ hello }', { 'x-router-secret': secret })
    expect(answer.status).toBe(403)
    expect(answer.errors).toEqual([
      { message: 'Only the router may ask here.', extensions: { code: 'FORBIDDEN', requestId: expect.any(String) } },
    ])
  })

  test('either of two secrets is good while they are being changed', async () => {
    for (const secret of [SECRET, OLD_SECRET]) {
      expect(await subgraph.ask('{ hello }', { 'x-router-secret': secret })).toMatchObject({
        status: 200,
        data: { hello: 'hello' },
      })
    }
  })

  test('the secret is asked for before the body is read', async () => {
    expect((await subgraph.post('{"query": ', { 'x-router-secret': '' })).status).toBe(403)
    expect(await sendWithoutReading(10_000_000, '')).toBe(403)
  })
})

describe('C28 every subgraph verifies the token again:', () => {
  test('a good one is the viewer', async () => {
    expect(await subgraph.askWith(await subgraph.issuer.token({ sub: 'lib', roles: ['ADMIN'] }))).toMatchObject({
      status: 200,
      data: { secret: 'lib' },
    })
  })

  test('without one there is no viewer, and what needs a role says so', async () => {
    expect((await subgraph.ask('{ hello whoAmI { sub } }')).data).toEqual({ hello: 'hello', whoAmI: { sub: null } })
    const answer = await subgraph.ask('{ secret hello }')
    expect(answer).toMatchObject({ status: 200, data: { secret: null, hello: 'hello' } })
    expect(answer.errors).toMatchObject([{ path: ['secret'], extensions: { code: 'UNAUTHENTICATED' } }])
  })

  test('a member is not an admin', async () => {
    expect(codeOf(await subgraph.askWith(await subgraph.issuer.token({ roles: ['MEMBER'] })))).toBe('FORBIDDEN')
  })

  test.each<[string, () => Promise<string> | string, string]>([
    ['an expired one', () => subgraph.issuer.token({ exp: seconds(-60) }), 'expired'],
    ['one for another audience', () => subgraph.issuer.token({ aud: 'a-shop' }), 'wrong-audience'],
    ['one of another issuer', () => subgraph.issuer.token({ iss: 'http://127.0.0.1:1' }), 'wrong-issuer'],
    ['one with alg none', () => unsignedToken(claims()), 'wrong-algorithm'],
    [
      'one signed by HS256 with the public key',
      () => confusedToken(claims(), subgraph.issuer.publicKeyPem),
      'wrong-algorithm',
    ],
    ['one that is no token', () => 'x', 'malformed'],
  ])('%s is UNAUTHENTICATED, also where no role is needed', async (_what, token, reason) => {
    const answer = await subgraph.askWith(await token(), '{ hello }')
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
    const config = { ...subgraph.settings.config, OIDC_ISSUER: own.url }
    const cutOff = await subgraph.another({ config })
    const answer = await cutOff.post('{"query":"{ hello }"}', { authorization: `Bearer ${token}` })
    expect(answer.status).toBe(503)
    expect(codeOf(answer)).toBe('SUBGRAPH_UNAVAILABLE')
    await cutOff.stop()
  })

  test('no token gets into the log', async () => {
    const token = await subgraph.issuer.token({ exp: seconds(-60) })
    await subgraph.askWith(token)
    await subgraph.askWith(unsignedToken(claims()))
    expect(JSON.stringify(subgraph.lines)).not.toContain(token.split('.')[1])
  })
})

const claims = () => ({
  sub: 'eve',
  roles: ['ADMIN'],
  iss: subgraph.issuer.url,
  aud: subgraph.issuer.audience,
  exp: seconds(60),
})

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
    const answer = await subgraph.post(body)
    expect(answer.status).toBe(status)
    expect(answer.errors?.[0]?.extensions['code']).toMatch(
      /^(BAD_USER_INPUT|BAD_REQUEST|GRAPHQL_PARSE_FAILED|GRAPHQL_VALIDATION_FAILED)$/,
    )
    expect(JSON.stringify(answer.errors)).not.toMatch(/stack|node_modules/)
  })

  test('what a resolver refuses keeps its code and its details', async () => {
    expect((await subgraph.ask('{ lamps(first: 101) { id } }')).errors).toEqual([
      expect.objectContaining({
        message: '`first` is too many',
        extensions: { code: 'BAD_USER_INPUT', argumentName: 'first' },
      }),
    ])
  })

  test('a body of 10 MB is refused before it has been received', async () => {
    expect(await sendWithoutReading(10_000_000, SECRET)).toBe(413)
    const answer = await subgraph.post(JSON.stringify({ query: `{ hello } # ${'x'.repeat(110_000)}` }))
    expect(answer).toMatchObject({ status: 413, errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] })
  })

  test('GET, another path and another content type', async () => {
    const headers = { 'x-router-secret': SECRET }
    expect((await fetch(`${subgraph.url}/graphql?query={hello}`, { headers })).status).toBe(404)
    expect((await fetch(`${subgraph.url}/`, { headers })).status).toBe(404)
    expect((await subgraph.post('query=x', { 'content-type': 'application/x-www-form-urlencoded' })).status).toBe(415)
  })

  test('introspection is for development, and suggestions are not given', async () => {
    expect(codeOf(await subgraph.ask('{ __schema { types { name } } }'))).toBe('GRAPHQL_VALIDATION_FAILED')
    expect((await subgraph.ask('{ hell }')).errors?.[0]?.message).not.toContain('hello')
    const open = await subgraph.another({ config: { ...subgraph.settings.config, NODE_ENV: 'development' } })
    expect((await open.post('{"query":"{ __schema { queryType { name } } }"}')).errors).toBeUndefined()
    await open.stop()
  })
})

describe('a subgraph', () => {
  test('resolves entities', async () => {
    const query = 'query($of: [_Any!]!) { _entities(representations: $of) { ... on Lamp { id on } } }'
    expect((await subgraph.ask(query, {}, { of: [{ __typename: 'Lamp', id: '7' }] })).data).toEqual({
      _entities: [{ id: '7', on: false }],
    })
  })

  test('writes instants in UTC', async () => {
    expect((await subgraph.ask('{ stale }')).data).toEqual({ stale: '1970-01-01T00:00:00.000Z' })
    expect((await subgraph.ask('{ stale(at: "2026-11-21T10:00:00+09:00") }')).data).toEqual({
      stale: '2026-11-21T01:00:00.000Z',
    })
  })

  test('makes loaders anew for every request', async () => {
    expect((await subgraph.ask('{ a: loaded b: loaded }')).data).toEqual({ a: 1, b: 2 })
    expect((await subgraph.ask('{ loaded }')).data).toEqual({ loaded: 1 })
  })

  test('does not start with a root field that nobody resolves', async () => {
    const rest = { ...resolvers.Query, bug: undefined }
    await expect(subgraph.another({ resolvers: { ...resolvers, Query: rest, Mutation: {} } })).rejects.toThrow(
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
