import { composeServices } from '@theguild/federation-composition'
import {
  GraphQLError,
  Kind,
  print,
  visit,
  type ConstDirectiveNode,
  type ConstValueNode,
  type DocumentNode,
} from 'graphql'
import { specifiedName } from '../directive-names.ts'
import type { Sources, SubgraphSource } from '../finding.ts'
import { Recent } from '../recent.ts'
import { definitionsOf } from '../sdl.ts'
import { contentOf, urlOf } from './compose.ts'
import { composedOnDeepStack, type IndependentComposition } from './deep-stack.ts'

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
    if (!(error instanceof RangeError)) throw error
    const services = subgraphs.map((one) => ({ name: one.name, url: urlOf(one.name), typeDefs: print(asOlder(one)) }))
    return composedOnDeepStack(services)
  }
}

/** The newest federation that it knows; and what came later or is another specification's, of which clients see nothing. */
const NEWEST = '2.9'
const federation = /^(https:\/\/specs\.apollo\.dev\/federation\/v)2\.1\d/
const UNKNOWN: ReadonlySet<string> = new Set(['cacheTag', 'connect', 'source'])
const unknownLink = /^https:\/\/specs\.apollo\.dev\/connect\//

function asOlder(subgraph: SubgraphSource): DocumentNode {
  return visit({ kind: Kind.DOCUMENT, definitions: definitionsOf(subgraph) } as DocumentNode, {
    Directive(node) {
      const directive = node as ConstDirectiveNode
      const name = specifiedName(subgraph, directive)
      return UNKNOWN.has(name) || (name === 'link' && directive.arguments?.some(({ value }) => isUnknownLink(value)))
        ? null
        : undefined
    },
    ListValue: (list) => ({
      ...list,
      values: list.values.filter((value) => !isUnknownImport(value as ConstValueNode)),
    }),
    StringValue: (text) =>
      federation.test(text.value) ? { ...text, value: text.value.replace(federation, `$1${NEWEST}`) } : undefined,
  })
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
