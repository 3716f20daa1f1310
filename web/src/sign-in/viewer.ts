import type { User } from 'oidc-client-ts'

export type Role = 'MEMBER' | 'ADMIN'

/** Who is signed in, as far as the page has to know. */
export interface Viewer {
  readonly sub: string
  readonly name: string
  readonly roles: readonly Role[]
}

/**
 * Roles decide what is offered, never what is allowed: that is the API's to say. They stand in the access token that
 * the API reads them from; not every issuer repeats them in the ID token.
 */
export function viewerOf(user: User): Viewer {
  const { sub, name, preferred_username: short } = user.profile
  const roles = user.profile['roles'] ?? claimsOf(user.access_token)['roles']
  return { sub, name: name ?? short ?? sub, roles: Array.isArray(roles) ? roles.filter(isRole) : [] }
}

function isRole(role: unknown): role is Role {
  return role === 'MEMBER' || role === 'ADMIN'
}

function claimsOf(token: string): Record<string, unknown> {
  try {
    const middle = (token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/')
    const bytes = Uint8Array.from(atob(middle), (character) => character.charCodeAt(0))
    return JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>
  } catch {
    return {}
  }
}
