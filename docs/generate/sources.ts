import { globSync, readFileSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import ts from 'typescript'

export const ROOT = resolve(import.meta.dirname, '../..')

export const read = (file: string): string => readFileSync(resolve(ROOT, file), 'utf8')

const OUTSIDE = ['node_modules', 'generated', 'dist', '.git', '.data', '.cache', 'coverage']

/** Paths from the repository's root, sorted; nothing that is installed, built or kept for a while. */
export function filesOf(...patterns: string[]): string[] {
  // Folders are left out before they are read: node_modules alone holds more files than all of ours.
  return globSync(patterns, { cwd: ROOT, exclude: (path) => OUTSIDE.includes(basename(path)) }).sort()
}

export function parsed(file: string): ts.SourceFile {
  return ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest)
}

/** Every line of a source that is or has a comment, in TypeScript and in the SQL that stands in it, from its mark on. */
export function commentsOf(file: string): string[] {
  let inBlock = false
  return read(file)
    .split('\n')
    .flatMap((line) => {
      const mark = inBlock ? 0 : line.search(/\/\*|\/\/|-- /)
      inBlock = (inBlock || line.includes('/*')) && !line.includes('*/')
      return mark < 0 ? [] : [line.slice(mark)]
    })
}

export interface TitledTest {
  readonly file: string
  /** `describe › test`, as it is written: `%s` where it is filled in. */
  readonly title: string
  /** Of the test itself and of each description around it. */
  readonly titles: readonly string[]
}

const TITLING = ['test', 'it', 'describe']

/** Every test of a file, in their order. */
export function testsOf(file: string): TitledTest[] {
  const found: TitledTest[] = []
  const source = parsed(file)
  const walk = (node: ts.Node, around: readonly string[]): void => {
    const title = ts.isCallExpression(node) ? titleOf(node, source) : undefined
    const titles = title === undefined ? around : [...around, title.text]
    if (title?.isTest === true) found.push({ file, title: titles.join(' › '), titles })
    // A test holds no other, and reading what it does costs most of the time.
    else ts.forEachChild(node, (child) => walk(child, titles))
  }
  walk(source, [])
  return found
}

/** `test(title, …)`, `test.each(…)(title, …)`, `describe.skipIf(…)(title, …)`. */
function titleOf(
  call: ts.CallExpression,
  source: ts.SourceFile,
): { readonly text: string; readonly isTest: boolean } | undefined {
  let called: ts.Expression = call.expression
  while (ts.isCallExpression(called) || ts.isPropertyAccessExpression(called)) {
    // What is left out shows nothing.
    if (ts.isPropertyAccessExpression(called) && ['skip', 'todo'].includes(called.name.text)) return undefined
    called = called.expression
  }
  if (!ts.isIdentifier(called) || !TITLING.includes(called.text)) return undefined
  const [first] = call.arguments
  if (first === undefined) return undefined
  if (!ts.isStringLiteralLike(first) && !ts.isTemplateExpression(first)) return undefined
  const text = ts.isStringLiteralLike(first)
    ? first.text
    : first
        .getText(source)
        .slice(1, -1)
        .replace(/\$\{\w{1,80}\}/g, '…')
  return { text, isTest: called.text !== 'describe' }
}

/** Where tests stand: test files, and the suites that several of them run. */
export const testFiles = (): string[] =>
  filesOf('**/*.test.ts', '**/*.test.tsx', '**/testing/**/*.ts', 'e2e/browser/*.ts')
