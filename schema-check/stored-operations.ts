import { createHash } from 'node:crypto'
import { posix } from 'node:path'
import {
  Kind,
  parse,
  print,
  separateOperations,
  Source,
  visit,
  type DefinitionNode,
  type DocumentNode,
  type FragmentDefinitionNode,
} from 'graphql'
import type { OperationSource, UnreadSource } from './finding.ts'
import { textsIn, unmarkedLines, type GraphqlText, type TextFile } from './use/texts-in.ts'

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
  const operations = all.flatMap((one) => one.operations)
  const unread = [...unparsed, ...all.flatMap((one) => one.unread)]
  const told = new Set([...operations, ...unread].map(({ file }) => file))
  const silent = files.filter(({ file }) => !told.has(file))
  return { operations, unread: [...unread, ...unmarked(silent), ...unused(silent, read, fragments)] }
}

/** Of files that give no operation. */
function unmarked(files: readonly TextFile[]): UnreadSource[] {
  const why = 'it is an operation in a plain string: mark it, as gql`…` or behind /* GraphQL */'
  return files.flatMap((one) => unmarkedLines(one).map((line) => ({ file: one.file, line, why })))
}

/** Of files that give no operation, the fragments that none spreads; some may be meant for operations elsewhere. */
function unused(files: readonly TextFile[], read: readonly Read[], fragments: Fragments): UnreadSource[] {
  const silent = new Set(files.map(({ file }) => file))
  const asking = read.filter(({ document }) =>
    document.definitions.some(({ kind }) => kind === Kind.OPERATION_DEFINITION),
  )
  const spread = new Set(
    asking.flatMap((piece) => withFragments(piece, fragments).definitions.flatMap((one) => nameOfFragment(one) ?? [])),
  )
  return read.flatMap(({ file, line, document }) =>
    document.definitions.flatMap((one): UnreadSource[] => {
      const name = nameOfFragment(one)
      if (name === undefined || !silent.has(file) || spread.has(name)) return []
      const at = line + (one.loc?.startToken.line ?? 1) - 1
      return [{ file, line: at, why: `no operation that is read spreads the fragment ${name}`, severity: 'warning' }]
    }),
  )
}

function nameOfFragment(one: DefinitionNode): string | undefined {
  return one.kind === Kind.FRAGMENT_DEFINITION ? one.name.value : undefined
}

const documents = new WeakMap<OperationSource, DocumentNode>()

/** What an operation says, with the places at which it stands in its files where they are known. */
export function documentOf(operation: OperationSource): DocumentNode {
  const document = documents.get(operation) ?? parse(operation.text, { noLocation: true })
  documents.set(operation, document)
  return document
}

interface Piece {
  readonly file: string
  /** Files that it names in comments, `#import "./cover.graphql"`. */
  readonly imports?: readonly string[]
  /** Of its first line in the file. */
  readonly line: number
  readonly name?: string | undefined
  readonly document?: DocumentNode
  readonly problem?: { readonly line: number; readonly why: string }
}

type Read = Piece & { readonly document: DocumentNode }

function parsed(file: string, { text, line, column = 1, isEscaped, name, unreadable }: GraphqlText): Piece {
  if (unreadable !== undefined) return { file, line, problem: { line: 1, why: unreadable } }
  try {
    // An empty one is no document.
    if (isEmpty(text)) return { file, line }
    // Lines of a text that is written as one are nowhere.
    const document = isEscaped ? parse(text, { noLocation: true }) : parse(new Source(text, file, { line, column }))
    return { file, line, name, imports: importsIn(file, text), document }
  } catch (error) {
    const [at] = error instanceof Error && 'locations' in error ? (error.locations as { line: number }[]) : []
    const why = error instanceof Error ? error.message.replace(/\.$/, '') : String(error)
    return { file, line, problem: { line: isEscaped ? 1 : (at?.line ?? 1), why } }
  }
}

function isEmpty(text: string): boolean {
  return text.split(/[\r\n]/).every((line) => /^[\s,\uFEFF]*(?:#|$)/.test(line))
}

function importsIn(file: string, text: string): string[] {
  return text.split(/[\r\n]+/).flatMap((line) => {
    const [, path] = /^\s*#\s?import ['"]([^'"]+)['"]/.exec(line) ?? []
    return path === undefined ? [] : [posix.join(posix.dirname(file), path)]
  })
}

type Fragment = FragmentDefinitionNode & { readonly file: string }
type Fragments = ReadonlyMap<string, readonly Fragment[]>

function fragmentsOf(pieces: readonly Read[]): Fragments {
  const all = pieces.flatMap(({ file, document }) =>
    document.definitions.flatMap((one) => (one.kind === Kind.FRAGMENT_DEFINITION ? [{ ...one, file }] : [])),
  )
  return Map.groupBy(all, ({ name }) => name.value)
}

/** Each by itself: several may have the same name, or none. */
/** Undefined for what is nested so deep that its indentation alone is longer than a string may be. */
function printed(document: DocumentNode): string | undefined {
  try {
    return print(document)
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

function operationsOf(piece: Read, fragments: Fragments): Stored {
  const { file, line, document } = piece
  const { definitions, doubtful } = withFragments(piece, fragments)
  const parts = definitions.filter(({ kind }) => kind !== Kind.OPERATION_DEFINITION)
  const known = new Set(parts.flatMap((one) => (one.kind === Kind.FRAGMENT_DEFINITION ? [one.name.value] : [])))
  const operations: OperationSource[] = []
  const unread: UnreadSource[] = []
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue
    const name = definition.name?.value ?? ''
    const own = separateOperations({ ...document, definitions: [definition, ...parts] })[name] ?? document
    const at = { file, line: line + (definition.loc?.startToken.line ?? 1) - 1 }
    const spread = spreadsIn(own)
    const missing = spread.filter((one) => !known.has(one))
    const text = printed(own)
    if (text === undefined) {
      unread.push({ ...at, why: `${name || 'it'} is nested too deep to be written out` })
    } else if (missing.length === 0) {
      const operation = { name: name || piece.name || `${file}#${digest(text)}`, ...at, text }
      documents.set(operation, own)
      operations.push(operation)
    } else
      unread.push({
        ...at,
        why: `${name || 'it'} spreads the fragment ${missing.join(', ')}, which is in no file that is read`,
      })
    for (const [fragment, files] of doubtful) {
      if (!spread.includes(fragment)) continue
      const why = `${name || 'it'} spreads the fragment ${fragment}, which is not the same in ${files.join(' and ')}; of others than the first nothing is known`
      unread.push({ ...at, why })
    }
  }
  return { operations, unread }
}

function spreadsIn(document: DocumentNode): string[] {
  const names = new Set<string>()
  visit(document, { FragmentSpread: ({ name }) => void names.add(name.value) })
  return [...names]
}

/** What a document says and spreads, and fragments of which nobody can say which one is meant, with their files. */
interface Whole {
  readonly definitions: readonly DefinitionNode[]
  readonly doubtful: ReadonlyMap<string, readonly string[]>
}

function withFragments(piece: Read, fragments: Fragments): Whole {
  const definitions = [...piece.document.definitions]
  const here = new Set(definitions.flatMap((one) => ('name' in one && one.name !== undefined ? [one.name.value] : [])))
  const doubtful = new Map<string, readonly string[]>()
  // It grows as fragments bring the fragments that they spread.
  for (const definition of definitions) {
    visit(definition, {
      FragmentSpread({ name: { value } }) {
        if (here.has(value)) return
        const [fragment, ...others] = nearest(fragments.get(value) ?? [], piece)
        if (fragment === undefined) return
        here.add(value)
        definitions.push(fragment)
        const differing = others.filter((one) => print(one) !== print(fragment))
        if (differing.length > 0)
          doubtful.set(
            value,
            [fragment, ...differing].map(({ file }) => file),
          )
      },
    })
  }
  return { definitions, doubtful }
}

/** Of its own file, of one that it imports, else of those whose folders have most in common with its own. */
function nearest(known: readonly Fragment[], { file, imports = [] }: Piece): readonly Fragment[] {
  const named = known.find((one) => one.file === file) ?? known.find((one) => imports.includes(one.file))
  if (named !== undefined) return [named]
  const near = known.map((one) => commonFolders(one.file, file))
  return known.filter((_, index) => near[index] === Math.max(...near))
}

function commonFolders(one: string, other: string): number {
  const [a, b] = [one, other].map((file) => posix.dirname(file).split('/'))
  const end = a?.findIndex((folder, index) => folder !== b?.[index]) ?? 0
  return end < 0 ? (a?.length ?? 0) : end
}

/** Without a name, it is called by what it says: where it stands changes with every line above it. */
function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8)
}
