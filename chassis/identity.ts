import { hash, timingSafeEqual } from 'node:crypto'
import { errors, jwtVerify, type JWTPayload } from 'jose'
import { issuerKeys, IssuerUnreachable, type KeyResolver } from './issuer-keys.ts'

const roles = ['MEMBER', 'ADMIN'] as const
export type Role = (typeof roles)[number]

/** Who asks, by a token that was verified. */
export interface Viewer {
  readonly sub: string
  readonly roles: readonly Role[]
  readonly expiresAt: Date
  /** The bare token as it came in, to be forwarded. */
  readonly token: string
}

const reasons = {
  malformed: 'The token is not a bearer JWT.',
  expired: 'The token has expired.',
  'not-yet-valid': 'The token is not valid yet.',
  'wrong-algorithm': 'The token is signed with an algorithm that is not accepted.',
  'wrong-issuer': 'The token is from another issuer.',
  'wrong-audience': 'The token is for another audience.',
  'wrong-signature': 'The token is not signed by its issuer.',
  'wrong-subject': 'The token has no subject that can be used.',
  'wrong-roles': 'The token has no list of roles.',
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
  /** Where the keys come from, if not from the issuer. */
  readonly keys?: KeyResolver | undefined
  /** How many verified tokens are remembered. */
  readonly remembered?: number | undefined
}

export interface Verifier {
  /** Takes the `authorization` header. Rejects with Unauthenticated, or with IssuerUnreachable. */
  verify(authorization: string): Promise<Viewer>
}

// HS* with a public key as the secret, and `none`, are the classic forgeries: never add them.
const algorithms = ['RS256', 'ES256', 'EdDSA'] as const
const bearer = /^bearer ([\w-]{1,4096}\.[\w-]{1,8192}\.[\w-]{0,2048})$/i
const usableSubject = /^[A-Za-z0-9._@|:-]{1,128}$/
const CLOCK_TOLERANCE_S = 5
const REMEMBERED_FOR_MS = 300_000

/**
 * Verifies JWTs of one issuer for one audience. A signature costs about 0.1 ms to verify, on every hop of every
 * request, so verified tokens are remembered by their hash: until they expire, and for five minutes at most, so that a
 * key that the issuer withdrew is soon noticed.
 */
export function createVerifier(settings: IdentitySettings): Verifier {
  const { issuer, audience, remembered = 10_000 } = settings
  const keys = settings.keys ?? issuerKeys({ issuer })
  const known = new Map<string, { readonly viewer: Viewer; readonly until: number }>()

  return {
    async verify(authorization) {
      const token = bearer.exec(authorization)?.[1]
      if (token === undefined) throw new Unauthenticated('malformed')
      const fingerprint = hash('sha256', token, 'base64url')
      const found = known.get(fingerprint)
      if (found !== undefined) {
        if (Date.now() < found.until) return found.viewer
        known.delete(fingerprint)
      }
      const viewer = viewerOf(token, await claimsOf(token, keys, issuer, audience))
      const until = Math.min(viewer.expiresAt.getTime(), Date.now() + REMEMBERED_FOR_MS)
      known.set(fingerprint, { viewer, until })
      // A Map keeps the order of insertion: the first one is the oldest.
      if (known.size > remembered) known.delete(known.keys().next().value ?? '')
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
  }
  return 'malformed'
}

function viewerOf(token: string, claims: JWTPayload): Viewer {
  const { sub, exp = 0, roles: claimed } = claims
  if (sub === undefined || !usableSubject.test(sub)) throw new Unauthenticated('wrong-subject')
  if (!Array.isArray(claimed)) throw new Unauthenticated('wrong-roles')
  return {
    sub,
    roles: roles.filter((role) => claimed.includes(role)),
    expiresAt: new Date(exp * 1_000),
    token,
  }
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
