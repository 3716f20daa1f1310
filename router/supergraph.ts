import { hash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { Kind, parse, visit } from 'graphql'

/** The supergraph asks for something that this router does not do. It must not serve it as if it did. */
export class UnsupportedSupergraph extends Error {
  override readonly name = 'UnsupportedSupergraph'
}

/** Spec names whose promise is kept by nobody here, as they stand in `@link(url: ".../<name>/vX.Y")`. */
const authorizationSpecs = ['authenticated', 'requiresScopes', 'policy']

/**
 * Reads a composed supergraph. Throws UnsupportedSupergraph for `@authenticated`, `@requiresScopes` and `@policy`,
 * under whatever name they were imported: the gateway knows them and enforces nothing, so fields that are meant to be
 * guarded would be open. Likewise for a progressive `@override`, which would silently stay with the old subgraph.
 */
export async function readSupergraph(file: string): Promise<string> {
  const sdl = await readFile(file, 'utf8')
  refuseUnsupported(sdl)
  return sdl
}

/** What operators tell two supergraphs apart by. */
export function versionOf(sdl: string): string {
  return hash('sha256', sdl, 'hex').slice(0, 12)
}

export function refuseUnsupported(sdl: string): void {
  const refuse = (what: string) => {
    throw new UnsupportedSupergraph(`the supergraph uses ${what}, which this router does not enforce; it is not served`)
  }
  visit(parse(sdl, { noLocation: true }), {
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
