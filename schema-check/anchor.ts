import { directiveAt, placesIn } from './change/places.ts'
import type { Finding, Location, Sources } from './finding.ts'
import { placeOf } from './sdl.ts'

/**
 * A place in the head for what is told of a change: where it stands; for what was removed, what it stood in; for an
 * operation, the operation; and for what is about everything, the first subgraph that the change touches. Code scanning
 * refuses a whole report for one result without a file and a line.
 */
export function anchorOf(
  { location, coordinate = '', subgraph }: Finding,
  base: Sources | undefined,
  head: Sources,
): Location {
  if (location !== undefined && location.rev !== 'base') return location
  for (const around of [coordinate, ...surroundings(coordinate)]) {
    const parts = placesIn(head).get(around) ?? []
    const part = parts.find((one) => one.subgraph.name === subgraph) ?? parts[0]
    if (part !== undefined) return placeOf(part.subgraph, part.node)
  }
  const operation = head.operations.find(({ name }) => name === coordinate)
  if (operation !== undefined) return { file: operation.file, line: operation.line, column: 1 }
  if (location !== undefined && head.read(location.file) !== undefined) return topOf(location.file)
  const directive = directiveAt(coordinate, head)
  return directive === undefined
    ? topOf(subgraphFile(subgraph, base, head))
    : placeOf(directive.subgraph, directive.node)
}

/** From the inside out: `Type.field(arg:)` is in `Type.field`, and that in `Type`. */
function surroundings(coordinate: string): string[] {
  const type = coordinate.split(/[.|(#]/, 1)[0] ?? ''
  return [coordinate.split('(', 1)[0] ?? '', type]
}

function subgraphFile(name: string | undefined, base: Sources | undefined, { subgraphs }: Sources): string {
  const before = new Map(base?.subgraphs.map(({ file, sdl }) => [file, sdl]))
  const named = subgraphs.find((one) => one.name === name)
  const touched = subgraphs.find(({ file, sdl }) => before.get(file) !== sdl)
  return (named ?? touched ?? subgraphs[0])?.file ?? ''
}

function topOf(file: string): Location {
  return { file, line: 1, column: 1 }
}
