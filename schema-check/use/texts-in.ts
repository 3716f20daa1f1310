/** A text file of the repository. */
export interface TextFile {
  readonly file: string
  readonly text: string
}

/** Something in a file that should be GraphQL, or why nobody can say what it is. */
export interface GraphqlText {
  /** Of its first line in the file. */
  readonly line: number
  readonly text: string
  readonly unreadable?: string
  /** What it is called where it stands, if it has no name itself. */
  readonly name?: string | undefined
}

/**
 * The GraphQL in a file: of a program its tagged templates and marked strings, of a page its blocks, of a manifest its
 * operations; any other file is GraphQL as a whole.
 */
export function textsIn({ file, text }: TextFile): GraphqlText[] {
  // A file may begin with the mark of its encoding.
  const source = text.replace(/^\uFEFF/, '')
  if (/\.(md|mdx|markdown)$/i.test(file)) return blocksOf(source)
  if (/\.([cm]?[jt]sx?|vue|svelte|astro)$/i.test(file)) return stringsOf(source)
  if (/\.json$/i.test(file)) return entriesOf(source)
  return [{ text: source, line: 1 }]
}

/** How a block of a page begins: in a list or a quotation, with three signs or more, and whatever it says after its language. */
const beginning = /^([\s>]*(?:[-*+]\s+|\d+[.)]\s+)?)(`{3,}|~{3,})\s*(?:graphql|gql)\b/i

function blocksOf(page: string): GraphqlText[] {
  const blocks: { text: string; line: number }[] = []
  let fence: string | undefined
  for (const [index, line] of page.split(/\r?\n/).entries()) {
    const block = blocks.at(-1)
    if (fence === undefined || block === undefined) {
      fence = beginning.exec(line)?.[2]
      if (fence !== undefined) blocks.push({ text: '', line: index + 2 })
    } else if (isEnd(line, fence)) fence = undefined
    else block.text += `${line.replace(/^\s*>\s?/, '')}\n`
  }
  return blocks
}

/** The same sign, at least as often, and nothing else but the marks of a quotation. */
function isEnd(line: string, fence: string): boolean {
  const rest = line.replaceAll(/[\s>]/g, '')
  return rest.length >= fence.length && rest === (fence[0] ?? '').repeat(rest.length)
}

// gql`…`, graphql(`…`), /* GraphQL */ `…` or '…', and `#graphql …`: what editors and graphql-tag-pluck know.
const marks =
  /(?:\b(?:gql|graphql) ?(?:<[^`'"()<>]{0,200}>)?(\(\s{0,80})?(?:\/\* ?GraphQL ?\*\/\s{0,80})?|\/\* ?GraphQL ?\*\/\s{0,80})([`'"])|(`)(?=\s{0,80}#\s{0,8}graphql\b)/gi

function stringsOf(program: string): GraphqlText[] {
  return [...program.matchAll(marks)].flatMap((match): GraphqlText[] => {
    const [whole, parenthesis, quoted, magic] = match
    const quote = quoted ?? magic ?? '`'
    const isMarked = /\/\*/.test(whole)
    // `from 'graphql'` and `graphql('/path')` are none.
    if (quote !== '`' && !isMarked && parenthesis === undefined) return []
    const begin = match.index + whole.length
    const body = stringAt(program, begin, quote)
    if (quote !== '`' && !isMarked && !body.includes('{')) return []
    return [{ ...withoutExpressions(body), line: lineAt(program, begin) }]
  })
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
      at = endOfExpression(body, at)
      continue
    }
    const escaped = body[at] === '\\' && at + 1 < body.length
    if (escaped) at += 1
    const sign = body[at] ?? ''
    if (!escaped) depth += sign === '{' || sign === '(' ? 1 : sign === '}' || sign === ')' ? -1 : 0
    text += escaped && !'`$\\\'"'.includes(sign) ? ` ${sign === 'n' ? '\n' : ''}` : sign
  }
  return { text }
}

function endOfExpression(body: string, begin: number): number {
  let depth = 0
  for (let at = begin + 1; at < body.length; at += 1) {
    if (body[at] === '{') depth += 1
    else if (body[at] === '}' && (depth -= 1) === 0) return at
  }
  return body.length
}

/** A manifest of Apollo's (`operations` with a `body`), or a map from hashes to texts as Relay and codegen write it. */
function entriesOf(source: string): GraphqlText[] {
  let json: unknown
  try {
    json = JSON.parse(source)
  } catch (error) {
    return [
      { text: '', line: 1, unreadable: `it is no JSON (${error instanceof Error ? error.message : String(error)})` },
    ]
  }
  const entries = bodiesIn(json)
  if (entries === undefined) return [{ text: '', line: 1, unreadable: 'it is no manifest of operations that is known' }]
  let from = 0
  return entries.map(({ body, name }) => {
    const at = Math.max(source.indexOf(JSON.stringify(body), from), 0)
    from = at
    return { text: body, line: lineAt(source, at), name }
  })
}

interface Entry {
  readonly body: string
  readonly name?: string | undefined
}

function bodiesIn(json: unknown): Entry[] | undefined {
  if (typeof json !== 'object' || json === null) return undefined
  const list: unknown = 'operations' in json ? json.operations : json
  if (typeof list !== 'object' || list === null) return undefined
  const entries = Object.values(list).map(entryOf)
  return entries.every((one) => one !== undefined) ? entries : undefined
}

function entryOf(value: unknown): Entry | undefined {
  if (typeof value === 'string') return { body: value }
  if (typeof value !== 'object' || value === null) return undefined
  const fields: Readonly<Record<string, unknown>> = { ...value }
  const body = [fields['body'], fields['query'], fields['text'], fields['document']].find(
    (one) => typeof one === 'string',
  )
  const { name } = fields
  return typeof body === 'string' ? { body, ...(typeof name === 'string' && { name }) } : undefined
}

function lineAt(source: string, index: number): number {
  return source.slice(0, index).split('\n').length
}
