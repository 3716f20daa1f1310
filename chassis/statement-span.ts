import { tracing } from '@ebook/telemetry/tracing'

/** Where a statement goes. */
export interface Server {
  readonly host: string
  readonly port: number
  readonly database?: string | undefined
}

/** A span for a statement and its answer, where there is something that it is a part of. Values are no part of its text. */
export function spanned<Result>(text: string, { host, port, database }: Server, send: () => Result): Result {
  const on = tracing
  const parent = on?.recorded()
  if (on === undefined || parent === undefined) return send()
  const summary = summaryOf(text)
  const span = on.begin({
    name: summary,
    kind: 'client',
    parent,
    attributes: {
      'db.system.name': 'postgresql',
      'db.query.text': text,
      'db.query.summary': summary,
      'server.address': host,
      'server.port': port,
      ...(database !== undefined && { 'db.namespace': database }),
    },
  })
  const result = send()
  Promise.resolve(result).then(
    () => span.end(),
    (error: unknown) => {
      on.fail(span, error)
      const { code } = error as { readonly code?: unknown }
      if (typeof code === 'string') span.setAttribute('db.response.status_code', code)
      span.end()
    },
  )
  return result
}

const MOST_SUMMARIES = 500
const LONGEST_SUMMARY = 255
const summaries = new Map<string, string>()

/** What is done to which tables, such as `INSERT history UPDATE rental`. */
function summaryOf(text: string): string {
  const known = summaries.get(text)
  if (known !== undefined) return known
  const named = new Set([...text.matchAll(/\b(\w+)"? as (?:materialized )?\(/g)].map(([, name]) => name))
  const parts = text
    .matchAll(/\b(insert into|(?<!for |do )update|delete from|(?<!distinct )from|join)\s+"?(\w+)\b(?!\()/gi)
    .filter(([, , table]) => !named.has(table))
    .map(([, verb = '', table]) => `${VERBS[verb.toLowerCase()] ?? 'SELECT'} ${table}`)
  const summary = [...new Set(parts)].join(' ').slice(0, LONGEST_SUMMARY) || firstWordOf(text)
  if (summaries.size < MOST_SUMMARIES) summaries.set(text, summary)
  return summary
}

const VERBS: Readonly<Record<string, string>> = { 'insert into': 'INSERT', update: 'UPDATE', 'delete from': 'DELETE' }

const firstWordOf = (text: string): string => (/^\s*(\w+)/.exec(text)?.[1] ?? 'query').toUpperCase()
