import { createHash } from 'node:crypto'
import { Kind, parse, print, separateOperations, visit, type DocumentNode, type FragmentDefinitionNode } from 'graphql'
import type { OperationSource, UnreadSource } from './finding.ts'

/** A text file of the repository. */
export interface TextFile {
  readonly file: string
  readonly text: string
}

export interface Stored {
  readonly operations: readonly OperationSource[]
  readonly unread: readonly UnreadSource[]
}

/**
 * The operations of GraphQL files, of the ```graphql blocks of Markdown files, and of the strings behind the comment
 * `GraphQL` of programs, which editors and graphql-tag-pluck know too: each with the fragments that it uses, from its own
 * file or from any other. What cannot be read is told, so that nobody takes it for checked.
 */
export function operationsIn(files: readonly TextFile[]): Stored {
  const pieces = files.flatMap(piecesOf)
  const read = pieces.flatMap((piece) => {
    const { document } = piece
    return document === undefined ? [] : [{ ...piece, document }]
  })
  const fragments = fragmentsOf(read)
  return {
    operations: read.flatMap((piece) => operationsOf(piece, fragments)),
    unread: pieces.flatMap(({ file, line, problem }) =>
      problem === undefined ? [] : [{ file, line: line + problem.line - 1, why: problem.why }],
    ),
  }
}

// A template that is put together as the program runs is no operation that anybody could read here.
const inPrograms = /\/\* GraphQL \*\/\s*(?:`((?:[^`\\]|\\.)*)`|'([^'\\\n]*)')/g
const beginning = /^( *)(```|~~~)(?:graphql|gql)\b/

interface Piece {
  readonly file: string
  /** Of its first line in the file. */
  readonly line: number
  readonly document?: DocumentNode
  readonly problem?: { readonly line: number; readonly why: string }
}

function piecesOf({ file, text }: TextFile): Piece[] {
  if (file.endsWith('.md')) return blocksOf(text).map((piece) => parsed(file, piece))
  if (/\.[cm]?[jt]sx?$/.test(file)) return matches(inPrograms, text).map((piece) => parsed(file, piece))
  return [parsed(file, { text, line: 1 })]
}

/** The blocks of a Markdown file that say `graphql` or `gql`, also in a list or a quotation of code that holds backticks. */
function blocksOf(page: string): { readonly text: string; readonly line: number }[] {
  const blocks: { text: string; line: number }[] = []
  let fence: string | undefined
  for (const [index, line] of page.split(/\r?\n/).entries()) {
    const block = blocks.at(-1)
    if (fence === undefined || block === undefined) {
      fence = beginning.exec(line)?.[2]
      if (fence !== undefined) blocks.push({ text: '', line: index + 2 })
    } else if (line.trim() === fence) fence = undefined
    else block.text += `${line}\n`
  }
  return blocks
}

function matches(pattern: RegExp, source: string): { readonly text: string; readonly line: number }[] {
  return [...source.matchAll(pattern)].map((match) => {
    const text = match.slice(1).find((group) => group !== undefined) ?? ''
    const begin = match.index + match[0].indexOf(text)
    return { text, line: source.slice(0, begin).split('\n').length }
  })
}

function parsed(file: string, { text, line }: { readonly text: string; readonly line: number }): Piece {
  if (text.includes('${')) return { file, line, problem: { line: 1, why: 'it is put together as the program runs' } }
  try {
    // A file may begin with the mark of its encoding, and an empty one is no document.
    const source = text.replace(/^\uFEFF/, '')
    return source.trim() === '' ? { file, line } : { file, line, document: parse(source) }
  } catch (error) {
    const [at] = error instanceof Error && 'locations' in error ? (error.locations as { line: number }[]) : []
    const why = error instanceof Error ? error.message.replace(/\.$/, '') : String(error)
    return { file, line, problem: { line: at?.line ?? 1, why } }
  }
}

type Fragments = ReadonlyMap<string, readonly (FragmentDefinitionNode & { readonly file: string })[]>

function fragmentsOf(pieces: readonly (Piece & { readonly document: DocumentNode })[]): Fragments {
  const all = pieces.flatMap(({ file, document }) =>
    document.definitions.flatMap((one) => (one.kind === Kind.FRAGMENT_DEFINITION ? [{ ...one, file }] : [])),
  )
  return Map.groupBy(all, ({ name }) => name.value)
}

function operationsOf(piece: Piece & { readonly document: DocumentNode }, fragments: Fragments): OperationSource[] {
  const { file, line, document } = piece
  const lines = new Map(
    document.definitions.flatMap((one) =>
      one.kind === Kind.OPERATION_DEFINITION ? [[one.name?.value ?? '', one.loc?.startToken.line ?? 1] as const] : [],
    ),
  )
  return Object.entries(separateOperations(withFragments(document, file, fragments))).map(([name, own]) => {
    const printed = print(own)
    return { name: name || `${file}#${digest(printed)}`, file, line: line + (lines.get(name) ?? 1) - 1, text: printed }
  })
}

/** The document with the fragments that it spreads and does not define: of its file before those of other files. */
function withFragments(document: DocumentNode, file: string, fragments: Fragments): DocumentNode {
  const definitions = [...document.definitions]
  const here = new Set(definitions.flatMap((one) => ('name' in one && one.name !== undefined ? [one.name.value] : [])))
  // It grows as fragments bring the fragments that they spread.
  for (const definition of definitions) {
    visit(definition, {
      FragmentSpread({ name: { value } }) {
        const known = fragments.get(value) ?? []
        const fragment = known.find((one) => one.file === file) ?? known[0]
        if (fragment === undefined || here.has(value)) return
        here.add(value)
        definitions.push(fragment)
      },
    })
  }
  return { ...document, definitions }
}

/** Without a name, it is called by what it says: where it stands changes with every line above it. */
function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8)
}
