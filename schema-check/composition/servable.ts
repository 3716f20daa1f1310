import { Supergraph, type Schema } from '@apollo/federation-internals'
import { GraphQLError } from 'graphql'
import { specifiedName } from '../directive-names.ts'
import { type Finding, finding, type Sources } from '../finding.ts'
import { namedParts } from '../lint/walk.ts'
import { placeOf } from '../sdl.ts'
import { composed } from './compose.ts'

/** By the name of the specification that a supergraph links: what subgraphs write. */
const directivesOf: Readonly<Record<string, readonly string[]>> = {
  context: ['context', 'fromContext'],
  connect: ['connect', 'source'],
}

/** What composes, and @apollo/gateway refuses to serve: each place where a subgraph asks for it. */
export function unservable(sources: Sources): Finding[] {
  const { schema } = composed(sources)
  return schema === undefined ? [] : refusals(schema).flatMap((feature) => places(feature, sources))
}

/** The names of the specifications that the gateway's own check does not know. */
function refusals(schema: Schema): string[] {
  try {
    void new Supergraph(schema)
    return []
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error
    return [
      ...new Set(
        [...error.message.matchAll(/feature https:\/\/[^\s/]+\/(\w+)\/[^\s/]+ is for/g)].map(([, name = '']) => name),
      ),
    ]
  }
}

function places(feature: string, { subgraphs }: Sources): Finding[] {
  const names = directivesOf[feature] ?? [feature]
  const found = subgraphs.flatMap(namedParts).flatMap(({ coordinate, directives, subgraph }) =>
    directives
      .filter((directive) => names.includes(specifiedName(subgraph, directive)))
      .map((directive) => {
        const message = `@${directive.name.value} of ${coordinate} composes, and @apollo/gateway refuses a supergraph with it`
        return finding('router-cannot-serve', message, {
          coordinate,
          subgraph: subgraph.name,
          location: placeOf(subgraph, directive),
        })
      }),
  )
  return found.length > 0
    ? found
    : [finding('router-cannot-serve', `@apollo/gateway refuses a supergraph with ${feature}`, { coordinate: feature })]
}
