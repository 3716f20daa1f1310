import { ROUTER_SUPPORTED_SUPERGRAPH_FEATURES, Supergraph } from '@apollo/federation-internals'
import { GraphQLError } from 'graphql'
import type { Sources } from '../finding.ts'
import { Recent } from '../recent.ts'
import { composedIndependently } from './compose-independently.ts'
import { composed, contentOf, problemOf, unreadableIn, type Composition } from './compose.ts'

/** By the composition that decides, which the configuration says. */
export function decided(sources: Sources): Composition {
  return sources.composedBy === 'guild' ? known.get(contentOf(sources), () => byGuild(sources)) : composed(sources)
}

const known = new Recent<Composition>(4)

function byGuild(sources: Sources): Composition {
  const { subgraphs } = sources
  const unreadable = unreadableIn(subgraphs)
  if (unreadable.length > 0) return { errors: unreadable, hints: [] }
  const { errors, supergraphSdl, failure } = composedIndependently(sources)
  const files = new Map(subgraphs.map((one) => [one.file, one]))
  if (supergraphSdl === undefined) {
    const all =
      errors.length > 0 ? errors : [new GraphQLError(`The Guild’s composition cannot say: ${String(failure)}`)]
    return { errors: all.map((error) => problemOf(error, files)), hints: [] }
  }
  const { schema } = Supergraph.build(supergraphSdl, {
    supportedFeatures: ROUTER_SUPPORTED_SUPERGRAPH_FEATURES,
    validateSupergraph: false,
  })
  return { errors: [], hints: [], schema }
}
