import { STANDARD_ROLES, type RoleMapping } from '@ebook/chassis/roles'

/** What an installation decides and the router tells at /config.json. */
export interface Configuration {
  /** Of the OpenID Connect issuer. */
  readonly issuer: string
  readonly clientId: string
  /** Whom access tokens are meant for. */
  readonly audience: string
  /** Where the issuer's tokens say what somebody may do. */
  readonly roles: RoleMapping
}

/** Throws when it cannot be had. */
export async function readConfiguration(): Promise<Configuration> {
  const response = await fetch('/config.json', { headers: { accept: 'application/json' } })
  if (!response.ok) throw new Error(`/config.json: ${response.status}`)
  const given = (await response.json()) as Partial<Record<keyof Configuration, unknown>>
  const roles = (given.roles as RoleMapping | undefined) ?? STANDARD_ROLES
  return { issuer: text(given, 'issuer'), clientId: text(given, 'clientId'), audience: text(given, 'audience'), roles }
}

function text(given: Partial<Record<keyof Configuration, unknown>>, name: keyof Configuration): string {
  const value = given[name]
  if (typeof value !== 'string' || value === '') throw new Error(`/config.json has no ${name}`)
  return value
}
