import { Kind, print, visit, type ASTNode, type DirectiveDefinitionNode } from 'graphql'
import type { Location, Sources, SubgraphSource } from '../finding.ts'
import { namedParts, type Named } from '../lint/walk.ts'
import { definitionsOf, placeOf } from '../sdl.ts'

/** Where the coordinates of one revision stand. */
export type Places = ReadonlyMap<string, readonly Named[]>

const known = new WeakMap<Sources, Places>()

export function placesIn(sources: Sources): Places {
  let places = known.get(sources)
  if (places === undefined) {
    places = byCoordinate(sources.subgraphs.flatMap(namedParts))
    known.set(sources, places)
  }
  return places
}

const knownOfOne = new WeakMap<SubgraphSource, Places>()

function placesInOne(subgraph: SubgraphSource): Places {
  let places = knownOfOne.get(subgraph)
  if (places === undefined) {
    places = byCoordinate(namedParts(subgraph))
    knownOfOne.set(subgraph, places)
  }
  return places
}

function byCoordinate(parts: readonly Named[]): Places {
  return Map.groupBy(parts, ({ coordinate }) => coordinate)
}

/** Which subgraph a difference comes from, and where it stands there. */
export interface Origin {
  readonly subgraph?: string
  readonly location?: Location | undefined
}

/** The first subgraph in which what is at a coordinate differs between the revisions, or the first that has it. */
export function originOf(coordinate: string, seenIn: 'base' | 'head', base: Sources, head: Sources): Origin {
  const [mine, other] = seenIn === 'head' ? [head, base] : [base, head]
  const here = atOrAround(placesIn(mine), coordinate)
  const there = atOrAround(placesIn(other), coordinate)
  const differs = (part: Named) => {
    const same = there.filter(({ subgraph }) => subgraph.name === part.subgraph.name)
    return !same.some(({ node }) => textOf(node) === textOf(part.node))
  }
  const part = here.find(differs) ?? here[0] ?? directiveAt(coordinate, mine, other)
  if (part === undefined) return {}
  return { subgraph: part.subgraph.name, location: inRevision(part.subgraph, part.node, seenIn) }
}

interface DirectivePart {
  readonly subgraph: SubgraphSource
  readonly node: DirectiveDefinitionNode
}

/** The definition of `@directive`, also by its argument `@directive(arg:)`: the first that the other revision has not. */
export function directiveAt(coordinate: string, here: Sources, there?: Sources): DirectivePart | undefined {
  if (!coordinate.startsWith('@')) return undefined
  const [found, known] = [here, there].map((sources) => definitionsNamed(coordinate.slice(1).split('(', 1)[0], sources))
  const texts = new Set(known?.map(({ node, subgraph }) => `${subgraph.name} ${textOf(node)}`))
  return found?.find(({ node, subgraph }) => !texts.has(`${subgraph.name} ${textOf(node)}`)) ?? found?.[0]
}

function definitionsNamed(name: string | undefined, sources: Sources | undefined): DirectivePart[] {
  return (sources?.subgraphs ?? []).flatMap((subgraph) =>
    definitionsOf(subgraph).flatMap((node) =>
      node.kind === Kind.DIRECTIVE_DEFINITION && node.name.value === name ? [{ subgraph, node }] : [],
    ),
  )
}

/** Where a coordinate stands in the one of two revisions of a subgraph in which it is seen. */
export function originIn(
  coordinate: string,
  seenIn: 'base' | 'head',
  before: SubgraphSource,
  after: SubgraphSource,
): Location | undefined {
  const subgraph = seenIn === 'base' ? before : after
  const [part] = atOrAround(placesInOne(subgraph), coordinate)
  return part && inRevision(subgraph, part.node, seenIn)
}

function inRevision(subgraph: SubgraphSource, node: ASTNode, seenIn: 'base' | 'head'): Location {
  const place = placeOf(subgraph, node)
  return seenIn === 'base' ? { ...place, rev: 'base' } : place
}

/** `Union|Member` and `@directive(arg:)` stand at the type, or nowhere. */
function atOrAround(places: Places, coordinate: string): readonly Named[] {
  const [first = '', second = ''] = coordinate.split('|')
  const exact = places.get(coordinate)
  if (exact !== undefined) return exact
  return coordinate.includes('|') ? [...(places.get(first) ?? []), ...(places.get(second) ?? [])] : []
}

function textOf(node: ASTNode): string {
  return print(visit(node, { StringValue: (value) => (value.block ? { ...value, block: false } : undefined) }))
}
