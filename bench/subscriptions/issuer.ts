import { generateKeyPairSync, sign } from 'node:crypto'
import { createServer } from 'node:http'
import { listening, type Served } from './listening.ts'

export interface Issuer extends Served {
  /** A token of a member that outlives the measurement. Ten thousand take about a second. */
  token(sub: string): string
}

const AUDIENCE = 'ebook-rental'
const AN_HOUR_S = 3_600

/** An OpenID issuer with an elliptic key: 10,000 tokens of the development issuer's RSA would take longer than the rest. */
export async function startIssuer(): Promise<Issuer> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const keys = [{ ...publicKey.export({ format: 'jwk' }), kid: 'bench', alg: 'ES256', use: 'sig' }]
  const server = createServer((request, response) => {
    const discovery = { issuer: served.origin, jwks_uri: `${served.origin}/jwks` }
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(request.url === '/jwks' ? { keys } : discovery))
  })
  const served = await listening(server)
  return {
    ...served,
    token(sub) {
      const iat = Math.floor(Date.now() / 1_000)
      const claims = { sub, roles: ['MEMBER'], iss: served.origin, aud: AUDIENCE, iat, exp: iat + AN_HOUR_S }
      const signed = `${encoded({ alg: 'ES256', kid: 'bench' })}.${encoded(claims)}`
      const signature = sign('sha256', Buffer.from(signed), { key: privateKey, dsaEncoding: 'ieee-p1363' })
      return `${signed}.${signature.toString('base64url')}`
    },
  }
}

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}
