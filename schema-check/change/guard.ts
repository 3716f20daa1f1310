/** Who has all that one of its groups names may pass: a disjunctive normal form, of which no group says what another says. */
type Formula = readonly (readonly string[])[]

/** What is asked of who reads something, by directive; all of it has to be passed. */
export type Guard = Readonly<Record<'authenticated' | 'requiresScopes' | 'policy', Formula>>

const ANYBODY: Formula = [[]]

export const OPEN: Guard = { authenticated: ANYBODY, requiresScopes: ANYBODY, policy: ANYBODY }

const LOGIN: Guard = { ...OPEN, authenticated: [['login']] }

/** `given` is the value of its argument as GraphQL takes it: one that is not in a list is a list of one. Undefined when `name` guards nothing. */
export function guardOf(name: string, given: unknown): Guard | undefined {
  if (name === 'authenticated') return LOGIN
  if (name !== 'requiresScopes' && name !== 'policy') return undefined
  const groups = [given].flat().map((group: unknown) => [group].flat().map((one) => JSON.stringify(one)))
  // Routers take a list without a group for one that lets anybody pass.
  const formula = groups.length === 0 ? ANYBODY : minimal(groups)
  // Who is nobody has no scope.
  const login = name === 'requiresScopes' && !isOpen(formula) ? LOGIN : OPEN
  return { ...login, [name]: formula }
}

export function allOf(guards: readonly Guard[]): Guard {
  return guards.reduce(
    (one, other) => ({
      authenticated: both(one.authenticated, other.authenticated),
      requiresScopes: both(one.requiresScopes, other.requiresScopes),
      policy: both(one.policy, other.policy),
    }),
    OPEN,
  )
}

/** Whether somebody passes `one` whom `other` refuses. */
export function letsMorePass(one: Guard, other: Guard): boolean {
  const implied = (by: Formula, what: Formula) =>
    by.every((group) => what.some((less) => new Set(less).isSubsetOf(new Set(group))))
  return !(
    implied(one.authenticated, other.authenticated) &&
    implied(one.requiresScopes, other.requiresScopes) &&
    implied(one.policy, other.policy)
  )
}

/** As it would be written, in one form for what means the same; empty when it is open to everybody. */
export function written({ authenticated, requiresScopes, policy }: Guard): string {
  const list = (formula: Formula) => `[${formula.map((group) => `[${group.join(', ')}]`).join(', ')}]`
  const isSaid = isOpen(requiresScopes) && !isOpen(authenticated)
  return [
    ...(isSaid ? ['@authenticated'] : []),
    ...(isOpen(policy) ? [] : [`@policy(policies: ${list(policy)})`]),
    ...(isOpen(requiresScopes) ? [] : [`@requiresScopes(scopes: ${list(requiresScopes)})`]),
  ].join(' ')
}

function isOpen(formula: Formula): boolean {
  return formula.some((group) => group.length === 0)
}

function both(one: Formula, other: Formula): Formula {
  return minimal(one.flatMap((group) => other.map((more) => [...group, ...more])))
}

/** Each group once, without those of whose members another has fewer. */
function minimal(groups: Formula): Formula {
  const sets = new Map(groups.map((group) => [...new Set(group)].sort()).map((group) => [group.join(), new Set(group)]))
  return [...sets.values()]
    .filter((group) => ![...sets.values()].some((less) => less !== group && less.isSubsetOf(group)))
    .map((group) => [...group])
    .sort((one, other) => (one.join() < other.join() ? -1 : 1))
}
