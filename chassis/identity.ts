export type Role = 'MEMBER' | 'ADMIN'

/** Who asks, by a token that was verified. */
export interface Viewer {
  readonly sub: string
  readonly roles: readonly Role[]
  readonly expiresAt: Date
  /** As it came in, to be forwarded. */
  readonly token: string
}
