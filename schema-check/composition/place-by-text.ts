import type { Location, SubgraphSource } from '../finding.ts'
import { namedParts, type Named } from '../lint/walk.ts'
import { placeOf } from '../sdl.ts'

export interface Place {
  readonly location: Location
  readonly subgraph: string
}

/**
 * Of a problem that says no place, by what it names: the subgraph, as in `[products] Field price already exists`, and in
 * it a coordinate, or what has the name; of what stands there twice the second. Undefined when it names no subgraph.
 */
export function placeByText(message: string, subgraphs: readonly SubgraphSource[]): Place | undefined {
  const name = (/^\[([^\]]+)\] /.exec(message) ?? /\bsubgraphs? "([^"]+)"/.exec(message))?.[1]
  const subgraph = subgraphs.find((one) => one.name === name)
  if (subgraph === undefined) return undefined
  const part = partNamedIn(message, namedParts(subgraph))
  const location = part === undefined ? { file: subgraph.file, line: 1, column: 1 } : placeOf(subgraph, part.node)
  return { location, subgraph: subgraph.name }
}

function partNamedIn(message: string, parts: readonly Named[]): Named | undefined {
  const words = new Set(message.match(/[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)?(?:\(\w+:\))?/g))
  const alike = parts.filter(({ name, coordinate }) => words.has(name) || words.has(coordinate))
  const seen = Map.groupBy(alike, ({ coordinate }) => coordinate)
  return (
    alike.findLast(({ coordinate }) => coordinate.includes('.') && words.has(coordinate)) ??
    // `price already exists on Ware`
    alike.findLast(({ parent }) => parent !== undefined && words.has(parent)) ??
    alike.findLast(({ coordinate }) => words.has(coordinate)) ??
    alike.findLast(({ coordinate }) => (seen.get(coordinate)?.length ?? 0) > 1) ??
    alike.at(-1)
  )
}
