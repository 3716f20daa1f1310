import { composeServices } from '@apollo/composition'
import { getLocation, type ASTNode } from 'graphql'
import type { Location, Sources, SubgraphSource } from '../finding.ts'
import { Recent } from '../recent.ts'
import { definitionsOf, placeIn } from '../sdl.ts'
import { withoutForeign } from './foreign.ts'

export interface Problem {
  /** `FIELD_TYPE_MISMATCH` */
  readonly code: string
  readonly message: string
  readonly location?: Location | undefined
  readonly subgraph?: string | undefined
}

export interface Composition {
  readonly errors: readonly Problem[]
  readonly hints: readonly Problem[]
  /** Undefined when there are errors. */
  readonly supergraphSdl?: string | undefined
}

const known = new Recent<Composition>(4)

/** Apollo's composition, once for what is the same: a head that changes no subgraph is composed as its base. */
export function composed(sources: Sources): Composition {
  return known.get(contentOf(sources), () => composeNow(sources))
}

/** All that a composition depends on, as one text. */
export function contentOf({ subgraphs }: Sources): string {
  return JSON.stringify(subgraphs.map(({ name, file, sdl }) => [name, file, sdl]))
}

function composeNow({ subgraphs }: Sources): Composition {
  const files = new Map(subgraphs.map((one) => [one.file, one]))
  // A base may hold what is no GraphQL; of a head that is refused before.
  const unreadable = subgraphs.filter((one) => definitionsOf(one).length === 0)
  if (unreadable.length > 0) {
    const message = `${unreadable.map(({ file }) => file).join(', ')} cannot be read`
    return { errors: [{ code: 'INVALID_GRAPHQL', message }], hints: [] }
  }
  const services = subgraphs.map((one) => ({ name: one.name, url: urlOf(one.name), typeDefs: withoutForeign(one) }))
  const { errors, hints = [], supergraphSdl } = composeServices(services)
  return {
    errors: (errors ?? []).map((error) => ({
      code: String(error.extensions['code'] ?? 'UNKNOWN'),
      message: error.message,
      ...placeOf(error.nodes, files),
    })),
    hints: hints.map(({ definition, message, nodes }) => ({
      code: definition.code,
      message,
      ...placeOf(nodes, files),
    })),
    supergraphSdl,
  }
}

function placeOf(nodes: readonly ASTNode[] | undefined, files: ReadonlyMap<string, SubgraphSource>): Partial<Problem> {
  const loc = nodes?.find((node) => node.loc !== undefined)?.loc
  if (loc === undefined) return {}
  const subgraph = files.get(loc.source.name)
  if (subgraph === undefined) return {}
  const { line, column } = getLocation(loc.source, loc.start)
  return { location: placeIn(subgraph, line, column), subgraph: subgraph.name }
}

/** Where a subgraph listens is nothing that composition looks at. */
export function urlOf(name: string): string {
  return `http://${name}.invalid/graphql`
}
