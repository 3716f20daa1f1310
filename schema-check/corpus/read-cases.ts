import { checks } from '../checks.ts'
import { Config } from '../config.ts'
import type { Finding, Sources } from '../finding.ts'
import { operationsIn } from '../stored-operations.ts'
import { subgraphSource } from '../subgraph/subgraph-source.ts'

/**
 * A small change with the verdict that is right, as the files here have them:
 *
 *     ### error FIELD_REMOVED: a field that somebody may ask for
 *     => field-removed Query.b
 *     type Query { a: Int b: Int }
 *     ---
 *     type Query { a: Int }
 *
 * `+++ name` begins another subgraph, `+++ operations` what clients send. A side that is left out is as the other.
 */
export interface Case {
  readonly name: string
  readonly verdict: string
  /** `rule coordinate`, each of which has to be told. */
  readonly told: readonly string[]
  readonly before: string
  readonly after: string
}

export function casesIn(text: string): Case[] {
  return text
    .split(/^### /m)
    .slice(1)
    .map((block) => {
      const [title = '', ...lines] = block.split('\n')
      const [, verdict = '', name = ''] = /^(\w+) (.*)$/.exec(title) ?? []
      const told = lines.filter((line) => line.startsWith('=> ')).map((line) => line.slice(3))
      const [before = '', after = before] = lines
        .filter((line) => !line.startsWith('=> '))
        .join('\n')
        .split(/^---$/m)
      return { name, verdict, told, before, after }
    })
}

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [
  "@key", "@shareable", "@external", "@requires", "@provides", "@override", "@inaccessible", "@tag", "@interfaceObject",
  "@composeDirective", "@authenticated", "@requiresScopes", "@policy", "@context", "@fromContext", "@cost", "@listSize"
])\n`

function sourcesOf(text: string, rev: string, composition: Config['composition']): Sources {
  const [first = '', ...more] = text.split(/^\+\+\+ /m)
  const parts = [`one\n${first}`, ...more].map((part) => {
    const [name = '', ...lines] = part.split('\n')
    return { name: name.trim(), text: lines.join('\n') }
  })
  const operations = parts.find(({ name }) => name === 'operations')?.text ?? ''
  const subgraphs = parts.filter((part) => part.name !== 'operations' && part.text.trim() !== '')
  return {
    rev,
    ...(rev === 'base' && { merged: true }),
    ...(composition === 'guild' && { composedBy: composition }),
    subgraphs: subgraphs.map((part) =>
      subgraphSource(
        part.name,
        `${part.name}.graphql`,
        /@link|# federation 1/.test(part.text) ? part.text : link + part.text,
      ),
    ),
    ...operationsIn([{ file: 'operations.graphql', text: operations }]),
    read: () => undefined,
  }
}

const TODAY = '2026-11-21'

export function sidesOf(
  { before, after }: Case,
  composition: Config['composition'] = 'apollo',
): readonly [base: Sources, head: Sources] {
  return [sourcesOf(before, 'base', composition), sourcesOf(after, 'head', composition)]
}

/** What is told of a case, without matters of style. */
export function findingsOf(one: Case, config: Partial<Config> = {}): Finding[] {
  const settings: Config = { ...Config.parse({}), router: 'other', ...config }
  const [base, head] = sidesOf(one, settings.composition)
  return checks.flatMap((check) => check(base, head, settings, TODAY)).filter(({ rule }) => !rule.startsWith('lint-'))
}

/** `error`, `warning`, or `safe` when nothing is worse than a notice. */
export function verdictIn(findings: readonly Finding[]): string {
  const has = (severity: string) => findings.some((one) => one.severity === severity)
  return has('error') ? 'error' : has('warning') ? 'warning' : 'safe'
}
