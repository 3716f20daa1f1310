import { composeServices } from '@apollo/composition'
import { getLocation, parse, Source, type ASTNode } from 'graphql'
import type { Location, Sources } from '../finding.ts'
import { Recent } from '../recent.ts'

export interface Problem {
  /** `FIELD_TYPE_MISMATCH` */
  readonly code: string
  readonly message: string
  readonly location?: Location
  readonly subgraph?: string
}

export interface Composition {
  readonly errors: readonly Problem[]
  readonly hints: readonly Problem[]
  /** Undefined when there are errors. */
  readonly supergraphSdl?: string
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
  const files = new Map(subgraphs.map(({ file, name }) => [file, name]))
  const services = subgraphs.map(({ name, file, sdl }) => ({
    name,
    url: urlOf(name),
    typeDefs: parse(new Source(sdl, file)),
  }))
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

function placeOf(nodes: readonly ASTNode[] | undefined, files: ReadonlyMap<string, string>): Partial<Problem> {
  const loc = nodes?.find((node) => node.loc !== undefined)?.loc
  if (loc === undefined) return {}
  const file = loc.source.name
  const { line, column } = getLocation(loc.source, loc.start)
  return { location: { file, line, column }, subgraph: files.get(file) }
}

/** Where a subgraph listens is nothing that composition looks at. */
export function urlOf(name: string): string {
  return `http://${name}.invalid/graphql`
}
