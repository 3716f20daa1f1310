import { claimsIn } from '@ebook/chassis/identity'
import type { RequestContext } from '@ebook/chassis/request'
import { valueAt } from '@ebook/chassis/roles'
import type { Limits, Standards } from './member/language.ts'
import type { RentPorts } from './ports.ts'

type Counts = Readonly<Record<string, number>>

/** Limits of each category, as the environment tells them: of loans, and of holds. */
export function byCategory(loans: Counts, holds: Counts): NonNullable<Standards['byCategory']> {
  const limits = new Map<string, Partial<Limits>>()
  for (const [category, most] of Object.entries(loans)) limits.set(category, { loans: most })
  for (const [category, most] of Object.entries(holds)) limits.set(category, { ...limits.get(category), holds: most })
  return Object.fromEntries(limits)
}

/** What the caller’s token says that they are: null when it is nothing that has limits of its own. Undefined when no token is asked. */
export function categoryOf(
  { settings: { categoryClaim, limits } }: Pick<RentPorts, 'settings'>,
  { viewer }: Pick<RequestContext, 'viewer'>,
): string | null | undefined {
  if (categoryClaim === undefined || viewer === undefined) return undefined
  const said = valueAt(claimsIn(viewer), categoryClaim)
  return typeof said === 'string' && Object.hasOwn(limits.byCategory ?? {}, said) ? said : null
}
