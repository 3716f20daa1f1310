import { Kind, isTypeDefinitionNode, isTypeExtensionNode } from 'graphql'
import { specifiedName } from '../directive-names.ts'
import type { Sources, SubgraphSource } from '../finding.ts'
import { namedParts } from '../lint/walk.ts'
import { definitionsOf } from '../sdl.ts'
import { neededOf } from './excerpt.ts'
import { namedTypeOf, textOf, typesIn, type TypePart } from './type-definitions.ts'

/**
 * The types of which a subgraph says something else than before, with what has to be known to compose them by themselves.
 * Undefined where a change of one type may make another out of what nobody touched.
 */
export function touchedTypes(base: Sources, head: Sources): ReadonlySet<string> | undefined {
  const before = new Map(base.subgraphs.map((one) => [one.name, one]))
  const names = new Set(head.subgraphs.map(({ name }) => name))
  if (before.size !== names.size || base.subgraphs.some(({ name }) => !names.has(name))) return undefined
  const touched = new Set<string>()
  for (const after of head.subgraphs) {
    const earlier = before.get(after.name)
    if (earlier === undefined || !isPlain(earlier) || !isPlain(after)) return undefined
    if (earlier.sdl === after.sdl) continue
    if (machineryOf(earlier) !== machineryOf(after)) return undefined
    const [old, now] = [typesIn(earlier), typesIn(after)]
    for (const type of new Set([...old.keys(), ...now.keys()])) {
      const [was = [], is = []] = [old.get(type), now.get(type)]
      if (textsOf(was) === textsOf(is)) continue
      if (was.length > 0 && is.length > 0 && relationsOf(was) !== relationsOf(is)) return undefined
      touched.add(type)
    }
  }
  const all = [...base.subgraphs, ...head.subgraphs].map(typesIn)
  const needed = new Set([...neededOf(touched, base, head)].filter((type) => all.some((known) => known.has(type))))
  return [base, head].some((sources) => hangsOnUse(sources, needed)) ? undefined : needed
}

/** What reaches beyond the type that it stands on. */
const FAR_REACHING: ReadonlySet<string> = new Set(
  'interfaceObject composeDirective context fromContext authenticated requiresScopes policy connect source'.split(' '),
)

const plain = new WeakMap<SubgraphSource, boolean>()

/** In federation 1 a subgraph is read by what the others say. */
function isPlain(subgraph: SubgraphSource): boolean {
  const known = plain.get(subgraph)
  if (known !== undefined) return known
  const isFar = (directives: Parameters<typeof specifiedName>[1][]) =>
    directives.some((one) => FAR_REACHING.has(specifiedName(subgraph, one)))
  const schemas = definitionsOf(subgraph).filter(
    (one) => one.kind === Kind.SCHEMA_DEFINITION || one.kind === Kind.SCHEMA_EXTENSION,
  )
  const made =
    /https:\/\/specs\.apollo\.dev\/federation\/v2/.test(subgraph.sdl) &&
    schemas.every(
      ({ operationTypes = [], directives = [] }) => operationTypes.length === 0 && !isFar([...directives]),
    ) &&
    !namedParts(subgraph).some(({ directives }) => isFar([...directives]))
  plain.set(subgraph, made)
  return made
}

function machineryOf(subgraph: SubgraphSource): string {
  return textsOf(definitionsOf(subgraph).filter((one) => !isTypeDefinitionNode(one) && !isTypeExtensionNode(one)))
}

function textsOf(nodes: readonly Parameters<typeof textOf>[0][]): string {
  return nodes.map(textOf).join('\n')
}

/** Which types one may stand for: a field elsewhere may be answered by either. */
function relationsOf(parts: readonly TypePart[]): string {
  return JSON.stringify(
    parts.map((one) => [
      one.kind,
      'interfaces' in one ? one.interfaces?.map(({ name }) => name.value) : [],
      'types' in one ? one.types?.map(({ name }) => name.value) : [],
    ]),
  )
}

/** An enum that subgraphs define differently is composed by where it is used in the whole. */
function hangsOnUse({ subgraphs }: Sources, types: ReadonlySet<string>): boolean {
  const used = new Set(types)
  for (const subgraph of subgraphs) {
    for (const { type, parent } of namedParts(subgraph)) {
      if (type !== undefined && parent !== undefined && types.has(parent)) used.add(namedTypeOf(type))
    }
  }
  return [...used].some((type) => {
    const parts = subgraphs.flatMap((one) => {
      const own = typesIn(one).get(type) ?? []
      return own.some(({ kind }) => kind.startsWith('Enum')) ? [textsOf(own)] : []
    })
    return new Set(parts).size > 1
  })
}
