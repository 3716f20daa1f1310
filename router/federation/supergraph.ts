import { hash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { GraphQLError, Kind, parse, visit } from 'graphql'

/** The supergraph asks for something that this router does not do. It must not serve it as if it did. */
export class UnsupportedSupergraph extends Error {
  override readonly name = 'UnsupportedSupergraph'
}

/** There is no such file, or it is no GraphQL; the message says which file, where in it, and what to do. */
export class UnreadableSupergraph extends Error {
  override readonly name = 'UnreadableSupergraph'
}

/** Spec names whose promise is kept by nobody here, as they stand in `@link(url: ".../<name>/vX.Y")`. */
const authorizationSpecs = ['authenticated', 'requiresScopes', 'policy']

/**
 * Reads a composed supergraph. Throws UnsupportedSupergraph for `@authenticated`, `@requiresScopes` and `@policy`,
 * under whatever name they were imported: the gateway knows them and enforces nothing, so fields that are meant to be
 * guarded would be open. Likewise for a progressive `@override`, which would silently stay with the old subgraph. Throws
 * UnreadableSupergraph for what is not there or is no GraphQL.
 */
export async function readSupergraph(file: string): Promise<string> {
  try {
    const sdl = await readFile(file, 'utf8')
    refuseUnsupported(sdl)
    return sdl
  } catch (error) {
    if (error instanceof UnsupportedSupergraph) throw error
    const { line, column } = (error instanceof GraphQLError && error.locations?.[0]) || {}
    const place = line === undefined ? file : `${file}:${line}:${column}`
    throw new UnreadableSupergraph(
      `${place} is no supergraph: ${error instanceof Error ? error.message : String(error)} ` +
        'Compose it anew (npm run generate), or correct SUPERGRAPH_FILE.',
      { cause: error },
    )
  }
}

/** What operators tell two supergraphs apart by. */
export function versionOf(sdl: string): string {
  return hash('sha256', sdl, 'hex').slice(0, 12)
}

export function refuseUnsupported(sdl: string): void {
  const refuse = (what: string) => {
    throw new UnsupportedSupergraph(`the supergraph uses ${what}, which this router does not enforce; it is not served`)
  }
  visit(parse(sdl), {
    Directive({ name, arguments: given = [] }) {
      if (authorizationSpecs.includes(name.value)) refuse(`@${name.value}`)
      for (const { name: argument, value } of given) {
        if (name.value === 'join__field' && argument.value === 'overrideLabel') refuse('a progressive @override')
        if (name.value !== 'link' || argument.value !== 'url' || value.kind !== Kind.STRING) continue
        const spec = authorizationSpecs.find((known) => value.value.split('/').includes(known))
        if (spec !== undefined) refuse(`@${spec}`)
      }
    },
    DirectiveDefinition({ name }) {
      if (authorizationSpecs.includes(name.value)) refuse(`@${name.value}`)
    },
  })
}
