import { randomUUID } from 'node:crypto'
import { importJWK, SignJWT } from 'jose'
import type { DemoRole } from './demo-users.ts'
import { SIGNING_ALGORITHM, type SigningKeys } from './signing-keys.ts'

export interface TokenRequest {
  readonly sub: string
  readonly roles: readonly DemoRole[]
  readonly issuer: string
  readonly audience: string
  /** Seconds from now to its end; below zero: it has already ended. */
  readonly ttl: number
}

const importedKeys = new WeakMap<object, ReturnType<typeof importJWK>>()

/** An access token like those of the development issuer, signed with its keys. */
export async function mintToken(
  { key }: SigningKeys,
  { sub, roles, issuer, audience, ttl }: TokenRequest,
): Promise<string> {
  const imported = importedKeys.get(key) ?? importJWK(key, SIGNING_ALGORITHM)
  importedKeys.set(key, imported)
  const now = Math.floor(Date.now() / 1_000)
  return new SignJWT({ roles: [...roles] })
    .setProtectedHeader({ alg: SIGNING_ALGORITHM, kid: key.kid, typ: 'at+jwt' })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject(sub)
    .setJti(randomUUID())
    .setIssuedAt(ttl < 0 ? now + ttl - 1 : now)
    .setExpirationTime(now + ttl)
    .sign(await imported)
}
