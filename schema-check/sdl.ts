import { GraphQLError, parse, Source, type ASTNode, type DefinitionNode } from 'graphql'
import type { Location, SubgraphSource } from './finding.ts'

const parsed = new WeakMap<SubgraphSource, readonly DefinitionNode[]>()

/** Empty for what cannot be parsed: `syntaxErrorsIn` tells that. */
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

interface SyntaxProblem {
  /** `Syntax Error: Expected Name, found <EOF>.` */
  readonly message: string
  readonly location: Location
}

/** Of each of its files the first. Of several files some may be empty, and none may only be right beside another. */
export function syntaxErrorsIn({ file, sdl, parts = [{ file, line: 1 }] }: SubgraphSource): SyntaxProblem[] {
  const lines = sdl.split('\n')
  const texts = parts.map((one, index) => {
    const end = parts[index + 1]?.line
    return { file: one.file, text: lines.slice(one.line - 1, end && end - 1).join('\n') }
  })
  const written = texts.filter(({ text }) => text.trim() !== '')
  return (written.length > 0 ? written : [{ file, text: '' }]).flatMap(syntaxErrorIn)
}

function syntaxErrorIn({ file, text }: { readonly file: string; readonly text: string }): SyntaxProblem[] {
  try {
    parse(new Source(text, file), { noLocation: true })
    return []
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error
    const written = text.trimEnd().split(/\r\n|[\r\n]/)
    const end = { line: written.length, column: (written.at(-1)?.length ?? 0) + 1 }
    const at = error.locations?.[0] ?? end
    // What is not closed is told of the last line, not of one after it.
    const { line, column } = at.line > end.line ? end : at
    const encoding = error.message.includes('U+FFFD') ? ' It is no UTF-8.' : ''
    return [{ message: `${error.message}${encoding}`, location: { file, line, column } }]
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
