import {
  buildASTSchema,
  Kind,
  parse,
  visit,
  type DefinitionNode,
  type GraphQLSchema,
  type TypeDefinitionNode,
  type TypeExtensionNode,
} from 'graphql'
import type { SubgraphSource } from '../finding.ts'
import { definitionsOf } from '../sdl.ts'
import { federationOf } from './federation.ts'

const schemas = new WeakMap<SubgraphSource, GraphQLSchema>()

/** A subgraph's schema as the router may ask it: with `_entities`, and without the directives of federation. */
export function schemaOf(subgraph: SubgraphSource): GraphQLSchema {
  let schema = schemas.get(subgraph)
  if (schema === undefined) {
    const entities = [...federationOf(subgraph).keys.keys()]
    const all = definitionsOf(subgraph)
    const definitions = [...withEntities(withoutExtensions(all), entities), ...all.filter(isExecutable)]
    const document = visit({ kind: Kind.DOCUMENT, definitions } as const, {
      Directive: ({ name }) => (kept.has(name.value) ? undefined : null),
    })
    schema = buildASTSchema(document, { assumeValid: true, assumeValidSDL: true })
    schemas.set(subgraph, schema)
  }
  return schema
}

const kept = new Set(['deprecated', 'specifiedBy', 'oneOf'])

/** In federation an extension needs no definition beside it, and means the same. */
function withoutExtensions(definitions: readonly DefinitionNode[]): TypeDefinitionNode[] {
  const types = new Map<string, TypeDefinitionNode>()
  for (const definition of definitions) {
    if (!isType(definition)) continue
    const node = { ...definition, kind: definition.kind.replace('Extension', 'Definition') } as TypeDefinitionNode
    const earlier = types.get(node.name.value)
    types.set(node.name.value, earlier === undefined ? node : merged(earlier, node))
  }
  return [...types.values()]
}

/** The router sends these on. Those of federation stand on types alone. */
function isExecutable(definition: DefinitionNode): boolean {
  return (
    definition.kind === Kind.DIRECTIVE_DEFINITION &&
    definition.locations.some(({ value }) => ['QUERY', 'MUTATION', 'SUBSCRIPTION', 'FIELD'].includes(value))
  )
}

function isType(definition: DefinitionNode): definition is TypeDefinitionNode | TypeExtensionNode {
  return /Type(Definition|Extension)$/.test(definition.kind)
}

/** Of one name and kind; what is of different kinds does not compose. */
function merged(one: TypeDefinitionNode, other: TypeDefinitionNode): TypeDefinitionNode {
  const parts = ['fields', 'values', 'types', 'interfaces', 'directives'] as const
  const lists = parts.flatMap((part) => {
    const [a, b] = [(one as Parts)[part] ?? [], (other as Parts)[part] ?? []]
    return a.length + b.length === 0 ? [] : [[part, [...a, ...b]] as const]
  })
  return { ...one, ...Object.fromEntries(lists) } as TypeDefinitionNode
}

type Parts = Partial<Record<'fields' | 'values' | 'types' | 'interfaces' | 'directives', readonly unknown[]>>

function withEntities(types: readonly TypeDefinitionNode[], entities: readonly string[]): TypeDefinitionNode[] {
  if (entities.length === 0) return [...types]
  const extra = parse(`
    scalar _Any
    union _Entity = ${entities.join(' | ')}
    type Query { _entities(representations: [_Any!]!): [_Entity]! }
  `).definitions.filter(isType)
  return withoutExtensions([...types, ...extra])
}
