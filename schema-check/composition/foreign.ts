import { Kind, visit, type DocumentNode } from 'graphql'
import type { SubgraphSource } from '../finding.ts'
import { definitionsOf } from '../sdl.ts'

/**
 * What Cosmo's composition knows without a definition: where events come from, which of them pass, how a service is asked;
 * and what other tools know that clients see nothing of, or that the schema says anyway.
 */
const foreign = /^(edfs__|openfed__|connect__fieldResolver$|semanticNonNull$|oneOf$)/

/** A subgraph's schema for a composition, without directives that it neither defines nor links and only other tools know. */
export function withoutForeign(subgraph: SubgraphSource): DocumentNode {
  const definitions = definitionsOf(subgraph)
  const defined = new Set(
    definitions.flatMap((one) => (one.kind === Kind.DIRECTIVE_DEFINITION ? [one.name.value] : [])),
  )
  const isForeign = (name: string) => !defined.has(name) && foreign.test(name)
  const document: DocumentNode = { kind: Kind.DOCUMENT, definitions }
  // Most have none, and a copy of a large schema is dear.
  if (!/@(oneOf|semanticNonNull|edfs__|openfed__|connect__fieldResolver)/.test(subgraph.sdl)) return document
  // An event carries the keys of its entities, which Cosmo’s event graphs mark as others’ fields.
  const carriesKeys = subgraph.sdl.includes('@edfs__')
  return visit(document, {
    Directive: ({ name }) => (isForeign(name.value) || (carriesKeys && name.value === 'external') ? null : undefined),
  })
}
