import { parse, print, type ASTNode } from 'graphql'

/** Something in a file that should be GraphQL, or why nobody can say what it is. */
export interface GraphqlText {
  /** Of its first line in the file. */
  readonly line: number
  /** At which that line begins; 1 when it is not said. */
  readonly column?: number
  /** It is written as one line with escapes in it, so its own lines are nowhere in the file. */
  readonly isEscaped?: boolean
  readonly text: string
  readonly unreadable?: string
  /** What it is called where it stands, if it has no name itself. */
  readonly name?: string | undefined
}

// gql`…`, graphql(`…`), /* GraphQL */ `…` or '…', and `#graphql …`: what editors and graphql-tag-pluck know; and what
// codegen writes, new TypedDocumentString(`…`).
function marksIn(program: string): RegExp {
  const tags = ['gql', 'graphql', 'TypedDocumentString', ...aliasesIn(program)].join('|')
  const types = '<[^`]{0,500}?>(?=\\s{0,80}[(`])'
  const marked = '\\/\\* ?GraphQL ?\\*\\/\\s{0,80}'
  return new RegExp(
    `(?:(?<![\\w$])(?:${tags})\\s{0,80}(?:${types}\\s{0,80})?(\\(\\s{0,80})?(?:${marked})?|${marked})([\`'"])|(\`)(?=\\s{0,80}#\\s{0,8}graphql\\b)`,
    'gi',
  )
}

/** What a program calls the tag: `gql as query`, or whatever it likes of a package that is nothing else. */
function aliasesIn(program: string): string[] {
  const renamed = program.matchAll(/\b(?:gql|graphql)\s+as\s+([A-Za-z_]\w*)/g)
  const whole = program.matchAll(/\bimport\s+([A-Za-z_]\w*)\s+from\s+['"](?:graphql-tag|graphql\.macro|fake-tag)\b/g)
  return [...renamed, ...whole].flatMap(([, name]) => name ?? [])
}

/** Of a program its tagged templates, marked strings, and documents that codegen wrote as objects. */
export function stringsOf(program: string): GraphqlText[] {
  return [...markedIn(program), ...documentsIn(program)]
}

function markedIn(program: string): GraphqlText[] {
  return [...program.matchAll(marksIn(program))].flatMap((match): GraphqlText[] => {
    const [whole, parenthesis, quoted, magic] = match
    const quote = quoted ?? magic ?? '`'
    const isMarked = /\/\*/.test(whole)
    // `from 'graphql'` and `graphql('/path')` are none.
    if (quote !== '`' && !isMarked && parenthesis === undefined) return []
    const begin = match.index + whole.length
    const body = stringAt(program, begin, quote)
    if (quote !== '`' && !isMarked && !body.includes('{')) return []
    return [{ ...withoutExpressions(body), ...placeAt(program, begin), isEscaped: quote !== '`' }]
  })
}

const OBJECT = /\{\s{0,80}(["']?)kind\1\s{0,80}:\s{0,80}(["'])Document\2\s{0,80},/g

/** Parsed documents that are written out as JSON. Fragments of others that are put in are found by their names. */
function documentsIn(program: string): GraphqlText[] {
  return [...program.matchAll(OBJECT)].map(({ index }): GraphqlText => {
    const unreadable = 'it is a document that is put together as the program runs'
    const object = program.slice(index, endOfObject(program, index))
    const place = { ...placeAt(program, index), isEscaped: true }
    try {
      const json = object.replaceAll(/(,\s*)?\.\.\.[\w$.]{1,200}\.definitions\b/g, '')
      const text = print(JSON.parse(json) as ASTNode)
      // What is no document may be written out as nothing.
      return { ...place, ...(text === '' ? { text, unreadable } : { text }) }
    } catch {
      return { ...place, text: '', unreadable }
    }
  })
}

function endOfObject(program: string, begin: number): number {
  let depth = 0
  for (let at = begin; at < program.length; at += 1) {
    const sign = program[at]
    if (sign === '"') at += stringAt(program, at + 1, sign).length + 1
    else if (sign === '{') depth += 1
    else if (sign === '}' && (depth -= 1) === 0) return at + 1
  }
  return program.length
}

const BEGINNING = /^\s*(?:query|mutation|subscription)(?:\s+\w+)?\s*(?:\([^{}()]*\)\s*)?\{/

/** The lines at which a program has strings that are operations and that nothing marks as such. */
export function unmarkedIn(program: string): number[] {
  return [...program.matchAll(/(["'`])(?=\s{0,80}(?:query|mutation|subscription)\b)/g)].flatMap(
    ({ 1: quote = '', index }) => {
      const body = stringAt(program, index + 1, quote)
      const { text, unreadable } = withoutExpressions(body)
      return (unreadable === undefined ? isOperation(text) : BEGINNING.test(body)) ? [lineAt(program, index)] : []
    },
  )
}

function isOperation(text: string): boolean {
  try {
    return parse(text, { noLocation: true }).definitions.length > 0
  } catch {
    return false
  }
}

/** What stands between quotes, with the expressions in it; an expression may hold strings itself. */
function stringAt(program: string, begin: number, quote: string): string {
  let depth = 0
  for (let at = begin; at < program.length; at += 1) {
    const sign = program[at]
    if (sign === '\\') at += 1
    else if (quote === '`' && depth === 0 && program.startsWith('${', at)) {
      depth = 1
      at += 1
    } else if (depth > 0) depth += sign === '{' ? 1 : sign === '}' ? -1 : 0
    else if (sign === quote) return program.slice(begin, at)
  }
  return program.slice(begin)
}

/**
 * A fragment that is put in beside the definitions is found by its name, wherever it stands. What is put in anywhere else
 * is only known when the program runs.
 */
function withoutExpressions(body: string): Pick<GraphqlText, 'text' | 'unreadable'> {
  let text = ''
  let depth = 0
  for (let at = 0; at < body.length; at += 1) {
    if (body.startsWith('${', at)) {
      if (depth > 0) return { text: '', unreadable: 'it is put together as the program runs' }
      const end = endOfExpression(body, at)
      // What comes after it stays where it is.
      text += body.slice(at, end + 1).replaceAll(/[^\n]/g, ' ')
      at = end
      continue
    }
    const escaped = body[at] === '\\' && at + 1 < body.length
    if (escaped) at += 1
    const sign = body[at] ?? ''
    if (!escaped) depth += sign === '{' || sign === '(' ? 1 : sign === '}' || sign === ')' ? -1 : 0
    text += escaped && !'`$\\\'"'.includes(sign) ? ` ${sign === 'n' ? '\n' : ''}` : sign
  }
  const isAll = text.trim() === '' && body.includes('${')
  return isAll ? { text: '', unreadable: 'it is put together as the program runs' } : { text }
}

function endOfExpression(body: string, begin: number): number {
  let depth = 0
  for (let at = begin + 1; at < body.length; at += 1) {
    if (body[at] === '{') depth += 1
    else if (body[at] === '}' && (depth -= 1) === 0) return at
  }
  return body.length
}

export function placeAt(source: string, index: number): { readonly line: number; readonly column: number } {
  return { line: lineAt(source, index), column: index - source.lastIndexOf('\n', index - 1) }
}

export function lineAt(source: string, index: number): number {
  return source.slice(0, index).split('\n').length
}
