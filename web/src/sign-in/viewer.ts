import type { User } from 'oidc-client-ts'
import { rolesIn, type Role, type RoleMapping } from '@ebook/chassis/roles'

export type { Role }

/** Who is signed in, as far as the page has to know. */
export interface Viewer {
  readonly sub: string
  readonly name: string
  readonly roles: readonly Role[]
}

/**
 * Roles decide what is offered, never what is allowed: that is the API's to say. They stand in the access token that
 * the API reads them from, in the same way; not every issuer repeats them in the ID token.
 */
export function viewerOf(user: User, mapping: RoleMapping): Viewer {
  const { sub, name, preferred_username: short } = user.profile
  const roles = rolesIn(user.profile, mapping) ?? rolesIn(claimsOf(user.access_token), mapping) ?? []
  return { sub, name: name ?? short ?? sub, roles }
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
