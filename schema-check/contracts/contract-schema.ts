import { ROUTER_SUPPORTED_SUPERGRAPH_FEATURES, Supergraph } from '@apollo/federation-internals'
import {
  GraphQLError,
  Kind,
  parse,
  visit,
  type ASTNode,
  type ConstDirectiveNode,
  type DocumentNode,
  type GraphQLSchema,
} from 'graphql'
import { supergraphSdl } from '../composition/compose.ts'
import { decided } from '../composition/decide.ts'
import type { Contract, Sources } from '../finding.ts'
import { Recent } from '../recent.ts'
import { hiddenBy } from './hidden-by.ts'
import { allIn, namesIn, taggedDirectiveArguments, taggedTypes } from './tagged.ts'

/** What clients of a contract see, or why that is no schema. */
export interface ContractSchema {
  readonly schema?: GraphQLSchema
  readonly problem?: string
  /** All tags that the supergraph has. */
  readonly tags: ReadonlySet<string>
}

const known = new Recent<ContractSchema>(32)

/** Undefined when the subgraphs do not compose, which checkComposition tells. */
export function contractSchema(contract: Contract, sources: Sources): ContractSchema | undefined {
  const { schema } = decided(sources)
  if (schema === undefined) return undefined
  const sdl = supergraphSdl(schema)
  const { includeTags, excludeTags, hideUnreachableTypes } = contract
  const key = JSON.stringify([includeTags, excludeTags, hideUnreachableTypes, sdl])
  return known.get(key, () => filtered(contract, parse(sdl, { noLocation: true })))
}

function filtered(contract: Contract, document: DocumentNode): ContractSchema {
  const names = namesIn(document)
  const [types, args] = [taggedTypes(document, names), taggedDirectiveArguments(document, names)]
  const all = [...types, ...args].flatMap(allIn)
  const hidden = hiddenBy(contract, document, types, args)
  const nodes = new Set(all.flatMap(({ coordinate, node }) => (hidden.has(coordinate) ? [node] : [])))
  const tags = new Set(all.flatMap((one) => [...one.tags]))
  try {
    const supergraph = Supergraph.build(withHidden(document, nodes, names.inaccessible), {
      supportedFeatures: ROUTER_SUPPORTED_SUPERGRAPH_FEATURES,
    })
    return { schema: supergraph.apiSchema().toGraphQLJSSchema(), tags }
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error
    return { problem: problemOf(error), tags }
  }
}

/** The first thing that is wrong, in words of whoever filters by tags. */
function problemOf(error: GraphQLError): string {
  const causes: unknown = error.extensions['causes'] ?? ('causes' in error ? error.causes : undefined)
  const first: unknown = Array.isArray(causes) ? causes[0] : undefined
  const { message } = first instanceof Error ? first : error
  return message.replaceAll('is @inaccessible', 'is hidden').replace(/\.$/, '')
}

const SPECIFICATION = `schema @link(url: "https://specs.apollo.dev/inaccessible/v0.2", for: SECURITY) { query: Query }
directive @inaccessible on FIELD_DEFINITION | OBJECT | INTERFACE | UNION | ARGUMENT_DEFINITION | SCALAR | ENUM | ENUM_VALUE | INPUT_OBJECT | INPUT_FIELD_DEFINITION`

/** The supergraph, with what is hidden marked as a subgraph would mark it. */
function withHidden(
  document: DocumentNode,
  hidden: ReadonlySet<ASTNode>,
  inaccessible: string | undefined,
): DocumentNode {
  const mark = { kind: Kind.DIRECTIVE, name: { kind: Kind.NAME, value: inaccessible ?? 'inaccessible' } } as const
  const isMarked = ({ name }: ConstDirectiveNode) => name.value === mark.name.value
  const marked: DocumentNode = visit(document, {
    enter(node) {
      if (!hidden.has(node)) return undefined
      const directives = 'directives' in node ? ((node.directives ?? []) as readonly ConstDirectiveNode[]) : []
      return directives.some(isMarked) ? undefined : { ...node, directives: [...directives, mark] }
    },
  })
  if (inaccessible !== undefined) return marked
  const [schema, ...more] = parse(SPECIFICATION, { noLocation: true }).definitions
  const links = schema?.kind === Kind.SCHEMA_DEFINITION ? (schema.directives ?? []) : []
  const definitions = marked.definitions.map((one) =>
    one.kind === Kind.SCHEMA_DEFINITION ? { ...one, directives: [...(one.directives ?? []), ...links] } : one,
  )
  return { ...marked, definitions: [...definitions, ...more] }
}
