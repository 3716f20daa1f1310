import { Kind, type ConstDirectiveNode } from 'graphql'
import { specifiedName } from '../directive-names.ts'
import type { SubgraphSource } from '../finding.ts'
import { namedParts } from '../lint/walk.ts'

/** What a subgraph says to federation, beyond its types. */
export interface Federation {
  /** The keys by which an entity can be found here, by its type: the fields in one form. */
  readonly keys: ReadonlyMap<string, ReadonlySet<string>>
  /** Of fields and types, by coordinate and directive: the arguments as text. */
  readonly marks: ReadonlyMap<string, ReadonlyMap<string, string>>
}

const known = new WeakMap<SubgraphSource, Federation>()

export function federationOf(subgraph: SubgraphSource): Federation {
  let federation = known.get(subgraph)
  if (federation === undefined) {
    federation = read(subgraph)
    known.set(subgraph, federation)
  }
  return federation
}

function read(subgraph: SubgraphSource): Federation {
  const keys = new Map<string, Set<string>>()
  const marks = new Map<string, Map<string, string>>()
  for (const { coordinate, directives } of namedParts(subgraph)) {
    for (const directive of directives) {
      const name = specifiedName(subgraph, directive)
      if (name === 'key') {
        const resolvable = argument(directive, 'resolvable') !== 'false'
        const fields = oneForm(argument(directive, 'fields') ?? '')
        if (resolvable) keys.set(coordinate, (keys.get(coordinate) ?? new Set<string>()).add(fields))
      } else if (telling.has(name)) {
        const given = (directive.arguments ?? []).map(
          (one) => `${one.name.value}: ${argument(directive, one.name.value)}`,
        )
        const own = marks.get(coordinate) ?? new Map<string, string>()
        marks.set(coordinate, own.set(name, given.map(oneForm).join(', ')))
      }
    }
  }
  return { keys, marks }
}

/** Directives of federation that say who answers what. `@shareable`, `@tag` and `@inaccessible` only shape the supergraph. */
const telling = new Set(
  'external requires provides override interfaceObject context fromContext connect cacheTag'.split(' '),
)

function argument({ arguments: given = [] }: ConstDirectiveNode, name: string): string | undefined {
  const value = given.find((one) => one.name.value === name)?.value
  if (value === undefined) return undefined
  if (value.kind === Kind.STRING) return value.value
  return 'value' in value ? String(value.value) : value.kind
}

function oneForm(fields: string): string {
  return fields.replaceAll(/[\s,]+/g, ' ').trim()
}
