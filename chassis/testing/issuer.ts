import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, exportSPKI, generateKeyPair, SignJWT } from 'jose'

/** Any: what is signed may still be anything. */
export type Claims = Readonly<Record<string, unknown>>

export interface TestIssuer {
  readonly url: string
  readonly audience: string
  /** The signing key as anybody can get it: what a forger would use as the secret of HS256. */
  readonly publicKeyPem: string
  /** Requests for the keys so far. */
  readonly fetches: number
  /** A good token, unless the claims say otherwise. `exp` in seconds from now. */
  token(claims?: Claims): Promise<string>
  /** As `token`, with claims of any JSON type. */
  signed(claims: Readonly<Record<string, unknown>>): Promise<string>
  /** From now on signs with a new key, which only a new fetch of the keys shows; the old one is published no more. */
  changeKey(): Promise<void>
  /** Publishes another key beside the one that it signs with. */
  publishNext(): Promise<void>
  /** Signs with the key that was published last; both are published. */
  signWithNext(): void
  /** Publishes the key alone that it signs with. */
  withdrawOthers(): void
  /** Seconds that its clock is ahead of ours, as far as its answers tell. */
  clockAhead: number
  stop(): Promise<void>
}

/** An OpenID issuer with real keys, discovery and a key set, on a free port. */
export async function startTestIssuer({ discovery = true, port = 0 } = {}): Promise<TestIssuer> {
  const newKey = () => generateKeyPair('ES256', { extractable: true })
  let keyId = 1
  let keys = await newKey()
  let published = [{ keys, keyId }]
  let clockAhead = 0
  let fetches = 0
  const audience = 'ebook-rental'

  const server = createServer((request, response) => {
    const answer = async () => {
      if (discovery && request.url === '/.well-known/openid-configuration') {
        return { issuer: url, jwks_uri: `${url}/jwks` }
      }
      if (request.url !== '/jwks') return undefined
      fetches += 1
      const shown = published.map(async (one) => ({
        ...(await exportJWK(one.keys.publicKey)),
        kid: `key-${one.keyId}`,
        alg: 'ES256',
        use: 'sig',
      }))
      return { keys: await Promise.all(shown) }
    }
    void answer().then((body) => {
      const date = new Date(Date.now() + clockAhead * 1_000).toUTCString()
      response.writeHead(body === undefined ? 404 : 200, {
        'content-type': 'application/json',
        connection: 'close',
        date,
      })
      response.end(JSON.stringify(body ?? {}))
    })
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const publicKeyPem = await exportSPKI(keys.publicKey)

  const signed = (claims: Readonly<Record<string, unknown>>) => {
    const now = Math.floor(Date.now() / 1_000)
    const payload = { sub: 'ann', roles: ['MEMBER'], iss: url, aud: audience, iat: now, exp: now + 60, ...claims }
    return new SignJWT(payload).setProtectedHeader({ alg: 'ES256', kid: `key-${keyId}` }).sign(keys.privateKey)
  }

  const made: TestIssuer = {
    url,
    audience,
    publicKeyPem,
    get fetches() {
      return fetches
    },
    token: (claims = {}) => signed(claims),
    signed,
    get clockAhead() {
      return clockAhead
    },
    set clockAhead(seconds) {
      clockAhead = seconds
    },
    async changeKey() {
      await made.publishNext()
      made.signWithNext()
      made.withdrawOthers()
    },
    async publishNext() {
      published = [...published, { keys: await newKey(), keyId: keyId + 1 }]
    },
    signWithNext() {
      const last = published.at(-1)
      if (last) ({ keys, keyId } = last)
    },
    withdrawOthers() {
      published = [{ keys, keyId }]
    },
    async stop() {
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return made
}
