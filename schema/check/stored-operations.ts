import { Kind, parse, print, separateOperations, type DocumentNode } from 'graphql'
import type { OperationSource } from './finding.ts'

/** The operations of a GraphQL file, or of the ```graphql blocks of a Markdown file. What does not parse is left out. */
export function operationsIn(file: string, text: string): OperationSource[] {
  return file.endsWith('.md')
    ? blocksOf(text).flatMap((block) => operationsOf(file, block))
    : operationsOf(file, { text, line: 1 })
}

interface Block {
  readonly text: string
  /** Of its first line in the file. */
  readonly line: number
}

function blocksOf(markdown: string): Block[] {
  return [...markdown.matchAll(/^```graphql[^\n]*\n([\s\S]*?)^```/gm)].map(({ index, 1: text = '' }) => ({
    text,
    line: markdown.slice(0, index).split('\n').length + 1,
  }))
}

function operationsOf(file: string, { text, line }: Block): OperationSource[] {
  const document = parsed(text)
  if (document === undefined) return []
  const lines = new Map(
    document.definitions.flatMap((one) =>
      one.kind === Kind.OPERATION_DEFINITION ? [[one.name?.value ?? '', one.loc?.startToken.line ?? 1] as const] : [],
    ),
  )
  return Object.entries(separateOperations(document)).map(([name, own]) => ({
    name: name === '' ? `${file}:${line}` : name,
    file,
    line: line + (lines.get(name) ?? 1) - 1,
    text: print(own),
  }))
}

function parsed(text: string): DocumentNode | undefined {
  try {
    return parse(text)
  } catch {
    return undefined
  }
}
