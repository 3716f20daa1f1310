import type { Change } from '../change/change.ts'
import { placesIn } from '../change/places.ts'
import type { Sources, SubgraphSource } from '../finding.ts'
import { namedParts } from '../lint/walk.ts'
import { fetchesOf } from '../plans/plan-measure.ts'
import { planOf } from '../plans/plan.ts'
import { replay } from '../replay.ts'
import { subgraphChanges } from '../subgraph/subgraph-changes.ts'
import { supergraphOf, type Composed } from '../supergraph.ts'
import { pairOf, type Asked, type Pair } from './pair.ts'

/** How much a deployment hangs on an order: `stored` operations fail otherwise, `others` could, or it is only tidier. */
export type Weight = 'stored' | 'others' | 'tidier'

/** A subgraph that changes, and the two states in which it and the supergraph are not of the same revision. */
export interface Row {
  readonly subgraph: string
  readonly before: SubgraphSource | undefined
  readonly after: SubgraphSource | undefined
  /** The old supergraph, the new subgraph: what is so when the subgraph is deployed first. */
  readonly subgraphFirst: Pair
  /** The new supergraph, the old subgraph. */
  readonly supergraphFirst: Pair
  /** Why the subgraph must not be deployed before the supergraph, if it must not; and after it. */
  readonly notBefore?: Weight | undefined
  readonly notAfter?: Weight | undefined
}

/** One row for every subgraph that changes for a router. Undefined when one of the supergraphs does not compose. */
export function rolloutOf(base: Sources, head: Sources): readonly Row[] | undefined {
  const [old, now] = [supergraphOf(base), supergraphOf(head)]
  if (old === undefined || now === undefined) return undefined
  const names = [...new Set([...base.subgraphs, ...head.subgraphs].map(({ name }) => name))].sort()
  const operations = replay(base, head)
  // Applications that are deployed send the base's operations. New ones are deployed when all else has been.
  const deployed = operations.filter(({ ahead, fate }) => !ahead && fate !== 'new')
  const askedOld = asked(old, deployed)
  const askedNow = asked(
    now,
    deployed.filter(({ problems }) => problems.length === 0),
  )
  const places = placesIn(base)
  // Of a root type that a subgraph did not have: its fields, which another may have had.
  const had = ({ rule, coordinate }: Change, after: SubgraphSource) => {
    // Who answers a type that the supergraph has lost need not be asked for it.
    if (coordinate.includes('|')) return rule.endsWith('-added')
    return rule === 'type-removed'
      ? namedParts(after).some((part) => part.parent === coordinate && places.has(part.coordinate))
      : places.has(coordinate)
  }
  return names.flatMap((name): Row[] => {
    const before = base.subgraphs.find((one) => one.name === name)
    const after = head.subgraphs.find((one) => one.name === name)
    if (before !== undefined && after !== undefined && same(before, after)) return []
    const nothing: Pair = { broken: [], possibly: [], unasked: [] }
    const subgraphFirst = before === undefined ? nothing : pairOf(before, after, askedOld(name))
    const supergraphFirst = after === undefined ? nothing : pairOf(after, before, askedNow(name))
    const notBefore = weightOf(subgraphFirst, () => true)
    const notAfter = weightOf(supergraphFirst, (change) => after !== undefined && had(change, after))
    return [{ subgraph: name, before, after, subgraphFirst, supergraphFirst, notBefore, notAfter }]
  })
}

function same(before: SubgraphSource, after: SubgraphSource): boolean {
  return before.sdl === after.sdl || subgraphChanges(before, after).length === 0
}

type Planned = ReturnType<typeof replay>

function asked(composed: Composed, operations: Planned): (subgraph: string) => Asked[] {
  const all = operations.flatMap(({ operation, document }) => {
    try {
      return [{ operation, fetches: fetchesOf(planOf(composed, document).node) }]
    } catch {
      // checkPlans tells that there is no plan.
      return []
    }
  })
  return (subgraph) =>
    all
      .map(({ operation, fetches }) => ({ operation, fetches: fetches.filter((one) => one.subgraph === subgraph) }))
      .filter(({ fetches }) => fetches.length > 0)
}

/** What nobody could have asked for before the deployment is missed by nobody during it. */
function weightOf({ broken, possibly, unasked }: Pair, couldBeAsked: (change: Change) => boolean): Weight | undefined {
  if (broken.length > 0) return 'stored'
  const met = possibly.flatMap(({ change }) => change ?? [])
  if ([...met, ...unasked].some(couldBeAsked)) return 'others'
  return met.length + unasked.length > 0 ? 'tidier' : undefined
}
