/** What one can be here. */
export const ROLES = ['MEMBER', 'ADMIN'] as const
export type Role = (typeof ROLES)[number]

/** Where an issuer writes roles into its tokens, and what it calls them. */
export interface RoleMapping {
  /** The claim, and what it is in, from the outermost: `['realm_access', 'roles']`. */
  readonly claim: readonly string[]
  /** Each of these names makes one what it stands under. */
  readonly names: Readonly<Record<Role, readonly string[]>>
}

export const STANDARD_ROLES: RoleMapping = { claim: ['roles'], names: { MEMBER: ['MEMBER'], ADMIN: ['ADMIN'] } }

/**
 * The roles that the claims give: a list of names, or one text of names with blanks or commas between them, as `scope`
 * is written. Names that the mapping does not know give nothing. Undefined when what stands there is no roles at all.
 * Runs in browsers too.
 */
export function rolesIn(claims: object, { claim, names }: RoleMapping): Role[] | undefined {
  const found = valueAt(claims, claim)
  const given = typeof found === 'string' ? found.split(/[\s,]/) : found
  if (!Array.isArray(given) || !given.every((name) => typeof name === 'string')) return undefined
  const held = new Set(given)
  return ROLES.filter((role) => names[role].some((name) => held.has(name)))
}

/** What a claim says; undefined when there is none. */
export function valueAt(claims: object, claim: readonly string[]): unknown {
  return claim.reduce<unknown>(
    // Its own alone: `constructor` and `__proto__` are claims like any other.
    (within, name) => (isRecord(within) && Object.hasOwn(within, name) ? within[name] : undefined),
    claims,
  )
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/**
 * A claim as it is written in configurations: `roles`, a path such as `realm_access.roles`, one name with a colon or a
 * slash in it such as `https://library.example/roles`, or, where a path needs such names, a JSON pointer (RFC 6901) such
 * as `/resource_access/my.client/roles`. Undefined for anything else.
 */
export function claimOf(given: string): readonly string[] | undefined {
  const names = given.startsWith('/')
    ? given
        .slice(1)
        .split('/')
        .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'))
    : /[:/]/.test(given)
      ? [given]
      : given.split('.')
  return names.every((name) => name !== '') ? names : undefined
}
