import type { Finding } from '../finding.ts'
import { countsText, fails, verdictOf, type Report } from '../report.ts'
import { rules } from '../rules.ts'
import { affectedText } from './text.ts'
import { visible } from './visible.ts'

/** Workflow commands of GitHub Actions, which show in the files of the pull request. GitHub shows ten of each kind. */
export function githubOf(report: Report): string {
  return `${[...report.findings.map((one) => command(one, report.prefix)), `supergraph-check ${verdictOf(report)}: ${countsText(report)}`].join('\n')}\n`
}

function command(finding: Finding, prefix: string): string {
  const { rule, severity, message, location, affected = [], approvedBy } = finding
  const kind = fails(finding) ? 'error' : approvedBy === undefined ? severity : 'notice'
  const place =
    location === undefined
      ? {}
      : location.rev === 'base'
        ? { file: `${prefix}${location.file}` }
        : { file: `${prefix}${location.file}`, line: location.line, col: location.column }
  const properties = Object.entries({ ...place, title: rule }).map(
    ([name, value]) => `${name}=${property(String(value))}`,
  )
  const text = [
    message,
    ...affected.map(affectedText),
    ...(approvedBy === undefined
      ? []
      : [`Approved by ${approvedBy.author} until ${approvedBy.expires}: ${approvedBy.reason}`]),
    ...(severity === 'notice' || approvedBy !== undefined ? [] : [rules[rule].fix]),
  ].join('\n')
  return `::${kind} ${properties.join(',')}::${data(text)}`
}

// As @actions/core escapes them: a message must not be able to end itself and begin another command.
function data(text: string): string {
  return visible(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
