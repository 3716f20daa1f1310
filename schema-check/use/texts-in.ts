import { lineAt, placeAt, stringsOf, unmarkedIn, type GraphqlText } from './strings-of.ts'

export type { GraphqlText }

/** A text file of the repository. */
export interface TextFile {
  readonly file: string
  readonly text: string
}

/**
 * The GraphQL in a file: of a program its tagged templates and marked strings, of a page its blocks, of a manifest its
 * operations; any other file is GraphQL as a whole.
 */
export function textsIn({ file, text }: TextFile): GraphqlText[] {
  // A file may begin with the mark of its encoding.
  const source = text.replace(/^\uFEFF/, '')
  if (/\.(md|mdx|markdown)$/i.test(file)) return blocksOf(source)
  if (/\.vue$/i.test(file)) return [...stringsOf(source), ...elementsOf(source)]
  if (PROGRAM_FILE.test(file)) return stringsOf(source)
  if (/\.json$/i.test(file)) return entriesOf(source)
  return [{ text: source, line: 1 }]
}

const PROGRAM_FILE = /\.([cm]?[jt]sx?|vue|svelte|astro)$/i

/** The lines of a program at which strings are operations that nothing marks as such. */
export function unmarkedLines({ file, text }: TextFile): number[] {
  return PROGRAM_FILE.test(file) ? unmarkedIn(text) : []
}

/** How a block of a page begins: in a list or a quotation, with three signs or more, and whatever it says after its language. */
const beginning = /^([\s>]*(?:[-*+]\s+|\d+[.)]\s+)?)(`{3,}|~{3,})\s*\{?\.?([\w+-]+)/
const GRAPHQL = /^(graphql|gql)$/i
const PROGRAM = /^([cm]?[jt]sx?|javascript|typescript|vue|svelte|astro)$/i

function blocksOf(page: string): GraphqlText[] {
  const blocks: { text: string; line: number; language: string }[] = []
  let fence: string | undefined
  for (const [index, line] of page.split(/\r?\n/).entries()) {
    const block = blocks.at(-1)
    if (fence === undefined || block === undefined) {
      const [, , begin, language = ''] = beginning.exec(line) ?? []
      fence = begin
      if (fence !== undefined) blocks.push({ text: '', line: index + 2, language })
    } else if (isEnd(line, fence)) fence = undefined
    else block.text += `${line.replace(/^\s*>\s?/, '')}\n`
  }
  return blocks.flatMap(({ text, line, language }): GraphqlText[] => {
    if (GRAPHQL.test(language)) return [{ text, line }]
    if (!PROGRAM.test(language)) return []
    return stringsOf(text).map((one) => ({ ...one, line: line + one.line - 1 }))
  })
}

/** Blocks of their own in components of Vue. */
function elementsOf(component: string): GraphqlText[] {
  return [...component.matchAll(/<(graphql|page-query|static-query)\b[^<>]{0,200}>/g)].map(
    ({ 0: begin, 1: name, index }) => {
      const from = index + begin.length
      const end = component.indexOf(`</${name}>`, from)
      return { text: component.slice(from, end < 0 ? undefined : end), ...placeAt(component, from) }
    },
  )
}

/** The same sign, at least as often, and nothing else but the marks of a quotation. */
function isEnd(line: string, fence: string): boolean {
  const rest = line.replaceAll(/[\s>]/g, '')
  return rest.length >= fence.length && rest === (fence[0] ?? '').repeat(rest.length)
}

/** A manifest of Apollo's (`operations` with a `body`), or a map between hashes and texts as Relay, codegen and others write it. */
function entriesOf(source: string): GraphqlText[] {
  let json: unknown
  try {
    json = JSON.parse(source)
  } catch (error) {
    return [
      { text: '', line: 1, unreadable: `it is no JSON: ${error instanceof Error ? error.message : String(error)}` },
    ]
  }
  const entries = bodiesIn(json)
  if (entries === undefined) return [{ text: '', line: 1, unreadable: 'it is no manifest of operations that is known' }]
  let from = 0
  return entries.map(({ body, name }) => {
    const at = Math.max(source.indexOf(JSON.stringify(body), from), 0)
    from = at
    return { text: body, line: lineAt(source, at), isEscaped: true, name }
  })
}

interface Entry {
  readonly body: string
  readonly name?: string | undefined
}

/** Where other tools put what they list. */
const LISTS = ['operations', 'documents', 'queries', 'persistedQueries', 'persistedOperations']

function bodiesIn(json: unknown): Entry[] | undefined {
  if (!isRecord(json)) return Array.isArray(json) ? entriesIn(json) : undefined
  const list = LISTS.map((name) => json[name]).find((one) => typeof one === 'object' && one !== null)
  return entriesIn(list ?? json)
}

/** Undefined where one of them is none. */
function entriesIn(list: unknown): Entry[] | undefined {
  if (typeof list !== 'object' || list === null) return undefined
  const entries = Object.entries(list).map(([key, value]: [string, unknown]) =>
    // A text may be what its hash is found by.
    key.includes('{') ? [{ body: key }] : entriesAt(value),
  )
  return entries.every((one) => one !== undefined) ? entries.flat() : undefined
}

const BODIES = ['body', 'query', 'text', 'document', 'operation', 'source']

function entriesAt(value: unknown): Entry[] | undefined {
  if (typeof value === 'string') return [{ body: value }]
  // A hash and its text.
  if (Array.isArray(value)) return entriesAt(value.find((one) => typeof one === 'string' && one.includes('{')))
  if (!isRecord(value)) return undefined
  const body = BODIES.map((name) => value[name]).find((one) => typeof one === 'string')
  const { name } = value
  // A map of an application's own, among those of others.
  return typeof body === 'string' ? [{ body, ...(typeof name === 'string' && { name }) }] : entriesIn(value)
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
