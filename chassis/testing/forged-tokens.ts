import { createHmac } from 'node:crypto'
import type { JWTPayload } from 'jose'

const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** A token that nobody signed: `alg: none`. */
export function unsignedToken(claims: JWTPayload): string {
  return `${encoded({ alg: 'none', typ: 'JWT' })}.${encoded(claims)}.`
}

/** A token signed with HMAC and the public key as the secret: good for a verifier that believes the header. */
export function confusedToken(claims: JWTPayload, publicKeyPem: string, keyId = 'key-1'): string {
  const signed = `${encoded({ alg: 'HS256', typ: 'JWT', kid: keyId })}.${encoded(claims)}`
  return `${signed}.${createHmac('sha256', publicKeyPem).update(signed).digest('base64url')}`
}
