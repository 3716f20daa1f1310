import { createHash } from 'node:crypto'
import { Kind, parse, print, separateOperations, type DocumentNode } from 'graphql'
import type { OperationSource } from './finding.ts'

/**
 * The operations of a GraphQL file, of the ```graphql blocks of a Markdown file, or of the strings behind the comment
 * `GraphQL` of a program, which editors and graphql-tag-pluck know too. What does not parse is left out.
 */
export function operationsIn(file: string, text: string): OperationSource[] {
  return piecesOf(file, text).flatMap((piece) => operationsOf(file, piece))
}

// A template that is put together as the program runs is no operation that anybody could read here.
const inPrograms = /\/\* GraphQL \*\/\s*(?:`((?:[^`$\\]|\$(?!\{))*)`|'([^'\\\n]*)')/g
const inMarkdown = /^```graphql[^\n]*\n([\s\S]*?)^```/gm

function piecesOf(file: string, text: string): Piece[] {
  if (file.endsWith('.md')) return matches(inMarkdown, text)
  if (/\.[cm]?[jt]sx?$/.test(file)) return matches(inPrograms, text)
  return [{ text, line: 1 }]
}

interface Piece {
  readonly text: string
  /** Of its first line in the file. */
  readonly line: number
}

function matches(pattern: RegExp, source: string): Piece[] {
  return [...source.matchAll(pattern)].map((match) => {
    const text = match.slice(1).find((group) => group !== undefined) ?? ''
    const begin = match.index + match[0].indexOf(text)
    return { text, line: source.slice(0, begin).split('\n').length }
  })
}

function operationsOf(file: string, { text, line }: Piece): OperationSource[] {
  const document = parsed(text)
  if (document === undefined) return []
  const lines = new Map(
    document.definitions.flatMap((one) =>
      one.kind === Kind.OPERATION_DEFINITION ? [[one.name?.value ?? '', one.loc?.startToken.line ?? 1] as const] : [],
    ),
  )
  return Object.entries(separateOperations(document)).map(([name, own]) => {
    const printed = print(own)
    return { name: name || `${file}#${digest(printed)}`, file, line: line + (lines.get(name) ?? 1) - 1, text: printed }
  })
}

/** Without a name, it is called by what it says: where it stands changes with every line above it. */
function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8)
}

function parsed(text: string): DocumentNode | undefined {
  try {
    return parse(text)
  } catch {
    return undefined
  }
}
