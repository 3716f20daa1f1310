import type { Affected, Finding, Location } from '../finding.ts'
import { countsText, fails, plural, verdictOf, type Report } from '../report.ts'
import { rules } from '../rules.ts'
import { inOneLine, withoutCommands } from './visible.ts'

/** How a word is set off; nothing on what is no terminal. */
export type Paint = (style: 'red' | 'yellow' | 'dim' | 'bold' | 'green', text: string) => string
export const plain: Paint = (_, text) => text

/** For people at a terminal: the worst first, each with what to do. Notices are one line. */
export function textOf(report: Report, paint: Paint = plain): string {
  const { findings } = report
  const [base, head] = [report.base && inOneLine(report.base), inOneLine(report.head)]
  const compared = base === undefined ? `${head}, with nothing to compare it with` : `${base} → ${head}`
  const { subgraphs, operations, events, consumers } = report.checked
  const verdict = verdictOf(report)
  const result = verdict === 'failed' ? paint('red', 'failed') : paint('green', 'passed')
  const lines = [
    paint('bold', compared),
    '',
    ...findings.flatMap((finding) => [...entry(finding, paint), '']),
    `${plural(subgraphs, 'subgraph')}, ${plural(operations, 'operation')}, ${plural(events, 'event')} and ${plural(consumers, 'expectation')} of them were checked`,
    `${countsText(report)}: ${result}`,
    ...(verdict === 'failed' ? ['A deliberate break can be approved: see --help approvals.'] : []),
    '',
  ]
  return withoutCommands(lines.join('\n'))
}

function entry(finding: Finding, paint: Paint): string[] {
  const { rule, severity, location, subgraph, variant, affected = [], approvedBy } = finding
  const message = inOneLine(finding.message)
  const style = fails(finding) ? 'red' : severity === 'notice' || approvedBy ? 'dim' : 'yellow'
  const label = (approvedBy === undefined ? severity : 'approved').padEnd(8)
  const where = [location === undefined ? undefined : placeText(location), subgraph, variant].filter(
    (part) => part !== undefined,
  )
  const more = [
    ...(where.length > 0 ? [paint('dim', inOneLine(where.join(' · ')))] : []),
    ...affected.map((one) => inOneLine(affectedText(one))),
    ...(approvedBy === undefined
      ? []
      : [inOneLine(`approved by ${approvedBy.author} until ${approvedBy.expires}: ${approvedBy.reason}`)]),
    ...(severity === 'notice' || approvedBy !== undefined ? [] : [`→ ${rules[rule].fix}`]),
  ]
  return [`${paint(style, label)} ${message} ${paint('dim', `[${rule}]`)}`, ...more.map((line) => `         ${line}`)]
}

/** `subgraphs/rent/schema.graphql:12:3` */
export function placeText({ file, line, column, rev }: Location): string {
  return `${file}:${line}:${column}${rev === 'base' ? ' in the base' : ''}`
}

export function affectedText({ operation, file, line, effect }: Affected): string {
  return `${effect === 'broken' ? 'breaks' : 'may affect'} ${operation} (${file}:${line})`
}
