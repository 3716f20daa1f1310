import { composeServices } from '@apollo/composition'
import { composeServices as composeIndependently } from '@theguild/federation-composition'
import { getLocation, GraphQLError, parse, Source, type ASTNode } from 'graphql'
import type { Location, Sources } from '../finding.ts'

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

const known = new WeakMap<Sources, Composition>()

/** Apollo's composition, once per sources. */
export function composed(sources: Sources): Composition {
  let composition = known.get(sources)
  if (composition === undefined) {
    composition = composeNow(sources)
    known.set(sources, composition)
  }
  return composition
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

/**
 * The Guild's composition, which shares no code with Apollo's. It knows the federation specification up to an older
 * version, so the @link says that one: a directive that came later is then refused, and that is a disagreement.
 */
export function composedIndependently({ subgraphs }: Sources): {
  readonly errors: readonly string[]
  readonly publicSdl?: string
} {
  try {
    const services = subgraphs.map(({ name, sdl }) => ({
      name,
      url: urlOf(name),
      typeDefs: parse(sdl.replace(specification, `$1${NEWEST}`)),
    }))
    const { errors = [], publicSdl } = composeIndependently(services)
    return { errors: errors.map(({ message }) => message), publicSdl }
  } catch (error) {
    if (error instanceof GraphQLError) return { errors: [error.message] }
    throw error
  }
}

const NEWEST = '2.9'
const specification = /(https:\/\/specs\.apollo\.dev\/federation\/v)2\.1\d/

function urlOf(name: string): string {
  return `http://${name}.invalid/graphql`
}
