import { describe, expect, test } from 'vitest'
import { FakeSubscriptions } from '../testing/fake-subscriptions.ts'
import { SECRETS, testRouter, type Setting } from '../testing/router.ts'
import { streamed } from '../testing/streamed.ts'
import { Sealer } from './sealer.ts'
import { STREAM_COOKIE } from './stream-cookie.ts'

const query = 'subscription Changes { changed }'
const accept = 'text/event-stream'
const foreign = 'https://evil.example'

async function started(setting: Setting = {}) {
  const core = new FakeSubscriptions()
  const router = await testRouter({ ...setting, subscriptions: core })
  const own = new URL(router.url).origin
  const session = (method: 'POST' | 'DELETE', headers: Record<string, string> = {}) =>
    fetch(`${router.url}/session`, { method, headers })
  return {
    core,
    router,
    own,
    session,
    /** What a browser keeps of it, and sends. */
    async cookie(claims?: Record<string, unknown>): Promise<string> {
      const answer = await session('POST', { authorization: `Bearer ${await router.issuer.token(claims)}` })
      expect(answer.status).toBe(204)
      return pairOf(answer)
    },
    /** As an EventSource of one of our own pages asks, but for what is given. */
    async watch(cookie: string, headers: Record<string, string> = {}, operation = query) {
      const url = `${router.url}?${String(new URLSearchParams({ query: operation }))}`
      const sent = { accept, cookie, 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'cors', ...headers }
      const { response, ended, ...stream } = await streamed(url, { headers: sent })
      return { status: response.statusCode, ended, stream }
    },
  }
}

const setCookieOf = (answer: Response) => answer.headers.get('set-cookie') ?? ''
const pairOf = (answer: Response) => setCookieOf(answer).split(';')[0] ?? ''
const reasonOf = async (answer: Response) =>
  ((await answer.json()) as { errors: { extensions: { reason: string } }[] }).errors[0]?.extensions.reason
const inSeconds = (seconds: number) => Math.floor(Date.now() / 1_000) + seconds

describe('C28 a browser’s own EventSource is let in by a cookie', () => {
  test('C28 it holds the token sealed, until that expires, for event streams of this origin, out of reach of scripts', async () => {
    const { router, session } = await started()
    const token = await router.issuer.token({ exp: inSeconds(60) })
    const answer = await session('POST', { authorization: `Bearer ${token}` })
    expect(setCookieOf(answer)).toMatch(
      /^ebook_stream=[\w-]+; Path=\/graphql; HttpOnly; SameSite=Strict; Max-Age=(60|59|58|57)$/,
    )
    expect(answer.headers.get('cache-control')).toBe('no-store')
    for (const part of token.split('.')) expect(setCookieOf(answer)).not.toContain(part)
    const again = await session('POST', { authorization: `Bearer ${token}` })
    expect(pairOf(again)).not.toBe(pairOf(answer))
  })

  test('C28 it watches as the one who asked for it, and says where it was', async () => {
    const { cookie, watch, core } = await started()
    const { status } = await watch(await cookie({ sub: 'bea' }), { 'last-event-id': 'c9' })
    expect(status).toBe(200)
    expect((await core.nth(0)).request).toMatchObject({ text: query, resumeFrom: 'c9', viewer: { sub: 'bea' } })
  })

  test('C28 queries too, where nobody without a token gets to', async () => {
    const { cookie, watch, router } = await started()
    const { ended } = await watch(await cookie(), {}, '{ rentals { id } }')
    expect((await ended).text).toContain('{"data":{"rentals":[')
    expect(router.rent.received[0]?.headers['authorization']).toMatch(/^Bearer eyJ/)
  })

  test('C28 a cookie of one router is known to every other, also one that was sealed before the secret was changed', async () => {
    const { cookie, router } = await started()
    const sealed = await cookie()
    const env = { OIDC_ISSUER: router.issuer.url, ROUTER_SECRET: `the-secret-that-comes-next,${SECRETS}` }
    const { watch } = await started({ env })
    expect((await watch(sealed)).status).toBe(200)
  })

  test('C28 the stream ends within a second of the expiry of the token, and says why', async () => {
    const { cookie, watch, core } = await started()
    const exp = inSeconds(2)
    const { ended } = await watch(await cookie({ exp }))
    const subscription = await core.nth(0)
    expect((await ended).text).toContain('"reason":"expired"')
    expect(Date.now()).toBeLessThan((exp + 1) * 1_000)
    expect(subscription.stopped).toBe(true)
  })

  test('C28 it is Secure when the browser came by https, through a proxy of ours', async () => {
    const headers = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'library.example' }
    const behind = await started({ env: { TRUST_PROXY: '1' } })
    const authorization = `Bearer ${await behind.router.issuer.token()}`
    const answer = await behind.session('POST', { authorization, ...headers, origin: 'https://library.example' })
    expect(setCookieOf(answer)).toMatch(/; Secure$/)
    const open = await started()
    const direct = await open.session('POST', {
      authorization: `Bearer ${await open.router.issuer.token()}`,
      ...headers,
    })
    expect(setCookieOf(direct)).not.toContain('Secure')
  })

  test('C28 DELETE takes it back, without a token', async () => {
    const { session } = await started()
    const answer = await session('DELETE')
    expect(answer.status).toBe(204)
    expect(setCookieOf(answer)).toBe('ebook_stream=; Path=/graphql; HttpOnly; SameSite=Strict; Max-Age=0')
  })

  test('C28 neither cookie nor token is ever in the log', async () => {
    const { cookie, watch, router, core } = await started()
    const sealed = await cookie()
    await watch(sealed)
    await core.nth(0)
    await watch(`${sealed}x`)
    const ended = () => router.log.filter(({ msg }) => msg === 'request')
    await expect.poll(ended).toHaveLength(2)
    const lines = JSON.stringify(router.log)
    expect(lines).not.toContain(sealed.slice(STREAM_COOKIE.length + 1, -2))
    expect(lines).not.toContain('eyJ')
  })
})

describe('C28 the cookie is not given', () => {
  test.each([
    ['to nobody', {}, 401, 'NO_TOKEN'],
    ['for a token that is none', { authorization: 'Bearer x' }, 401, 'malformed'],
  ])('C28 %s', async (_what, headers, status, reason) => {
    const { session } = await started()
    const answer = await session('POST', headers)
    expect([answer.status, await reasonOf(answer), setCookieOf(answer)]).toEqual([status, reason, ''])
  })

  test('C28 for a cookie', async () => {
    const { session, cookie, own } = await started()
    const answer = await session('POST', { cookie: await cookie(), origin: own, accept })
    expect([answer.status, setCookieOf(answer)]).toEqual([401, ''])
  })

  test('C28 to pages of another origin, be it listed, of the same site, or nameless; nor do they take it back', async () => {
    const { session, router } = await started({ env: { CORS_ORIGINS: foreign } })
    const authorization = `Bearer ${await router.issuer.token()}`
    for (const origin of [foreign, 'http://127.0.0.1:1', 'null']) {
      for (const method of ['POST', 'DELETE'] as const) {
        const answer = await session(method, { authorization, origin })
        expect([answer.status, await reasonOf(answer), setCookieOf(answer)]).toEqual([403, 'FOREIGN_ORIGIN', ''])
      }
    }
  })

  test('C28 for a token that no browser would keep', async () => {
    const { session, router } = await started()
    const authorization = `Bearer ${await router.issuer.token({ padding: 'x'.repeat(4_000) })}`
    const answer = await session('POST', { authorization })
    expect([answer.status, await reasonOf(answer)]).toEqual([400, 'TOKEN_TOO_LONG'])
  })
})

describe('C28 the cookie means nothing', () => {
  test.each([
    ['to another site', { 'sec-fetch-site': 'cross-site' }],
    ['to another origin of this site', { 'sec-fetch-site': 'same-site' }],
    ['to what a person types into the address bar', { 'sec-fetch-site': 'none' }],
    ['to a page of another origin, in an old browser', { 'sec-fetch-site': 'same-origin', origin: foreign }],
    ['to a page without an origin', { 'sec-fetch-site': 'same-origin', origin: 'null' }],
    ['where JSON would do', { accept: `application/json, ${accept}` }],
    ['to a multipart client', { accept: 'multipart/mixed;subscriptionSpec=1.0' }],
    ['without an event stream', { accept: 'application/json' }],
  ])('C28 %s', async (_what, headers) => {
    const { cookie, watch, core, router } = await started()
    const { ended } = await watch(await cookie(), headers, '{ rentals { id } }')
    await ended
    for (const { headers: sent } of router.rent.received) expect(sent['authorization']).toBeUndefined()
    const { status } = await watch(await cookie(), headers)
    expect(status).toBeGreaterThanOrEqual(400)
    expect(core.all).toEqual([])
  })

  test('C28 to a POST, whatever it takes', async () => {
    const { cookie, core, router, own } = await started()
    const headers = { cookie: await cookie(), 'content-type': 'application/json', origin: own }
    const stream = await streamed(router.url, { headers: { ...headers, accept } }, { query })
    expect(stream.response.statusCode).toBe(401)
    expect(core.all).toEqual([])
    const lend = { query: 'mutation { lend(input: { bookId: "1" }) { id } }' }
    for (const accepts of [accept, 'application/json']) {
      await (
        await streamed(router.url, { headers: { ...headers, accept: accepts } }, lend)
      ).ended
    }
    for (const { headers: sent } of router.rent.received) expect(sent['authorization']).toBeUndefined()
  })

  test('C28 beside a header: who sends that is the one it names, and a bad one is no better for it', async () => {
    const { cookie, watch, core, router } = await started()
    const ofBea = await cookie({ sub: 'bea' })
    await watch(ofBea, { authorization: `Bearer ${await router.issuer.token({ sub: 'ann' })}` })
    expect((await core.nth(0)).request.viewer.sub).toBe('ann')
    expect((await watch(ofBea, { authorization: 'Bearer x' })).status).toBe(401)
  })
})

describe('C28 the cookie is refused', () => {
  test('C28 for a mutation: GET is for reading', async () => {
    const { cookie, watch, router } = await started()
    const { status } = await watch(await cookie(), {}, 'mutation { lend(input: { bookId: "1" }) { id } }')
    expect(status).toBe(405)
    expect(router.rent.received).toEqual([])
  })

  test('C28 when its token has expired', async () => {
    const { router, watch } = await started()
    const token = await router.issuer.token({ exp: inSeconds(-60) })
    const sealed = new Sealer('stream cookie', SECRETS.split(',')).seal(token)
    const { status, ended } = await watch(`${STREAM_COOKIE}=${sealed}`)
    expect([status, (await ended).text]).toEqual([401, expect.stringContaining('"reason":"expired"') as string])
  })

  test.each([
    ['changed', (pair: string) => pair.replace(/=./, (start) => (start === '=A' ? '=B' : '=A'))],
    ['cut', (pair: string) => pair.slice(0, -4)],
    ['empty', () => `${STREAM_COOKIE}=`],
    ['a token as it is', async (_pair: string, token: string) => `${STREAM_COOKIE}=${token}`],
    ['of another router', (_pair: string, token: string) => by('another-secret-of-others', 'stream cookie', token)],
    ['sealed for another purpose', (_pair: string, token: string) => by('the-secret-that-is-sent', 'cursor', token)],
    ['two of them: another page of the site may have set one', (pair: string) => `${pair}; ${STREAM_COOKIE}=x`],
  ])('C28 when it is %s', async (_what, changed) => {
    const { cookie, watch, router, core } = await started()
    const { status, ended } = await watch(await changed(await cookie(), await router.issuer.token()))
    expect([status, (await ended).text]).toEqual([401, expect.stringContaining('WRONG_COOKIE') as string])
    expect(core.all).toEqual([])
  })

  test('C28 and guessing at it counts against the address', async () => {
    const { watch } = await started({ env: { RATE_LIMIT_PER_MINUTE: '1', ANONYMOUS_RATE_LIMIT_PER_MINUTE: '100' } })
    expect((await watch(`${STREAM_COOKIE}=x`)).status).toBe(401)
    expect((await watch(`${STREAM_COOKIE}=x`)).status).toBe(429)
  })
})

const by = (secret: string, purpose: string, token: string) =>
  `${STREAM_COOKIE}=${new Sealer(purpose, [secret]).seal(token)}`
