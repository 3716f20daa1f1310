import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { resolve } from 'node:path'
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { manage, type ManagedProcess } from '@ebook/processes/managed-process'
import { freePort } from '@ebook/processes/ports'
import { nodeService } from '@ebook/processes/services'
import { ensureSigningKeys, readSigningKeys, UnusableKeys } from './signing-keys.ts'
import { mintToken } from './token.ts'

const WEB = 'http://localhost:4000'
let folder: string
let url: string
let issuer: ManagedProcess

beforeAll(async () => {
  folder = await mkdtemp(resolve(tmpdir(), 'ebook-issuer-'))
  const port = await freePort()
  url = `http://127.0.0.1:${port}`
  const env = {
    OIDC_ISSUER: url,
    OIDC_AUDIENCE: 'ebook-rental',
    ISSUER_KEY_FILE: resolve(folder, 'keys.json'),
    WEB_ORIGINS: WEB,
  }
  issuer = manage(nodeService({ name: 'issuer', script: 'stack/issuer.ts', port, dataDir: folder, env }), {
    restart: false,
  })
  await issuer.start()
})
afterAll(async () => {
  await issuer.stop()
  await rm(folder, { recursive: true, force: true })
})

const verifier = () => randomBytes(32).toString('base64url')
const challengeOf = (secret: string) => createHash('sha256').update(secret).digest('base64url')

/** A browser, as far as this needs one: it keeps cookies and is asked before it follows a redirect. */
class Browser {
  readonly #cookies = new Map<string, string>()

  async go(to: string, init: RequestInit = {}): Promise<Response> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(new URL(to, url), {
      ...init,
      redirect: 'manual',
      headers: { ...init.headers, cookie },
    })
    for (const set of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(set) ?? []
      if (name) this.#cookies.set(name, value ?? '')
    }
    return response
  }

  /** Signs in and returns the parameters with which the browser is sent back to the application. */
  async signIn(sub: string, request: Record<string, string>): Promise<URLSearchParams> {
    const page = await this.go(`/auth?${new URLSearchParams(request)}`)
    const place = page.headers.get('location') ?? ''
    expect(place).toMatch(/^\/sign-in\//)
    expect(await (await this.go(place)).text()).toContain(`action="${place}/alice"`)
    const chosen = await this.go(`${place}/${sub}`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    const back = await this.go(chosen.headers.get('location') ?? '')
    const target = new URL(back.headers.get('location') ?? '')
    expect(target.origin).toBe(WEB)
    return target.searchParams
  }
}

const authorization = (secret: string, change: Record<string, string> = {}) => ({
  client_id: 'ebook-web',
  response_type: 'code',
  redirect_uri: `${WEB}/callback`,
  scope: 'openid profile offline_access',
  state: 's',
  code_challenge: challengeOf(secret),
  code_challenge_method: 'S256',
  ...change,
})

async function token(body: Record<string, string>): Promise<{ status: number; body: Record<string, string> }> {
  const response = await fetch(`${url}/token`, {
    method: 'POST',
    body: new URLSearchParams({ client_id: 'ebook-web', ...body }),
  })
  return { status: response.status, body: (await response.json()) as Record<string, string> }
}
const exchange = (code: string, secret: string) =>
  token({ grant_type: 'authorization_code', code, code_verifier: secret, redirect_uri: `${WEB}/callback` })

async function verified(jwt: string | undefined) {
  const discovered = (await (await fetch(`${url}/.well-known/openid-configuration`)).json()) as Record<string, string>
  expect(discovered['issuer']).toBe(url)
  const keys = createRemoteJWKSet(new URL(discovered['jwks_uri'] ?? ''))
  const { payload } = await jwtVerify(jwt ?? '', keys, { issuer: url, audience: 'ebook-rental', algorithms: ['RS256'] })
  return payload
}

describe('the code flow', () => {
  test.each([
    ['alice', ['MEMBER']],
    ['libby', ['ADMIN']],
  ])(
    '%s signs in, and gets an access token that services can verify, and a new one by refreshing',
    async (sub, roles) => {
      const secret = verifier()
      const back = await new Browser().signIn(sub, authorization(secret))
      expect(back.get('state')).toBe('s')
      const { status, body } = await exchange(back.get('code') ?? '', secret)
      expect(status).toBe(200)
      expect(await verified(body['access_token'])).toMatchObject({ sub, roles, client_id: 'ebook-web' })
      expect(decodeProtectedHeader(body['access_token'] ?? '')).toMatchObject({ alg: 'RS256', typ: 'at+jwt' })
      const renewed = await token({ grant_type: 'refresh_token', refresh_token: body['refresh_token'] ?? '' })
      expect(await verified(renewed.body['access_token'])).toMatchObject({ sub, roles })
    },
  )

  test('a code is good once, and only for whoever began', async () => {
    const secret = verifier()
    const stolen = (await new Browser().signIn('alice', authorization(secret))).get('code') ?? ''
    expect(await exchange(stolen, verifier())).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
    const code = (await new Browser().signIn('alice', authorization(secret))).get('code') ?? ''
    expect(await exchange(code, secret)).toMatchObject({ status: 200 })
    expect(await exchange(code, secret)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
  })

  test('somebody who is no demo user is not signed in', async () => {
    const back = await new Browser().signIn('mallory', authorization(verifier()))
    expect(back.get('error')).toBe('access_denied')
    expect(back.has('code')).toBe(false)
  })

  test("another browser cannot finish somebody's sign-in", async () => {
    const place = (await new Browser().go(`/auth?${new URLSearchParams(authorization(verifier()))}`)).headers.get(
      'location',
    )
    const stranger = await new Browser().go(`${place}/alice`, { method: 'POST' })
    expect(stranger.status).toBe(400)
  })

  test('whoever goes back to a sign-in that has ended gets a page that leads to the application', async () => {
    const ended = await new Browser().go('/sign-in/of-yesterday')
    expect(ended.headers.get('content-type')).toMatch(/text\/html/)
    expect(await ended.text()).toContain(`href="${WEB}"`)
  })

  test.each([
    ['an unknown client', { client_id: 'nobody' }, 'invalid_client'],
    ['a redirect to another site', { redirect_uri: 'https://evil.example/' }, 'invalid_redirect_uri'],
  ])('%s is refused on the spot', async (_, change, error) => {
    const response = await new Browser().go(`/auth?${new URLSearchParams(authorization(verifier(), change))}`)
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ error })
  })

  test.each([
    ['no PKCE', { code_challenge: '', code_challenge_method: '' }, 'invalid_request'],
    ['plain PKCE', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['the implicit flow', { response_type: 'id_token', nonce: 'n' }, 'unsupported_response_type'],
    ['another resource', { resource: 'urn:another' }, 'invalid_target'],
  ])('%s is refused', async (_, change, error) => {
    const given = Object.entries(authorization(verifier(), change)).filter(([, value]) => value !== '')
    const response = await new Browser().go(`/auth?${new URLSearchParams(given)}`)
    const back = new URL(response.headers.get('location') ?? '')
    expect(new URLSearchParams(back.search || back.hash.slice(1)).get('error')).toBe(error)
  })

  test('only the web application may ask across origins', async () => {
    const allowed = async (origin: string) =>
      (
        await fetch(`${url}/token`, {
          method: 'POST',
          headers: { origin },
          body: new URLSearchParams({ client_id: 'ebook-web' }),
        })
      ).headers.get('access-control-allow-origin')
    expect(await allowed(WEB)).toBe(WEB)
    expect(await allowed('https://evil.example')).toBeNull()
  })
})

test('an access token lives ten minutes, as long as somebody who has signed out could still use it', async () => {
  const secret = verifier()
  const { body } = await exchange(
    (await new Browser().signIn('alice', authorization(secret))).get('code') ?? '',
    secret,
  )
  expect(body['expires_in']).toBe(600)
  const { iat = 0, exp = 0 } = await verified(body['access_token'])
  expect(exp - iat).toBe(600)
})

describe('nobody else', () => {
  const signOut = (hint?: string) =>
    `/session/end?${new URLSearchParams({ client_id: 'ebook-web', ...(hint !== undefined && { id_token_hint: hint }) })}`

  async function signedIn(): Promise<{ browser: Browser; idToken: string }> {
    const [browser, secret] = [new Browser(), verifier()]
    const { body } = await exchange((await browser.signIn('alice', authorization(secret))).get('code') ?? '', secret)
    return { browser, idToken: body['id_token'] ?? '' }
  }
  const isAsked = async (page: Response) => !(await page.text()).includes('<script>')

  test('signs somebody out: a stranger, with no ID token or with one of another session, makes the page ask', async () => {
    const { browser, idToken } = await signedIn()
    const stranger = await signedIn()
    expect(await isAsked(await browser.go(signOut()))).toBe(true)
    expect(await isAsked(await browser.go(signOut(stranger.idToken)))).toBe(true)
    expect(await isAsked(await browser.go(signOut(idToken)))).toBe(false)
  })

  test('puts a page of the issuer into a frame, errors included', async () => {
    const { browser, idToken } = await signedIn()
    const signIn = await new Browser().go(`/auth?${new URLSearchParams(authorization(verifier()))}`)
    const fresh = new Browser()
    const place = (await fresh.go(`/auth?${new URLSearchParams(authorization(verifier()))}`)).headers.get('location')
    for (const answer of [
      signIn,
      await fresh.go(place ?? ''),
      await browser.go(signOut(idToken)),
      await browser.go(signOut()),
      await new Browser().go(signOut()),
      await new Browser().go('/auth?client_id=nobody'),
      await new Browser().go('/sign-in/nothing'),
      await new Browser().go('/nowhere'),
    ]) {
      expect(answer.headers.get('x-frame-options')).toBe('DENY')
      expect(answer.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    }
  })
})

describe('keys', () => {
  const file = () => resolve(folder, 'keys.json')

  test('a token that was minted beside the issuer is as good as its own', async () => {
    const keys = await readSigningKeys(file())
    const jwt = await mintToken(keys, { sub: 'bob', roles: ['MEMBER'], issuer: url, audience: 'ebook-rental', ttl: 60 })
    expect(await verified(jwt)).toMatchObject({ sub: 'bob', roles: ['MEMBER'] })
    const expired = await mintToken(keys, {
      sub: 'bob',
      roles: ['MEMBER'],
      issuer: url,
      audience: 'ebook-rental',
      ttl: -1,
    })
    await expect(verified(expired)).rejects.toThrow(/"exp" claim/)
  })

  test('tokens outlive a restart of the issuer', async () => {
    const keys = await readSigningKeys(file())
    const jwt = await mintToken(keys, { sub: 'bob', roles: ['MEMBER'], issuer: url, audience: 'ebook-rental', ttl: 60 })
    await issuer.stop()
    await issuer.start()
    expect(await verified(jwt)).toMatchObject({ sub: 'bob' })
  })

  test('the file is for its owner alone, and never published', async () => {
    expect((await stat(file())).mode & 0o777).toBe(0o600)
    const published = (await (await fetch(`${url}/jwks`)).json()) as { keys: Record<string, string>[] }
    expect(published.keys).toHaveLength(1)
    expect(Object.keys(published.keys[0] ?? {})).not.toContain('d')
  })

  test('several that need keys at once get the same', async () => {
    const fresh = resolve(folder, 'fresh/keys.json')
    const all = await Promise.all(Array.from({ length: 4 }, () => ensureSigningKeys(fresh)))
    expect(new Set(all.map(({ key }) => key.kid)).size).toBe(1)
  })

  test('a file that holds something else is named', async () => {
    const broken = resolve(folder, 'broken.json')
    await writeFile(broken, '{}')
    await expect(ensureSigningKeys(broken)).rejects.toThrow(UnusableKeys)
    await expect(ensureSigningKeys(broken)).rejects.toThrow(broken)
    expect(await readFile(broken, 'utf8')).toBe('{}')
  })
})
