import { isTypeDefinitionNode, isTypeExtensionNode, Kind, visit } from 'graphql'
import type { Sources, SubgraphSource } from '../finding.ts'
import { definitionsOf } from '../sdl.ts'
import { neededFor, type Definitions } from './needed-types.ts'
import { namedTypeOf, textOf, typesIn } from './type-definitions.ts'

/** Of what both revisions have, the types that have to be known to understand some, and the directives. */
export function neededOf(types: Iterable<string>, ...revisions: readonly Sources[]): Set<string> {
  const subgraphs = revisions.flatMap((one) => one.subgraphs)
  const all = subgraphs.map(typesIn)
  const directives = subgraphs.flatMap((one) =>
    definitionsOf(one).flatMap((definition) => (definition.kind === Kind.DIRECTIVE_DEFINITION ? definition : [])),
  )
  const given = directives.flatMap((one) => one.arguments ?? []).map(({ type }) => namedTypeOf(type))
  const definitions: Definitions = {
    partsOf: (type) => all.flatMap((known) => known.get(type) ?? []),
    implementersOf: () => [],
  }
  return neededFor([...types, ...given], definitions)
}

/**
 * The subgraphs with no types but these, each whole: what composition says of them it says of them in the whole. Every
 * other type that they lead to is a scalar here, so it is compared by its name.
 */
export function excerptOf(sources: Sources, types: ReadonlySet<string>): Sources {
  const subgraphs = sources.subgraphs.flatMap((one) => excerptOfOne(one, types))
  const [first, ...others] = subgraphs
  const isAskable = subgraphs.some((one) => typesIn(one).has('Query'))
  const alone = { ...sources, merged: true, beside: undefined } as const
  if (first === undefined || isAskable) return { ...alone, subgraphs }
  return { ...alone, subgraphs: [{ ...first, sdl: `${first.sdl}\ntype Query {\n  excerpt: Int\n}\n` }, ...others] }
}

function excerptOfOne(subgraph: SubgraphSource, types: ReadonlySet<string>): SubgraphSource[] {
  const known = typesIn(subgraph)
  const kept = [...types].flatMap((type) => known.get(type) ?? [])
  if (kept.length === 0) return []
  const machinery = definitionsOf(subgraph).filter((one) => !isTypeDefinitionNode(one) && !isTypeExtensionNode(one))
  const named = new Set<string>()
  for (const one of [...machinery, ...kept]) {
    visit(one, { NamedType: ({ name }) => void named.add(name.value) })
  }
  const others = [...named].filter((type) => known.has(type) && !types.has(type))
  const sdl = [...[...machinery, ...kept].map(textOf), ...others.map((type) => `scalar ${type}`)].join('\n\n')
  return [{ name: subgraph.name, file: subgraph.file, sdl }]
}
