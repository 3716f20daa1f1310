import { composeServices } from '@theguild/federation-composition'
import {
  Kind,
  valueFromASTUntyped,
  visit,
  type ConstDirectiveNode,
  type ConstValueNode,
  type DocumentNode,
  type GraphQLError,
} from 'graphql'
import { specifiedName } from '../directive-names.ts'
import type { Sources, SubgraphSource } from '../finding.ts'
import { Recent } from '../recent.ts'
import { contentOf, urlOf } from './compose.ts'
import { withoutForeign } from './foreign.ts'

interface IndependentComposition {
  readonly errors: readonly GraphQLError[]
  /** Both undefined when there are errors, and when it could not say. */
  readonly supergraphSdl?: string | undefined
  readonly publicSdl?: string | undefined
  /** Why it could not say. */
  readonly failure?: unknown
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
    const { errors = [], supergraphSdl, publicSdl } = composeServices(services)
    return { errors, supergraphSdl, publicSdl }
  } catch (failure) {
    // It trips over some schemas that are right, and over some that are wrong: then it has no opinion.
    return { errors: [], failure }
  }
}

/**
 * The newest federation that it knows; and what came later or is another specification's, of which clients see nothing.
 * What is composed by @composeDirective is not compared.
 */
const NEWEST = '2.9'
const specification = /^https:\/\/specs\.apollo\.dev\/federation\//
const federation = /^(https:\/\/specs\.apollo\.dev\/federation\/v)2\.1\d/
const LATER: ReadonlySet<string> = new Set(['cacheTag', 'composeDirective'])
const unknownLink = /^https:\/\/specs\.apollo\.dev\/(connect|cost)\//

function asOlder(subgraph: SubgraphSource): DocumentNode {
  const document = withoutForeign(subgraph)
  const links = linksIn(document)
  const prefix = textIn(links.find(isFederation), 'as')
  const isUnknown = unknownIn(links.filter(isUnknownLink))
  return visit(document, {
    Directive(node) {
      const directive = node as ConstDirectiveNode
      const name = specifiedName(subgraph, directive)
      if (LATER.has(name) || isUnknown(directive.name.value)) return null
      if (name === 'link') {
        if (isUnknownLink(directive)) return null
        return isFederation(directive) ? withoutPrefix(directive) : undefined
      }
      // It knows no other prefix than the specification's own.
      if (prefix === undefined || !directive.name.value.startsWith(`${prefix}__`)) return undefined
      return { ...directive, name: { ...directive.name, value: `federation__${name}` } }
    },
    ListValue: (list) => ({
      ...list,
      values: list.values.filter((value) => !isLaterImport(value as ConstValueNode)),
    }),
    StringValue: (text) =>
      federation.test(text.value) ? { ...text, value: text.value.replace(federation, `$1${NEWEST}`) } : undefined,
  })
}

function linksIn({ definitions }: DocumentNode): ConstDirectiveNode[] {
  return definitions
    .flatMap((one) =>
      one.kind === Kind.SCHEMA_DEFINITION || one.kind === Kind.SCHEMA_EXTENSION ? (one.directives ?? []) : [],
    )
    .filter((one) => textIn(one, 'url') !== undefined)
}

/** Whether a directive of a subgraph is of one of these specifications: imported from it, or with its prefix. */
function unknownIn(links: readonly ConstDirectiveNode[]): (directive: string) => boolean {
  const imported = links.flatMap((link) => importsOf(link))
  const prefixes = links.map((link) => textIn(link, 'as') ?? textIn(link, 'url')?.split('/').at(-2) ?? '')
  return (name) => imported.includes(name) || prefixes.some((one) => name === one || name.startsWith(`${one}__`))
}

function importsOf({ arguments: given = [] }: ConstDirectiveNode): string[] {
  const list = given.find(({ name }) => name.value === 'import')?.value
  const values: unknown[] = list === undefined ? [] : [valueFromASTUntyped(list)].flat()
  return values
    .map((one) => (typeof one === 'object' && one !== null ? { ...one } : { name: one }))
    .map((one) => String('as' in one ? one.as : one.name).replace(/^@/, ''))
}

function textIn(directive: ConstDirectiveNode | undefined, argument: string): string | undefined {
  const value = directive?.arguments?.find(({ name }) => name.value === argument)?.value
  return value?.kind === Kind.STRING ? value.value : undefined
}

function isFederation(link: ConstDirectiveNode): boolean {
  return specification.test(textIn(link, 'url') ?? '')
}

function isUnknownLink(link: ConstDirectiveNode): boolean {
  return unknownLink.test(textIn(link, 'url') ?? '')
}

function withoutPrefix(link: ConstDirectiveNode): ConstDirectiveNode {
  return { ...link, arguments: (link.arguments ?? []).filter(({ name }) => name.value !== 'as') }
}

function isLaterImport(value: ConstValueNode): boolean {
  if (value.kind === Kind.STRING) return value.value.startsWith('@') && LATER.has(value.value.slice(1))
  return (
    value.kind === Kind.OBJECT &&
    value.fields.some(({ name, value: imported }) => name.value === 'name' && isLaterImport(imported))
  )
}
