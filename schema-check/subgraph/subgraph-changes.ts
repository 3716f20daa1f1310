import type { Change } from '../change/change.ts'
import { differences } from '../change/differences.ts'
import type { SubgraphSource } from '../finding.ts'
import { namedParts } from '../lint/walk.ts'
import { federationOf } from './federation.ts'
import { schemaOf } from './subgraph-schema.ts'

/**
 * In which a subgraph differs from another revision of it, for a router that takes it for the first: an error is what
 * the router may ask for and would not get.
 */
export function subgraphChanges(taken: SubgraphSource, actual: SubgraphSource): Change[] {
  const { marks } = federationOf(taken)
  // The router asks another for these; where this one provides them, that is a mark of its own.
  const isExternal = (coordinate: string) => marks.get(coordinate)?.has('external') ?? false
  const changes = differences(schemaOf(taken), schemaOf(actual)).filter(
    ({ coordinate }) => !coordinate.includes('_Entity') && !isExternal(coordinate),
  )
  return [...changes, ...federationChanges(taken, actual)]
}

function federationChanges(taken: SubgraphSource, actual: SubgraphSource): Change[] {
  const [before, after] = [federationOf(taken), federationOf(actual)]
  const types = new Set([...before.keys.keys(), ...after.keys.keys()])
  // What is not in both is told as such, and no router asks for it under its marks.
  const [here, there] = [coordinatesIn(taken), coordinatesIn(actual)]
  const coordinates = [...new Set([...before.marks.keys(), ...after.marks.keys()])].filter(
    (coordinate) => here.has(coordinate) && there.has(coordinate),
  )
  return [
    ...[...types].flatMap((type) => keyChanges(type, before.keys.get(type) ?? none, after.keys.get(type) ?? none)),
    ...coordinates.flatMap((coordinate) =>
      markChanges(coordinate, before.marks.get(coordinate) ?? empty, after.marks.get(coordinate) ?? empty),
    ),
  ]
}

function coordinatesIn(subgraph: SubgraphSource): Set<string> {
  return new Set(namedParts(subgraph).map(({ coordinate }) => coordinate))
}

const none: ReadonlySet<string> = new Set()
const empty: ReadonlyMap<string, string> = new Map()

function keyChanges(type: string, before: ReadonlySet<string>, after: ReadonlySet<string>): Change[] {
  return [
    ...[...before.difference(after)].map((fields): Change => ({
      rule: 'subgraph-key-removed',
      severity: 'error',
      coordinate: type,
      message: `${type} cannot be found by its key "${fields}" any more`,
      seenIn: 'base',
      reaches: [`key ${type}(${fields})`],
    })),
    ...[...after.difference(before)].map((fields): Change => ({
      rule: 'subgraph-key-added',
      coordinate: type,
      message: `${type} can be found by the key "${fields}"`,
      seenIn: 'head',
      reaches: [],
    })),
  ]
}

/** Whether a router that knows the first would get less from the second, by directive. */
const lessByChange: Readonly<Record<string, (before: string | undefined, after: string | undefined) => boolean>> = {
  // The subgraph would not be given all that it computes the field from; more is no harm.
  requires: (before = '', after = '') => !pathsIn(after).isSubsetOf(pathsIn(before)),
  // The subgraph would be asked for what it does not know.
  provides: (before) => before !== undefined,
  external: (_, after) => after !== undefined,
  override: () => false,
  // How the router itself gets it, or how long it keeps it.
  connect: () => false,
  context: () => false,
  cacheTag: () => false,
}

/** `a b { c }` is a, b and b.c. */
function pathsIn(fields: string): Set<string> {
  const paths = new Set<string>()
  const within: string[] = []
  let last = ''
  for (const [word] of fields.replace(/^fields: /, '').matchAll(/[{}]|[^\s{}]+/g)) {
    if (word === '{') within.push(last)
    else if (word === '}') within.pop()
    else paths.add([...within, (last = word)].join('.'))
  }
  return paths
}

function markChanges(coordinate: string, before: typeof empty, after: typeof empty): Change[] {
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((name): Change[] => {
    const [was, is] = [before.get(name), after.get(name)]
    if (was === is) return []
    const less = lessByChange[name]?.(was, is) ?? true
    const text = (value: string | undefined) =>
      value === undefined ? `no @${name}` : `@${name}${value === '' ? '' : `(${value})`}`
    return [
      {
        rule: 'subgraph-part-changed',
        severity: less ? 'error' : 'notice',
        coordinate,
        message: `${coordinate} had ${text(was)} and has ${text(is)}`,
        seenIn: is === undefined ? 'base' : 'head',
        reaches: [coordinate],
      },
    ]
  })
}
