import { describe, expect, test } from 'vitest'
import { subgraphSecret } from '@ebook/chassis/derived-keys'
import { confusedToken, unsignedToken } from '@ebook/chassis/testing/forged-tokens'
import { SECRETS, testRouter, type TestRouter } from '../testing/router.ts'

const secretOf = (subgraph: string) => subgraphSecret(SECRETS.split(',')[0] ?? '', subgraph)
const inSeconds = (seconds: number) => Math.floor(Date.now() / 1_000) + seconds
const claims = ({ issuer }: TestRouter) => ({
  sub: 'eve',
  roles: ['ADMIN'],
  iss: issuer.url,
  aud: issuer.audience,
  exp: inSeconds(60),
})

describe('C28 H14 the router verifies who asks', () => {
  test('C28 without a token the catalogue can be read, and no identity is made up', async () => {
    const router = await testRouter()
    const { status, data } = await router.ask('{ books { title } }')
    expect({ status, data }).toEqual({ status: 200, data: { books: [{ title: 'Emma' }, { title: 'Persuasion' }] } })
    expect(router.book.received[0]?.headers).not.toHaveProperty('authorization')
  })

  test('C28 a good token is forwarded as it is, beside the first of the secrets', async () => {
    const router = await testRouter()
    const token = await router.issuer.token()
    expect((await router.ask('{ books { title } }', { token })).status).toBe(200)
    expect(router.book.received[0]?.headers).toMatchObject({
      authorization: `Bearer ${token}`,
      'x-router-secret': secretOf('book'),
    })
  })

  test('each subgraph is sent a secret of its own, and none of them the root', async () => {
    const router = await testRouter()
    await router.ask('{ rentals { id book { id title } } }')
    const sent = [router.rent, router.book].map(({ received }) => received[0]?.headers['x-router-secret'])
    expect(sent).toEqual([secretOf('rent'), secretOf('book')])
    expect(sent[0]).not.toBe(sent[1])
    for (const root of SECRETS.split(',')) expect(sent).not.toContain(root)
  })

  test("C28 a client cannot pass itself off as the router or choose the request's id", async () => {
    const router = await testRouter()
    const headers = { 'x-router-secret': 'guessed', 'x-request-id': 'mine-mine-mine', cookie: 'a=b' }
    const { headers: answered } = await router.ask('{ books { title } }', { headers })
    const [sent] = router.book.received
    expect(sent?.headers['x-router-secret']).toBe(secretOf('book'))
    expect(sent?.headers['x-request-id']).toBe(answered.get('x-request-id'))
    expect(answered.get('x-request-id')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/)
    expect(sent?.headers).not.toHaveProperty('cookie')
  })

  const bad: Record<string, (router: TestRouter) => string | Promise<string>> = {
    expired: ({ issuer }) => issuer.token({ exp: inSeconds(-60) }),
    'wrong-audience': ({ issuer }) => issuer.token({ aud: 'another-shop' }),
    'wrong-issuer': ({ issuer }) => issuer.token({ iss: 'https://issuer.example' }),
    'wrong-algorithm': (router) => unsignedToken(claims(router)),
    'wrong-algorithm: HS256 with the public key': (router) => confusedToken(claims(router), router.issuer.publicKeyPem),
    'wrong-signature': async ({ issuer }) => `${(await issuer.token()).slice(0, -8)}AAAAAAAA`,
    malformed: () => 'what-is-this',
  }
  test.each(Object.entries(bad))('C28 a bad token is answered 401 and asks no subgraph: %s', async (name, make) => {
    const router = await testRouter()
    const { status, headers, data, errors } = await router.ask('{ books { title } }', { token: await make(router) })
    expect({ status, data }).toEqual({ status: 401, data: undefined })
    expect(errors).toEqual([
      { message: expect.any(String) as string, extensions: { code: 'UNAUTHENTICATED', reason: name.split(':')[0] } },
    ])
    expect(headers.get('www-authenticate')).toContain('invalid_token')
    expect(router.book.received).toEqual([])
  })

  test('C28 another scheme than Bearer is refused, not taken for anonymous', async () => {
    const router = await testRouter()
    const { status, errors } = await router.ask('{ books { title } }', { headers: { authorization: 'Basic YTpi' } })
    expect(status).toBe(401)
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'UNAUTHENTICATED' })
  })

  test("C28 when the issuer is away and has never been seen, it is nobody's fault: 503", async () => {
    const router = await testRouter()
    const token = await router.issuer.token()
    await router.issuer.stop()
    const { status, errors } = await router.ask('{ books { title } }', { token })
    expect(status).toBe(503)
    expect(errors?.[0]?.extensions).toEqual({ code: 'SUBGRAPH_UNAVAILABLE', reason: 'ISSUER_UNREACHABLE' })
  })
})

describe('C12 one request has one identity everywhere', () => {
  test('C12 the trace that the caller is in goes on below a span of ours', async () => {
    const router = await testRouter()
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
    await router.ask('{ rentals { book { title } } }', { headers: { traceparent } })
    const sent = [...router.rent.received, ...router.book.received].map(({ headers }) => String(headers['traceparent']))
    expect(sent).toHaveLength(2)
    expect(sent[0]).toMatch(/^00-0af7651916cd43dd8448eb211c80319c-[0-9a-f]{16}-01$/)
    expect(sent[0]).not.toBe(traceparent)
    expect(sent[1]).toBe(sent[0])
  })

  test('C12 without a trace, or with one that is none, a new one is made', async () => {
    const router = await testRouter()
    await router.ask('{ books { title } }', { headers: { traceparent: '00-zz-zz-01' } })
    expect(router.book.received[0]?.headers['traceparent']).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/)
  })

  test('C12 one line in the log tells who did what, and never a token or a variable', async () => {
    const router = await testRouter()
    const token = await router.issuer.token({ sub: 'ann' })
    const { headers } = await router.ask(
      { query: 'query OneBook($id: ID!) { book(id: $id) { title } }', variables: { id: 'a-private-id' } },
      { token },
    )
    await expect.poll(() => router.log.filter(({ msg }) => msg === 'request')).toHaveLength(1)
    expect(router.log.find(({ msg }) => msg === 'request')).toMatchObject({
      requestId: headers.get('x-request-id'),
      operation: 'OneBook',
      status: 200,
      sub: 'ann',
      durationMs: expect.any(Number) as number,
    })
    const written = JSON.stringify(router.log)
    expect(written).not.toContain(token)
    expect(written).not.toContain('a-private-id')
  })
})
