import { Kind, valueFromASTUntyped, type ConstDirectiveNode } from 'graphql'
import { specifiedName } from '../directive-names.ts'
import type { Sources } from '../finding.ts'
import { shapeOf, type Named } from '../lint/walk.ts'
import { listed, type Change, type Choice } from './change.ts'
import { placesIn, type Places } from './places.ts'

/** What a router that counts costs counts (https://ibm.github.io/graphql-specs/cost-spec.html), at one coordinate. */
interface Cost {
  /** Whether somebody says so. */
  readonly weighed: boolean
  readonly weight: number
  readonly assumedSize: number | undefined
  /** Of these arguments one has to be given; undefined when none has to be. */
  readonly slicing: readonly string[] | undefined
  /** These arguments say how long it is, whether one has to be given or not. */
  readonly sizing: readonly string[]
  /** Those of them that have a default: routers count with it where none is given. */
  readonly byDefault: ReadonlySet<string>
  readonly sizedFields: ReadonlySet<string>
}

/** What an operation may cost more, or less, than before: of what is in both revisions. */
export function costChanges(base: Sources, head: Sources): Change[] {
  const [before, after] = [placesIn(base), placesIn(head)]
  return [...after].flatMap(([coordinate, parts]) => {
    const earlier = before.get(coordinate)
    return earlier === undefined || ![...earlier, ...parts].some(saysCost)
      ? []
      : compared(coordinate, costOf(earlier, before), costOf(parts, after), (name) =>
          given(`${coordinate}(${name}:)`, before),
        )
  })
}

function saysCost({ directives, subgraph }: Named): boolean {
  return directives.some((one) => ['cost', 'listSize'].includes(specifiedName(subgraph, one)))
}

/** Whether every operation gives an argument, or none can, which is not there; undefined when some may. */
function given(argument: string, places: Places): 'always' | 'never' | undefined {
  const parts = places.get(argument)
  if (parts === undefined) return 'never'
  const isRequired = ({ type, node }: Named) =>
    type?.kind === Kind.NON_NULL_TYPE && !('defaultValue' in node && node.defaultValue !== undefined)
  return parts.some(isRequired) ? 'always' : undefined
}

function compared(
  coordinate: string,
  was: Cost,
  is: Cost,
  before: (argument: string) => ReturnType<typeof given>,
): Change[] {
  const at = { coordinate, seenIn: 'head', reaches: [coordinate] } as const
  const changes: Change[] = []
  const moved = (what: string, old: number | undefined, now: number | undefined, reach: Partial<Change> = {}) => {
    if (old === now) return
    const more = now !== undefined && (old === undefined || now > old)
    const message = `${coordinate} ${what} ${now ?? 'what the router assumes'}, and ${old ?? 'what the router assumes'} before`
    changes.push({ ...at, rule: more ? 'cost-raised' : 'cost-lowered', message, ...reach })
  }
  if (was.weighed || is.weighed) moved('weighs', was.weight, is.weight)
  if (is.byDefault.size === 0) {
    // No size is assumed where an argument says it.
    const without = { reaches: [], reachesUnlessOne: choice(coordinate, is.sizing, is.byDefault) }
    moved('counts as a list of', was.assumedSize, is.assumedSize, is.sizing.length > 0 ? without : {})
  }
  const fresh = is.slicing !== undefined && is.slicing.join() !== was.slicing?.join()
  const isLost = is.slicing !== undefined && was.byDefault.size > 0 && is.byDefault.size === 0
  const ways = (is.slicing ?? []).map(before).filter((one) => one !== 'never')
  const isGivenByAll = ways.length === 1 && ways[0] === 'always'
  if (isGivenByAll) {
    // Nobody has to give anything else.
  } else if (isLost || (fresh && !was.slicing?.every((name) => is.slicing?.includes(name)))) {
    changes.push(required(coordinate, is.slicing ?? [], is.byDefault))
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

function required(coordinate: string, names: readonly string[], byDefault: ReadonlySet<string>): Change {
  const one = choice(coordinate, names, byDefault)
  const what = names.length === 1 ? listed(names) : `exactly one of ${listed(names)}`
  const given = one.given.size === 0 ? '' : `, and ${listed([...one.given])} is given by its default`
  const isAlways = names.length === 1 && given !== ''
  return {
    coordinate,
    seenIn: 'head',
    rule: 'slicing-required',
    message: `${coordinate} has to be given ${what}${given}`,
    reaches: [],
    ...(isAlways ? { severity: 'notice' } : { reachesUnlessOne: one }),
  }
}

function choice(field: string, names: readonly string[], given: ReadonlySet<string>): Choice {
  return { field, names, given: new Set(names.filter((name) => given.has(name))) }
}

/** As composition takes it: of what subgraphs say, the most. */
function costOf(parts: readonly Named[], places: Places): Cost {
  const given = (name: string) => parts.flatMap((part) => argumentsOf(part, name))
  const weights = given('cost').map(({ weight }) => Number(weight))
  const sizes = given('listSize')
  const assumed = sizes.flatMap(({ assumedSize }) => (typeof assumedSize === 'number' ? [assumedSize] : []))
  const sizing = sizes.flatMap(({ slicingArguments }) => texts(slicingArguments))
  const slicing = sizes
    .filter(({ requireOneSlicingArgument }) => requireOneSlicingArgument !== false)
    .flatMap(({ slicingArguments }) => texts(slicingArguments))
  return {
    weighed: weights.length > 0,
    weight: weights.length === 0 ? usualWeight(parts, places) : Math.max(...weights),
    assumedSize: assumed.length === 0 ? undefined : Math.max(...assumed),
    slicing: slicing.length === 0 ? undefined : [...new Set(slicing)].sort(),
    sizing,
    byDefault: new Set(withDefault(parts).filter((name) => sizing.includes(name))),
    sizedFields: new Set(sizes.flatMap(({ sizedFields }) => texts(sizedFields))),
  }
}

function withDefault(parts: readonly Named[]): string[] {
  return parts
    .flatMap(({ args = [] }) => args)
    .flatMap(({ name, defaultValue = { kind: Kind.NULL } }) => (defaultValue.kind === Kind.NULL ? [] : [name.value]))
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
