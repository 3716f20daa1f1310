import { Kind, valueFromASTUntyped, type ConstDirectiveNode } from 'graphql'
import type { SubgraphSource } from './finding.ts'
import { definitionsOf } from './sdl.ts'

const known = new WeakMap<SubgraphSource, ReadonlyMap<string, string>>()

/** What the specification calls a directive of a subgraph: `key` for `@federation__key` and for `@id` imported `as: "@id"`. */
export function specifiedName(subgraph: SubgraphSource, { name }: ConstDirectiveNode): string {
  let names = known.get(subgraph)
  if (names === undefined) {
    names = renamed(subgraph)
    known.set(subgraph, names)
  }
  return names.get(name.value) ?? name.value.replace(/^.*__/, '')
}

/** https://specs.apollo.dev/link/v1.0: an import is "@key", or {name: "@key", as: "@id"}. */
function renamed(subgraph: SubgraphSource): Map<string, string> {
  const links = definitionsOf(subgraph).flatMap((one) =>
    one.kind === Kind.SCHEMA_DEFINITION || one.kind === Kind.SCHEMA_EXTENSION ? (one.directives ?? []) : [],
  )
  const imports = links
    .flatMap(({ arguments: given = [] }) => given.filter(({ name }) => name.value === 'import'))
    .flatMap(({ value }): unknown[] => [valueFromASTUntyped(value)].flat())
  return new Map(
    imports.flatMap((one) => {
      if (typeof one !== 'object' || one === null || !('name' in one) || !('as' in one)) return []
      return [[String(one.as).slice(1), String(one.name).slice(1)] as const]
    }),
  )
}
