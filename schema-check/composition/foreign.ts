import { Kind, visit, type DocumentNode } from 'graphql'
import type { SubgraphSource } from '../finding.ts'
import { definitionsOf } from '../sdl.ts'

/** Of Cosmo's router: where events come from, and which of them pass. Clients see nothing of them. */
const cosmo = /^(edfs|openfed)__/

/** A subgraph's schema for a composition, without directives that it neither defines nor links and only other tools know. */
export function withoutForeign(subgraph: SubgraphSource): DocumentNode {
  const definitions = definitionsOf(subgraph)
  const defined = new Set(
    definitions.flatMap((one) => (one.kind === Kind.DIRECTIVE_DEFINITION ? [one.name.value] : [])),
  )
  const isForeign = (name: string) => !defined.has(name) && (name === 'oneOf' || cosmo.test(name))
  const document: DocumentNode = { kind: Kind.DOCUMENT, definitions }
  // Most have none, and a copy of a large schema is dear.
  if (!/@(oneOf|edfs__|openfed__)/.test(subgraph.sdl)) return document
  // An event carries the keys of its entities, which Cosmo’s event graphs mark as others’ fields.
  const carriesKeys = subgraph.sdl.includes('@edfs__')
  return visit(document, {
    Directive: ({ name }) => (isForeign(name.value) || (carriesKeys && name.value === 'external') ? null : undefined),
  })
}
