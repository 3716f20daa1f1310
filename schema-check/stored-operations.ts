import { createHash } from 'node:crypto'
import { Kind, parse, print, separateOperations, visit, type DocumentNode, type FragmentDefinitionNode } from 'graphql'
import type { OperationSource, UnreadSource } from './finding.ts'
import { textsIn, type GraphqlText, type TextFile } from './use/texts-in.ts'

export interface Stored {
  readonly operations: readonly OperationSource[]
  readonly unread: readonly UnreadSource[]
}

/**
 * The operations in files of any kind that `textsIn` knows: each with the fragments that it uses, from its own file or from
 * any other. What cannot be read is told, so that nobody takes it for checked.
 */
export function operationsIn(files: readonly TextFile[]): Stored {
  const pieces = files.flatMap(({ file, ...rest }) => textsIn({ file, ...rest }).map((text) => parsed(file, text)))
  const read = pieces.flatMap((piece) => {
    const { document } = piece
    return document === undefined ? [] : [{ ...piece, document }]
  })
  const fragments = fragmentsOf(read)
  const all = read.map((piece) => operationsOf(piece, fragments))
  const unparsed = pieces.flatMap(({ file, line, problem }) =>
    problem === undefined ? [] : [{ file, line: line + problem.line - 1, why: problem.why }],
  )
  return {
    operations: all.flatMap(({ operations }) => operations),
    unread: [...unparsed, ...all.flatMap(({ unread }) => unread)],
  }
}

interface Piece {
  readonly file: string
  /** Of its first line in the file. */
  readonly line: number
  readonly name?: string | undefined
  readonly document?: DocumentNode
  readonly problem?: { readonly line: number; readonly why: string }
}

function parsed(file: string, { text, line, name, unreadable }: GraphqlText): Piece {
  if (unreadable !== undefined) return { file, line, problem: { line: 1, why: unreadable } }
  try {
    // An empty one is no document.
    return text.trim() === '' ? { file, line } : { file, line, name, document: parse(text) }
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

function operationsOf(piece: Piece & { readonly document: DocumentNode }, fragments: Fragments): Stored {
  const { file, line, document } = piece
  const lines = new Map(
    document.definitions.flatMap((one) =>
      one.kind === Kind.OPERATION_DEFINITION ? [[one.name?.value ?? '', one.loc?.startToken.line ?? 1] as const] : [],
    ),
  )
  const whole = withFragments(document, file, fragments)
  const known = new Set(
    whole.definitions.flatMap((one) => (one.kind === Kind.FRAGMENT_DEFINITION ? [one.name.value] : [])),
  )
  const operations: OperationSource[] = []
  const unread: UnreadSource[] = []
  for (const [name, own] of Object.entries(separateOperations(whole))) {
    const at = { file, line: line + (lines.get(name) ?? 1) - 1 }
    const missing = spreadsIn(own).filter((one) => !known.has(one))
    const text = print(own)
    if (missing.length === 0) operations.push({ name: name || piece.name || `${file}#${digest(text)}`, ...at, text })
    else
      unread.push({
        ...at,
        why: `${name || 'it'} spreads the fragment ${missing.join(', ')}, which is in no file that is read`,
      })
  }
  return { operations, unread }
}

function spreadsIn(document: DocumentNode): string[] {
  const names = new Set<string>()
  visit(document, { FragmentSpread: ({ name }) => void names.add(name.value) })
  return [...names]
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
