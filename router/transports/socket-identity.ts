import { Unauthenticated, type Verifier, type Viewer } from '@ebook/chassis/identity'

/** A token does not do. */
export interface NotAccepted {
  /** Of the verifier's reasons, or one of ours. */
  readonly reason: string
  readonly message: string
  /** The token itself is at fault; otherwise it could not be looked at. */
  readonly isBad: boolean
}

/** What a client says about itself in a message; clients write headers in either case. */
export function authorizationIn(payload: Readonly<Record<string, unknown>> | null | undefined): unknown {
  return payload?.['authorization'] ?? payload?.['Authorization'] ?? undefined
}

export async function verified(verifier: Verifier, authorization: unknown): Promise<Viewer | NotAccepted> {
  if (typeof authorization !== 'string') {
    return { reason: 'malformed', message: 'The token is not a bearer JWT.', isBad: true }
  }
  try {
    return await verifier.verify(authorization)
  } catch (error) {
    if (error instanceof Unauthenticated) return { reason: error.reason, message: error.message, isBad: true }
    return { reason: 'ISSUER_UNREACHABLE', message: 'Tokens cannot be verified just now.', isBad: false }
  }
}

/** Whether a token may take the place of another: the same member, who may do the same. */
export function hasSameScope(a: Viewer, b: Viewer): boolean {
  return a.sub === b.sub && a.roles.length === b.roles.length && a.roles.every((role) => b.roles.includes(role))
}
