import { ErrorResponse, type User } from 'oidc-client-ts'
import type { Issuer } from '../sign-in/session.ts'

/** An issuer that answers what a test tells it to; `left` are the redirects, with what was asked. */
export class FakeIssuer implements Issuer {
  readonly left: object[] = []
  comeBack: () => Promise<User | undefined> = async () => undefined
  renew: () => Promise<User | null> = async () => null
  isAway = false

  readonly signinRedirect: Issuer['signinRedirect'] = async (asked = {}) => {
    if (this.isAway) throw new TypeError('Failed to fetch')
    this.left.push(asked)
  }
  readonly signinCallback: Issuer['signinCallback'] = () => this.comeBack()
  readonly signinSilent: Issuer['signinSilent'] = () => this.renew()
  signoutRedirect: Issuer['signoutRedirect'] = async (asked = {}) => {
    if (this.isAway) throw new TypeError('Failed to fetch')
    this.left.push(asked)
  }
  readonly removeUser: Issuer['removeUser'] = async () => undefined
}

/** What the issuer answers when it does not want to. */
export const refusal = (error: string, state?: unknown) => async () => {
  throw new ErrorResponse({ error, userState: state })
}

/** As the issuer gives it; `more` wins. */
export function userOf(sub: string, roles: readonly string[], more: Partial<User> = {}): User {
  const claims = btoa(JSON.stringify({ sub, roles }))
  return {
    access_token: `e30.${claims}.${sub}-signature`,
    id_token: `id-of-${sub}`,
    refresh_token: `refresh-of-${sub}`,
    expires_at: Math.floor(Date.now() / 1_000) + 3_600,
    profile: { sub },
    state: '/rentals',
    ...more,
  } as User
}
