import { request } from 'undici'
import { describe, expect, test } from 'vitest'
import { testRouter, type TestRouter } from '../testing/router.ts'

const shop = 'https://library.example'
const listed = { env: { CORS_ORIGINS: `${shop}, http://localhost:5173` } }

function preflight(router: TestRouter, origin: string): Promise<Response> {
  const headers = {
    origin,
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'authorization,content-type',
  }
  return fetch(router.url, { method: 'OPTIONS', headers })
}

describe('C38 other web origins call only when they are listed', () => {
  test('C38 a listed origin may ask, with a token, and reads the request id', async () => {
    const router = await testRouter(listed)
    const { headers } = await preflight(router, shop)
    expect(headers.get('access-control-allow-origin')).toBe(shop)
    expect(headers.get('access-control-allow-headers')).toContain('authorization')
    expect(headers.get('access-control-allow-methods')).toBe('GET, POST')
    const asked = await router.ask('{ books { id } }', { headers: { origin: shop } })
    expect(asked.headers.get('access-control-allow-origin')).toBe(shop)
    expect(asked.headers.get('access-control-expose-headers')).toContain('x-request-id')
  })

  test.each([[listed], [{}]])(
    'C38 any other gets no permission, and credentials are never allowed: %o',
    async (setting) => {
      const router = await testRouter(setting)
      for (const origin of ['https://evil.example', 'https://library.example.evil.example', 'null']) {
        const { headers } = await preflight(router, origin)
        expect(headers.get('access-control-allow-origin')).toBeNull()
        expect(headers.get('access-control-allow-credentials')).toBeNull()
      }
      expect((await preflight(router, shop)).headers.get('access-control-allow-credentials')).toBeNull()
    },
  )

  test('B5 a listed origin may send what its libraries add, and another nothing', async () => {
    const router = await testRouter(listed)
    const asked =
      'apollographql-client-name,apollographql-client-version,baggage,sentry-trace,tracestate,accept,x-anything'
    const headers = { 'access-control-request-method': 'POST', 'access-control-request-headers': asked }
    const allowedTo = async (origin: string) =>
      (await fetch(router.url, { method: 'OPTIONS', headers: { ...headers, origin } })).headers
    expect((await allowedTo(shop)).get('access-control-allow-headers')).toBe(asked)
    expect((await allowedTo('https://evil.example')).get('access-control-allow-origin')).toBeNull()
  })

  test('C38 a refusal can be read by a listed origin as well', async () => {
    const router = await testRouter(listed)
    const { status, headers } = await router.ask('{ books { id } }', { token: 'bad', headers: { origin: shop } })
    expect(status).toBe(401)
    expect(headers.get('access-control-allow-origin')).toBe(shop)
  })
})

describe('C28 another site cannot make a browser ask', () => {
  test.each(['no-cors', 'navigate'])('C28 by an image or a navigation: %s', async (mode) => {
    const router = await testRouter()
    // Not fetch, which has its own mind about these headers.
    const headers = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': mode }
    const { statusCode, body } = await request(`${router.url}?query=%7Bbooks%7Bid%7D%7D`, { headers })
    expect(statusCode).toBe(403)
    expect(await body.json()).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN', reason: 'CROSS_SITE' } }] })
    expect(router.book.received).toEqual([])
  })

  test('C28 a client that is no browser, and a page of a listed origin, may', async () => {
    const router = await testRouter(listed)
    expect((await fetch(`${router.url}?query={books{id}}`)).status).toBe(200)
    const headers = { origin: shop, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' }
    expect((await router.ask('{ books { id } }', { headers })).status).toBe(200)
  })
})

describe('C28 what browsers are told', () => {
  test('C28 nothing is to be loaded, framed, sniffed or cached', async () => {
    const router = await testRouter()
    const { headers } = await router.ask('{ books { id } }')
    expect(headers.get('content-security-policy')).toBe("default-src 'none';frame-ancestors 'none'")
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('cache-control')).toBe('no-store')
  })

  test('C28 the GraphQL page is whole and offline: everything it names is served here, nothing else may load', async () => {
    const router = await testRouter({ env: { NODE_ENV: 'development' } })
    const page = await fetch(new URL('/graphiql', router.url))
    const html = await page.text()
    expect(page.headers.get('content-type')).toContain('text/html')
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self' 'sha256-")
    expect(html).not.toMatch(/(src|href)="(https?:)?\/\//)
    const assets = [...html.matchAll(/"(\/graphiql\/assets\/[^"]+\.(?:js|css))"/g)].map(([, asset = '']) => asset)
    expect(assets.length).toBeGreaterThanOrEqual(2)
    for (const asset of assets) expect((await fetch(new URL(asset, router.url))).status).toBe(200)
    expect((await fetch(new URL('/graphiql/assets/nothing.js', router.url))).status).toBe(404)
  })

  test('C28 a browser that opens /graphql gets the page in development, and in production there is none', async () => {
    const headers = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }
    const development = await testRouter({ env: { NODE_ENV: 'development' } })
    expect((await fetch(development.url, { headers })).headers.get('content-type')).toContain('text/html')
    const production = await testRouter({ env: { NODE_ENV: 'production' } })
    expect((await fetch(production.url, { headers })).status).toBe(400)
    expect((await fetch(new URL('/graphiql', production.url))).status).toBe(404)
  })
})
