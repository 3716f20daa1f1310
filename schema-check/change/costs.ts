import { Kind, valueFromASTUntyped, type ConstDirectiveNode } from 'graphql'
import { specifiedName } from '../directive-names.ts'
import type { Sources } from '../finding.ts'
import { shapeOf, type Named } from '../lint/walk.ts'
import { listed, type Change } from './change.ts'
import { placesIn, type Places } from './places.ts'

/** What a router that counts costs counts (https://ibm.github.io/graphql-specs/cost-spec.html), at one coordinate. */
interface Cost {
  /** Whether somebody says so. */
  readonly weighed: boolean
  readonly weight: number
  readonly assumedSize: number | undefined
  /** Of these arguments one has to be given; undefined when none has to be. */
  readonly slicing: readonly string[] | undefined
  readonly sizedFields: ReadonlySet<string>
}

/** What an operation may cost more, or less, than before: of what is in both revisions. */
export function costChanges(base: Sources, head: Sources): Change[] {
  const [before, after] = [placesIn(base), placesIn(head)]
  return [...after].flatMap(([coordinate, parts]) => {
    const earlier = before.get(coordinate)
    return earlier === undefined ? [] : compared(coordinate, costOf(earlier, before), costOf(parts, after))
  })
}

function compared(coordinate: string, was: Cost, is: Cost): Change[] {
  const at = { coordinate, seenIn: 'head', reaches: [coordinate] } as const
  const changes: Change[] = []
  const moved = (what: string, old: number | undefined, now: number | undefined) => {
    if (old === now) return
    const more = now !== undefined && (old === undefined || now > old)
    const message = `${coordinate} ${what} ${now ?? 'what the router assumes'}, and ${old ?? 'what the router assumes'} before`
    changes.push({ ...at, rule: more ? 'cost-raised' : 'cost-lowered', message })
  }
  if (was.weighed || is.weighed) moved('weighs', was.weight, is.weight)
  moved('counts as a list of', was.assumedSize, is.assumedSize)
  const fresh = is.slicing !== undefined && is.slicing.join() !== was.slicing?.join()
  if (fresh && !was.slicing?.every((name) => is.slicing?.includes(name))) {
    const message = `${coordinate} has to be given exactly one of ${listed(is.slicing ?? [])}`
    changes.push({ ...at, rule: 'slicing-required', message })
  } else if (fresh && (is.slicing?.length ?? 0) > (was.slicing?.length ?? 0)) {
    changes.push({
      ...at,
      rule: 'cost-raised',
      message: `${coordinate} may be given only one of ${listed(is.slicing ?? [])}`,
    })
  } else if (was.slicing !== undefined && is.slicing === undefined) {
    changes.push({
      ...at,
      rule: 'cost-lowered',
      message: `${coordinate} need not be given ${listed(was.slicing)} to be counted`,
    })
  }
  const sized = (rule: 'cost-raised' | 'cost-lowered', fields: ReadonlySet<string>, what: string) => {
    if (fields.size > 0)
      changes.push({ ...at, rule, message: `${coordinate} ${what} ${listed([...fields].sort())} as its list` })
  }
  sized('cost-raised', is.sizedFields.difference(was.sizedFields), 'counts')
  sized('cost-lowered', was.sizedFields.difference(is.sizedFields), 'does not count')
  return changes
}

/** As composition takes it: of what subgraphs say, the most. */
function costOf(parts: readonly Named[], places: Places): Cost {
  const given = (name: string) => parts.flatMap((part) => argumentsOf(part, name))
  const weights = given('cost').map(({ weight }) => Number(weight))
  const sizes = given('listSize')
  const assumed = sizes.flatMap(({ assumedSize }) => (typeof assumedSize === 'number' ? [assumedSize] : []))
  const slicing = sizes
    .filter(({ requireOneSlicingArgument }) => requireOneSlicingArgument !== false)
    .flatMap(({ slicingArguments }) => texts(slicingArguments))
  return {
    weighed: weights.length > 0,
    weight: weights.length === 0 ? usualWeight(parts, places) : Math.max(...weights),
    assumedSize: assumed.length === 0 ? undefined : Math.max(...assumed),
    slicing: slicing.length === 0 ? undefined : [...new Set(slicing)].sort(),
    sizedFields: new Set(sizes.flatMap(({ sizedFields }) => texts(sizedFields))),
  }
}

/** An object counts as one, and a value as nothing. */
function usualWeight([part]: readonly Named[], places: Places): number {
  if (part?.type === undefined) return part?.node.kind.startsWith('Object') ? 1 : 0
  const { name } = shapeOf(part.type)
  const isValue = VALUES.has(name) || (places.get(name) ?? []).some(({ node }) => /^(Enum|Scalar)/.test(node.kind))
  return isValue ? 0 : 1
}

const VALUES: ReadonlySet<string> = new Set(['ID', 'Int', 'Float', 'String', 'Boolean'])

function argumentsOf({ directives, subgraph }: Named, name: string): Record<string, unknown>[] {
  return directives
    .filter((directive) => specifiedName(subgraph, directive) === name)
    .map(({ arguments: given = [] }: ConstDirectiveNode) =>
      Object.fromEntries(
        given.map((one) => [
          one.name.value,
          one.value.kind === Kind.INT ? Number(one.value.value) : valueFromASTUntyped(one.value),
        ]),
      ),
    )
}

function texts(value: unknown): string[] {
  return [value].flat().filter((one) => typeof one === 'string')
}
