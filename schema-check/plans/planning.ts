import { ROUTER_SUPPORTED_SUPERGRAPH_FEATURES, Supergraph } from '@apollo/federation-internals'
import { QueryPlanner } from '@apollo/query-planner'
import {
  isTypeDefinitionNode,
  isTypeExtensionNode,
  Kind,
  parse,
  print,
  visit,
  type ConstDirectiveNode,
  type DocumentNode,
  type GraphQLSchema,
} from 'graphql'
import { executable } from '../composition/beside-head.ts'
import { neededFor } from '../composition/needed-types.ts'
import { isMachinery, textOfAll, type SupergraphText } from '../composition/supergraph-text.ts'
import type { TypePart } from '../composition/type-definitions.ts'
import { PlanCheck } from './honest/plan-check.ts'
import { resolvableKeysFirst } from './honest/resolvable-keys-first.ts'
import { typesAskedOf } from './types-asked.ts'

/** What a router plans with. */
export interface Planning {
  readonly supergraph: Supergraph
  readonly planner: QueryPlanner
  readonly check: PlanCheck
}

/**
 * What plans documents of a large supergraph: made of the types alone that plans of the known documents hang on. The
 * planner goes from subgraph to subgraph by keys and requirements, and never by a field that nobody asks for.
 */
export function planningOf(
  text: SupergraphText,
  apiSchema: GraphQLSchema,
  documents: readonly DocumentNode[],
): (document: DocumentNode) => Planning {
  const parts: Part[] = []
  let whole: Planning | undefined
  return (document) => {
    const asked = typesAskedOf(apiSchema, document)
    const isIn = ({ types }: Part) => asked.isSubsetOf(types)
    const first = () => partOf(text, new Set(documents.flatMap((one) => [...typesAskedOf(apiSchema, one)])))
    if (parts.length === 0) parts.push(first())
    else if (!parts.some(isIn) && parts.length < MOST_PARTS) parts.push(partOf(text, asked))
    return parts.find(isIn)?.planning ?? (whole ??= planningIn(textOfAll(text)))
  }
}

/** What documents that were not known hang on is made beside, until all is. */
const MOST_PARTS = 4

interface Part {
  readonly types: ReadonlySet<string>
  readonly planning: Planning
}

/** With all that composition knows, whether the gateway serves it or not: that is a question of its own. */
export function planningIn(sdl: string): Planning {
  const supergraph = Supergraph.build(resolvableKeysFirst(sdl), {
    supportedFeatures: ROUTER_SUPPORTED_SUPERGRAPH_FEATURES,
    validateSupergraph: false,
  })
  let planner: QueryPlanner | undefined
  let check: PlanCheck | undefined
  return {
    supergraph,
    // Where there is no operation to plan, there is no planner to make.
    get planner() {
      return (planner ??= new QueryPlanner(supergraph))
    },
    get check() {
      return (check ??= new PlanCheck(executable(supergraph.schema.toAST().definitions)))
    },
  }
}

/** `asked` has types, and fields of those at which operations begin. */
function partOf(text: SupergraphText, asked: ReadonlySet<string>): Part {
  const { header, implementersOf } = text
  const begin = rootsIn(header)
  const whole = partsIn(text)
  // Any subgraph may say what type it begins at.
  const isAnybodys = begin.some((type) => asked.has(`${type}.__typename`))
  const partsOf = (type: string) =>
    begin.includes(type) && !isAnybodys ? whole(type).map((part) => withFields(part, asked)) : whole(type)
  const needed = neededFor([...begin, ...asked, ...[...asked].flatMap(implementersOf)], { partsOf, implementersOf })
  const kept = text.types.filter((type) => needed.has(type) || isMachinery(type))
  const named = new Set<string>()
  for (const part of kept.flatMap(partsOf)) visit(part, { NamedType: ({ name }) => void named.add(name.value) })
  const others = text.types.filter((type) => named.has(type) && !needed.has(type) && !isMachinery(type))
  // One that nobody asks for is known by its name, and by who has it.
  const scalars = others.map((type) => `scalar ${type} ${joinsOf(whole(type)).join(' ')}`)
  const written = kept.flatMap((type) =>
    begin.includes(type) ? partsOf(type).map(print) : (text.definitionOf(type) ?? []),
  )
  return { types: needed.union(asked), planning: planningIn([header, ...written, ...scalars].join('\n\n')) }
}

function rootsIn(header: string): string[] {
  return parse(header, { noLocation: true }).definitions.flatMap((one) =>
    one.kind === Kind.SCHEMA_DEFINITION ? one.operationTypes.map(({ type }) => type.name.value) : [],
  )
}

/** A type with the fields alone that are asked for, and by the subgraphs that have one of them. */
function withFields(part: TypePart, asked: ReadonlySet<string>): TypePart {
  if (part.kind !== Kind.OBJECT_TYPE_DEFINITION || part.fields === undefined) return part
  const own = part.fields.filter(({ name }) => asked.has(`${part.name.value}.${name.value}`))
  const fields = own.length > 0 ? own : part.fields.slice(0, 1)
  const graphs = fields.map((field) => new Set((field.directives ?? []).flatMap(graphOf)))
  // What says no subgraph is in all that have the type.
  const isOfAll = graphs.some(({ size }) => size === 0)
  const isKept = (directive: ConstDirectiveNode) =>
    isOfAll ||
    directive.name.value !== 'join__type' ||
    graphOf(directive).some((one) => graphs.some((all) => all.has(one)))
  return { ...part, fields, directives: (part.directives ?? []).filter(isKept) }
}

/** Which subgraphs have a type, without its keys. */
function joinsOf(parts: readonly TypePart[]): string[] {
  const joins = parts.flatMap((one) => one.directives ?? []).filter(({ name }) => name.value === 'join__type')
  return [...new Set(joins.flatMap(graphOf))].map((graph) => `@join__type(graph: ${graph})`)
}

function graphOf({ arguments: given = [] }: ConstDirectiveNode): string[] {
  return given.flatMap(({ name, value }) => (name.value === 'graph' && value.kind === Kind.ENUM ? [value.value] : []))
}

function partsIn({ definitionOf }: SupergraphText): (type: string) => readonly TypePart[] {
  const known = new Map<string, readonly TypePart[]>()
  return (type) => {
    let parts = known.get(type)
    if (parts === undefined) {
      const text = definitionOf(type)
      parts = text === undefined ? [] : typePartsIn(text)
      known.set(type, parts)
    }
    return parts
  }
}

function typePartsIn(text: string): TypePart[] {
  return parse(text, { noLocation: true }).definitions.filter(
    (one) => isTypeDefinitionNode(one) || isTypeExtensionNode(one),
  )
}
