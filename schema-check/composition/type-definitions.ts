import {
  isTypeDefinitionNode,
  isTypeExtensionNode,
  parse,
  type ASTNode,
  type SelectionSetNode,
  type TypeDefinitionNode,
  type TypeExtensionNode,
  type TypeNode,
} from 'graphql'
import type { Sources, SubgraphSource } from '../finding.ts'
import { definitionsOf } from '../sdl.ts'

/** A definition of a type, or an extension of it. */
export type TypePart = TypeDefinitionNode | TypeExtensionNode

const known = new WeakMap<SubgraphSource, ReadonlyMap<string, readonly TypePart[]>>()

/** What a subgraph says of each type, by its name. */
export function typesIn(subgraph: SubgraphSource): ReadonlyMap<string, readonly TypePart[]> {
  let types = known.get(subgraph)
  if (types === undefined) {
    const parts = definitionsOf(subgraph).filter((one) => isTypeDefinitionNode(one) || isTypeExtensionNode(one))
    types = Map.groupBy(parts, ({ name }) => name.value)
    known.set(subgraph, types)
  }
  return types
}

/** From as many types on, in all subgraphs together, a composition takes seconds. */
const LARGE = 1000

export function isLarge({ subgraphs }: Sources): boolean {
  return subgraphs.reduce((sum, one) => sum + typesIn(one).size, 0) >= LARGE
}

/** As it is written. */
export function textOf({ loc }: ASTNode): string {
  return loc?.source.body.slice(loc.start, loc.end) ?? ''
}

/** `X` of `[X!]!`. */
export function namedTypeOf(type: TypeNode): string {
  let inner = type
  while ('type' in inner) inner = inner.type
  return inner.name.value
}

/** Fields as directives of federation name them: `id owner { id }`. Undefined for what is none. */
export function fieldSetIn(text: string): SelectionSetNode | undefined {
  try {
    const [operation] = parse(`{ ${text} }`, { noLocation: true }).definitions
    return operation !== undefined && 'selectionSet' in operation ? operation.selectionSet : undefined
  } catch {
    return undefined
  }
}
