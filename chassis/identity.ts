import { hash, timingSafeEqual } from 'node:crypto'
import { decodeJwt, errors, jwtVerify, type JWTPayload } from 'jose'
import { LRUCache } from 'lru-cache'
import { issuerKeys, IssuerUnreachable, type KeyResolver } from './issuer-keys.ts'
import type { Logger } from './log.ts'
import { rolesIn, STANDARD_ROLES, type Role, type RoleMapping } from './roles.ts'

/** Who asks, by a token that was verified. */
export interface Viewer {
  readonly sub: string
  readonly roles: readonly Role[]
  readonly expiresAt: Date
  /** As its issuer has verified it (OpenID Connect Core 5.1); undefined when it says nothing of that. */
  readonly email?: string | undefined
  /** The bare token as it came in, to be forwarded. */
  readonly token: string
}

/** All that the token says, for what few ask: it was verified. */
export const claimsIn = ({ token }: Pick<Viewer, 'token'>): object => decodeJwt(token)

const reasons = {
  malformed: 'The token is not a bearer JWT.',
  'too-long': 'The token is longer than 12,288 characters.',
  expired: 'The token has expired.',
  'not-yet-valid': 'The token is not valid yet.',
  'wrong-algorithm': 'The token is signed with an algorithm that is not accepted.',
  'wrong-expiry': 'The token expires at no date.',
  'wrong-issuer': 'The token is from another issuer than OIDC_ISSUER.',
  'wrong-audience': 'The token is for another audience than OIDC_AUDIENCE.',
  'wrong-signature': 'The token is not signed by its issuer.',
  'wrong-subject': 'The token has no subject of 1 to 255 printable ASCII characters.',
  'wrong-roles': 'The token has no roles in the claim that OIDC_ROLES_CLAIM names.',
} as const

export type RejectionReason = keyof typeof reasons

/** The token is not accepted. Reason and message say nothing that the caller may not know. */
export class Unauthenticated extends Error {
  override readonly name = 'Unauthenticated'
  readonly reason: RejectionReason
  constructor(reason: RejectionReason, cause?: unknown) {
    super(reasons[reason], { cause })
    this.reason = reason
  }
}

export interface IdentitySettings {
  readonly issuer: string
  readonly audience: string
  /** Where its tokens say what one may do; if not as `npm start`'s issuer writes it. */
  readonly roles?: RoleMapping | undefined
  /** Where the keys come from, if not from the issuer. */
  readonly keys?: KeyResolver | undefined
  /** How many verified tokens are remembered. */
  readonly remembered?: number | undefined
}

/** What a process is told of its issuer: see `serverConfig`. */
export interface IdentityConfig {
  readonly OIDC_ISSUER: string
  readonly OIDC_AUDIENCE: string
  readonly OIDC_JWKS_URL?: string | undefined
  readonly OIDC_ROLES_CLAIM?: readonly string[] | undefined
  readonly OIDC_MEMBER_ROLES?: readonly string[] | undefined
  readonly OIDC_ADMIN_ROLES?: readonly string[] | undefined
}

export function roleMappingOf(config: IdentityConfig): RoleMapping {
  const { claim, names } = STANDARD_ROLES
  const { OIDC_MEMBER_ROLES: MEMBER = names.MEMBER, OIDC_ADMIN_ROLES: ADMIN = names.ADMIN } = config
  return { claim: config.OIDC_ROLES_CLAIM ?? claim, names: { MEMBER, ADMIN } }
}

/** A verifier as the environment asks for it. */
export function configuredVerifier(config: IdentityConfig, log?: Pick<Logger, 'error'>): Verifier {
  const { OIDC_ISSUER: issuer, OIDC_AUDIENCE: audience, OIDC_JWKS_URL: address } = config
  const onClocksApart = (seconds: number) =>
    log?.error(
      { seconds },
      `the clock here is ${Math.abs(seconds)} s ${seconds > 0 ? 'ahead of' : 'behind'} that of ${issuer}: set it, or good tokens are refused`,
    )
  const keys = issuerKeys({ issuer, address, onClocksApart })
  return createVerifier({ issuer, audience, roles: roleMappingOf(config), keys })
}

export interface Verifier {
  /** Takes the `authorization` header. Rejects with Unauthenticated, or with IssuerUnreachable. */
  verify(authorization: string): Promise<Viewer>
}

// HS* with a public key as the secret, and `none`, are the classic forgeries: never add them.
const algorithms = ['RS256', 'ES256', 'EdDSA'] as const
const bearer = /^bearer ([\w-]+\.[\w-]+\.[\w-]*)$/i
// Node takes 16,384 bytes of headers, and the router sends it on with headers of its own.
const LONGEST_TOKEN = 12_288
// OpenID Connect Core 2 allows 255 ASCII characters. Those that do not print are refused: a log's reader would not see them.
const usableSubject = /^[\x20-\x7e]{1,255}$/
const CLOCK_TOLERANCE_S = 5
const REMEMBERED_FOR_MS = 300_000
const LENGTH_OF_END = 32

interface Remembered {
  readonly authorization: string
  readonly viewer: Viewer
  readonly until: number
}

/**
 * Verifies JWTs of one issuer for one audience. A signature costs about 0.1 ms to verify, on every hop of every
 * request, so verified tokens are remembered, as their viewers hold them anyway: until they expire, and for five minutes at
 * most, so that a key that the issuer withdrew is soon noticed.
 */
export function createVerifier(settings: IdentitySettings): Verifier {
  const { issuer, audience, roles = STANDARD_ROLES, remembered = 10_000 } = settings
  const keys = settings.keys ?? issuerKeys({ issuer })
  const known = new LRUCache<string, Remembered>({ max: remembered })

  return {
    async verify(authorization) {
      if (authorization.length > 'bearer '.length + LONGEST_TOKEN) throw new Unauthenticated('too-long')
      // By its end, which is signature: to hash all of a token costs more than to compare it.
      const end = authorization.slice(-LENGTH_OF_END)
      const found = known.get(end)
      if (found?.authorization === authorization) {
        if (Date.now() < found.until) return found.viewer
        known.delete(end)
      }
      const token = bearer.exec(authorization)?.[1]
      if (token === undefined) throw new Unauthenticated('malformed')
      const viewer = viewerOf(token, await claimsOf(token, keys, issuer, audience), roles)
      const until = Math.min(viewer.expiresAt.getTime(), Date.now() + REMEMBERED_FOR_MS)
      known.set(end, { authorization, viewer, until })
      return viewer
    },
  }
}

async function claimsOf(token: string, keys: KeyResolver, issuer: string, audience: string): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(token, keys, {
      algorithms: [...algorithms],
      issuer,
      audience,
      requiredClaims: ['exp', 'sub'],
      clockTolerance: CLOCK_TOLERANCE_S,
    })
    return payload
  } catch (error) {
    if (error instanceof IssuerUnreachable) throw error
    throw new Unauthenticated(reasonOf(error), error)
  }
}

function reasonOf(error: unknown): RejectionReason {
  if (error instanceof errors.JWTExpired) return 'expired'
  if (error instanceof errors.JOSEAlgNotAllowed) return 'wrong-algorithm'
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'wrong-signature'
  if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys)
    return 'wrong-signature'
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.claim === 'aud') return 'wrong-audience'
    if (error.claim === 'iss') return 'wrong-issuer'
    if (error.claim === 'nbf') return 'not-yet-valid'
    if (error.claim === 'sub') return 'wrong-subject'
    if (error.claim === 'exp') return 'wrong-expiry'
  }
  return 'malformed'
}

function viewerOf(token: string, claims: JWTPayload, mapping: RoleMapping): Viewer {
  // What is signed may still be anything: jose looks at the types of dates alone.
  const sub: unknown = claims.sub
  if (typeof sub !== 'string' || !usableSubject.test(sub)) throw new Unauthenticated('wrong-subject')
  const expiresAt = new Date((claims.exp ?? NaN) * 1_000)
  if (Number.isNaN(expiresAt.getTime())) throw new Unauthenticated('wrong-expiry')
  const roles = rolesIn(claims, mapping)
  if (roles === undefined) throw new Unauthenticated('wrong-roles')
  const { email, email_verified: isVerified } = claims
  return { sub, roles, expiresAt, token, ...(isVerified === true && typeof email === 'string' && { email }) }
}

/** Compares with every accepted secret in constant time, so that secrets can be changed one process at a time. */
export function acceptsSecret(accepted: readonly string[]): (given: string | string[] | undefined) => boolean {
  const digests = accepted.map((secret) => hash('sha256', secret, 'buffer'))
  return (given) => {
    const digest = hash('sha256', typeof given === 'string' ? given : '', 'buffer')
    let matches = 0
    for (const one of digests) matches |= Number(timingSafeEqual(one, digest))
    return matches === 1
  }
}
