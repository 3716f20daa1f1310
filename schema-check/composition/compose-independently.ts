import { composeServices } from '@theguild/federation-composition'
import { GraphQLError, Kind, visit, type ConstDirectiveNode, type ConstValueNode, type DocumentNode } from 'graphql'
import { specifiedName } from '../directive-names.ts'
import type { Sources, SubgraphSource } from '../finding.ts'
import { Recent } from '../recent.ts'
import { contentOf, urlOf } from './compose.ts'
import { withoutForeign } from './foreign.ts'

interface IndependentComposition {
  readonly errors: readonly string[]
  /** Undefined when there are errors. */
  readonly publicSdl?: string | undefined
}

const known = new Recent<IndependentComposition>(4)

/** The Guild's composition, which shares no code with Apollo's, of all that it knows. */
export function composedIndependently(sources: Sources): IndependentComposition {
  return known.get(contentOf(sources), () => composeNow(sources))
}

function composeNow({ subgraphs }: Sources): IndependentComposition {
  try {
    const services = subgraphs.map((subgraph) => ({
      name: subgraph.name,
      url: urlOf(subgraph.name),
      typeDefs: asOlder(subgraph),
    }))
    const { errors = [], publicSdl } = composeServices(services)
    return { errors: errors.map(({ message }) => message), publicSdl }
  } catch (error) {
    if (error instanceof GraphQLError) return { errors: [error.message] }
    throw error
  }
}

/** The newest federation that it knows; and what came later or is another specification's, of which clients see nothing. */
const NEWEST = '2.9'
const specification = /^https:\/\/specs\.apollo\.dev\/federation\//
const federation = /^(https:\/\/specs\.apollo\.dev\/federation\/v)2\.1\d/
const UNKNOWN: ReadonlySet<string> = new Set(['cacheTag', 'connect', 'source'])
const unknownLink = /^https:\/\/specs\.apollo\.dev\/connect\//

function asOlder(subgraph: SubgraphSource): DocumentNode {
  const document = withoutForeign(subgraph)
  const prefix = prefixOf(document)
  return visit(document, {
    Directive(node) {
      const directive = node as ConstDirectiveNode
      const name = specifiedName(subgraph, directive)
      if (UNKNOWN.has(name)) return null
      if (name === 'link') {
        if (directive.arguments?.some(({ value }) => isUnknownLink(value))) return null
        return isFederation(directive) ? withoutPrefix(directive) : undefined
      }
      // It knows no other prefix than the specification's own.
      if (prefix === undefined || !directive.name.value.startsWith(`${prefix}__`)) return undefined
      return { ...directive, name: { ...directive.name, value: `federation__${name}` } }
    },
    ListValue: (list) => ({
      ...list,
      values: list.values.filter((value) => !isUnknownImport(value as ConstValueNode)),
    }),
    StringValue: (text) =>
      federation.test(text.value) ? { ...text, value: text.value.replace(federation, `$1${NEWEST}`) } : undefined,
  })
}

/** `fed` where the specification is linked as that. */
function prefixOf({ definitions }: DocumentNode): string | undefined {
  const links = definitions.flatMap((one) =>
    one.kind === Kind.SCHEMA_DEFINITION || one.kind === Kind.SCHEMA_EXTENSION ? (one.directives ?? []) : [],
  )
  const as = links.find(isFederation)?.arguments?.find(({ name }) => name.value === 'as')?.value
  return as?.kind === Kind.STRING ? as.value : undefined
}

function isFederation({ arguments: given = [] }: ConstDirectiveNode): boolean {
  return given.some(
    ({ name, value }) => name.value === 'url' && value.kind === Kind.STRING && specification.test(value.value),
  )
}

function withoutPrefix(link: ConstDirectiveNode): ConstDirectiveNode {
  return { ...link, arguments: (link.arguments ?? []).filter(({ name }) => name.value !== 'as') }
}

function isUnknownLink(value: ConstValueNode): boolean {
  return value.kind === Kind.STRING && unknownLink.test(value.value)
}

function isUnknownImport(value: ConstValueNode): boolean {
  if (value.kind === Kind.STRING) return value.value.startsWith('@') && UNKNOWN.has(value.value.slice(1))
  return (
    value.kind === Kind.OBJECT &&
    value.fields.some(({ name, value: imported }) => name.value === 'name' && isUnknownImport(imported))
  )
}
