import { parse, Source, type ASTNode, type DefinitionNode } from 'graphql'
import type { Location, SubgraphSource } from './finding.ts'

const parsed = new WeakMap<SubgraphSource, readonly DefinitionNode[]>()

/** Empty for what cannot be parsed: the composition tells that. */
export function definitionsOf(subgraph: SubgraphSource): readonly DefinitionNode[] {
  let known = parsed.get(subgraph)
  if (known === undefined) {
    known = parseOrNothing(subgraph)
    parsed.set(subgraph, known)
  }
  return known
}

function parseOrNothing({ sdl, file }: SubgraphSource): readonly DefinitionNode[] {
  try {
    return parse(new Source(sdl, file)).definitions
  } catch {
    return []
  }
}

/** Where a definition stands: at its name, not at its description. */
export function placeOf(subgraph: SubgraphSource, node: ASTNode): Location {
  const { file } = subgraph
  const at = ('name' in node ? node.name?.loc : undefined) ?? node.loc
  if (at === undefined) return { file, line: 1, column: 1 }
  // The token knows it; `getLocation` would count the lines of the file for each finding.
  const { line, column } = at.startToken
  return placeIn(subgraph, line, column)
}

/** The file, and the line in it, of a line of the whole. */
export function placeIn({ file, parts = [] }: SubgraphSource, line: number, column: number): Location {
  const part = parts.findLast((one) => one.line <= line) ?? { file, line: 1 }
  return { file: part.file, line: line - part.line + 1, column }
}
