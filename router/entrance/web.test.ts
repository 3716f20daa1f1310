import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { resolve } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { Client, request } from 'undici'
import { describe, expect, onTestFinished, test } from 'vitest'
import { testRouter, type TestRouter } from '../testing/router.ts'

const page = '<!doctype html><title>Library</title><script type="module" src="/assets/main-a1b2.js"></script>'
const script = 'console.log("the library")'
const navigation = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }

async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(resolve(tmpdir(), 'ebook-web-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

async function build(folder: string): Promise<void> {
  await mkdir(resolve(folder, 'assets'), { recursive: true })
  await writeFile(resolve(folder, 'index.html'), page)
  await writeFile(resolve(folder, 'assets/main-a1b2.js'), script)
  await writeFile(resolve(folder, 'assets/main-a1b2.js.gz'), gzipSync(script))
}

async function routerWithPages(env: Record<string, string> = {}): Promise<TestRouter> {
  const folder = await emptyFolder()
  await build(folder)
  return testRouter({ env: { WEB_DIST: folder, ...env } })
}

const open = (router: TestRouter, path: string) => fetch(new URL(path, router.url), { headers: navigation })

describe('C27 the web application is at the router', () => {
  test.each(['/', '/books/1', '/rentals?status=PAID', '/callback?code=x&state=y'])(
    'C27 %s is a path of its own',
    async (path) => {
      const router = await routerWithPages()
      const answer = await open(router, path)
      expect(answer.status).toBe(200)
      expect(await answer.text()).toBe(page)
      expect(answer.headers.get('cache-control')).toBe('no-cache')
    },
  )

  test.each(['/graphql/nothing', '/health/nothing', '/metrics/nothing', '/assets/gone-1234.js', '/graphiql'])(
    'C27 %s is not, and is refused as everywhere',
    async (path) => {
      const router = await routerWithPages()
      const answer = await open(router, path)
      expect(answer.status).toBe(404)
      expect(await answer.json()).toMatchObject({ errors: [{ extensions: { reason: 'NOT_FOUND' } }] })
    },
  )

  test('C27 a program that asks for what is not here is told so, not given a page', async () => {
    const router = await routerWithPages()
    expect((await fetch(new URL('/books/1', router.url), { headers: { accept: 'application/json' } })).status).toBe(404)
    expect((await fetch(new URL('/books/1', router.url), { method: 'POST', headers: navigation })).status).toBe(404)
  })

  test('C27 what the page names is kept by browsers for good, and is sent as small as it was built', async () => {
    const router = await routerWithPages()
    const { statusCode, headers, body } = await request(new URL('/assets/main-a1b2.js', router.url), {
      headers: { 'accept-encoding': 'gzip' },
    })
    expect(statusCode).toBe(200)
    expect(headers['cache-control']).toBe('public, max-age=31536000, immutable')
    expect(headers['content-type']).toMatch(/javascript/)
    expect(headers['content-encoding']).toBe('gzip')
    expect(gunzipSync(await body.bytes()).toString()).toBe(script)
  })

  test('the parts of an earlier build that were kept are served to the pages that were opened with it', async () => {
    const folder = await emptyFolder()
    await build(folder)
    const router = await testRouter({ env: { WEB_DIST: folder } })
    await mkdir(resolve(folder, 'earlier'))
    await writeFile(resolve(folder, 'earlier/main-0000.js'), script)
    expect(await (await open(router, '/assets/main-0000.js')).text()).toBe(script)
    expect(await (await open(router, '/assets/main-a1b2.js')).text()).toBe(script)
    expect((await open(router, '/assets/main-1111.js')).status).toBe(404)
  })

  test('C27 nothing beside the assets can be read', async () => {
    const router = await routerWithPages()
    // A URL would be tidied up before it is sent.
    const client = new Client(new URL(router.url).origin)
    onTestFinished(() => client.close())
    for (const path of ['/assets/../index.html', '/assets/%2e%2e/index.html', '/assets/..%2findex.html']) {
      const { statusCode, body } = await client.request({ path, method: 'GET' })
      expect(statusCode, path).toBeGreaterThanOrEqual(400)
      expect(await body.text()).not.toContain('<title>')
    }
  })

  test('C27 without a build it says what to do, and a build that comes later is served', async () => {
    const folder = await emptyFolder()
    const router = await testRouter({ env: { WEB_DIST: folder } })
    const before = await open(router, '/')
    expect(before.status).toBe(503)
    expect(await before.text()).toContain('npm start')
    await build(folder)
    expect(await (await open(router, '/')).text()).toBe(page)
    expect(await (await open(router, '/assets/main-a1b2.js')).text()).toBe(script)
  })
})

describe('C28 what the pages may do', () => {
  test('C28 no script but the built ones, no address but ours and the issuer, in nobody’s frame', async () => {
    const router = await routerWithPages({ WEB_CONNECT_ORIGINS: 'https://tokens.example' })
    const { headers } = await open(router, '/')
    const policy = new Map(
      headers
        .get('content-security-policy')
        ?.split('; ')
        .map((directive) => [directive.split(' ')[0], directive.split(' ').slice(1).join(' ')]),
    )
    expect(policy.get('default-src')).toBe("'none'")
    expect(policy.get('script-src')).toBe("'self'")
    expect(policy.get('connect-src')).toBe(`'self' ${new URL(router.issuer.url).origin} https://tokens.example`)
    expect(policy.get('frame-ancestors')).toBe("'none'")
    expect(policy.get('base-uri')).toBe("'none'")
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
  })

  test('C28 they are told whose tokens to bring, without a token', async () => {
    const router = await routerWithPages({ WEB_CLIENT_ID: 'pages', OIDC_AUDIENCE: 'ebook-rental' })
    const answer = await fetch(new URL('/config.json', router.url))
    expect(await answer.json()).toEqual({
      issuer: router.issuer.url,
      clientId: 'pages',
      audience: 'ebook-rental',
      roles: { claim: ['roles'], names: { MEMBER: ['MEMBER'], ADMIN: ['ADMIN'] } },
    })
    expect(answer.headers.get('cache-control')).toBe('no-cache')
  })
})
