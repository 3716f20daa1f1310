import type { Finding } from '../finding.ts'
import { countsText, fails, plural, verdictOf, type Report } from '../report.ts'
import { rules } from '../rules.ts'
import { affectedText, placeText } from './text.ts'
import { inOneLine, withoutCommands } from './visible.ts'

/** By this a comment on a pull request is found again, and replaced instead of repeated: each check has its own. */
export function markerOf(project: string): string {
  // Two lines would end it.
  const name = encodeURI(project.toWellFormed()).replaceAll('--', '-%2D')
  return `<!-- ${['supergraph-check', name].filter((part) => part !== '').join(' ')} -->`
}

// GitHub refuses a comment of more than 65,536 characters.
const LONGEST = 60_000

/** A comment for a pull request. */
export function markdownOf(report: Report): string {
  const { base, head, findings } = report
  const failed = verdictOf(report) === 'failed'
  const compared = base === undefined ? `${code(head)} was checked by itself` : `${code(base)} → ${code(head)}`
  const bad = findings.filter(fails)
  const doubtful = findings.filter((one) => !fails(one) && one.severity !== 'notice' && one.approvedBy === undefined)
  const approved = findings.filter(({ approvedBy }) => approvedBy !== undefined)
  const safe = findings.filter(({ severity, approvedBy }) => severity === 'notice' && approvedBy === undefined)
  const text = [
    markerOf(report.project),
    `## ${failed ? '❌ supergraph-check failed' : '✅ supergraph-check passed'}`,
    '',
    `${compared}: ${countsText(report)}.`,
    '',
    ...section('Breaks', bad),
    ...section('Look at these', doubtful),
    ...section('Approved', approved),
    ...(safe.length === 0
      ? []
      : [
          `<details><summary>${plural(safe.length, 'safe change')}</summary>`,
          '',
          ...safe.flatMap(item),
          '',
          '</details>',
          '',
        ]),
    ...(failed
      ? ['`supergraph-check --help RULE` explains a rule; a deliberate break can be approved in the repository.', '']
      : []),
  ].join('\n')
  const safeText = withoutCommands(text)
  if (safeText.length <= LONGEST) return safeText
  const cut = safeText.slice(0, safeText.lastIndexOf('\n', LONGEST))
  const isOpen = cut.includes('\n<details>') && !cut.includes('\n</details>')
  return `${cut}\n${isOpen ? '\n</details>\n' : ''}\n… and more: run \`supergraph-check\`.\n`
}

function section(title: string, findings: readonly Finding[]): string[] {
  return findings.length === 0 ? [] : [`### ${title}`, '', ...findings.flatMap(item), '']
}

function item(finding: Finding): string[] {
  const { rule, message, location, affected = [], approvedBy, severity } = finding
  const more = [
    ...(location === undefined ? [] : [code(placeText(location))]),
    ...affected.map((one) => escape(affectedText(one))),
    ...(approvedBy === undefined
      ? []
      : [`approved by ${escape(approvedBy.author)} until ${approvedBy.expires}: ${escape(approvedBy.reason)}`]),
    ...(severity === 'notice' || approvedBy !== undefined ? [] : [`_${unlinked(rules[rule].fix)}_`]),
  ]
  return [`- **${rule}** ${escape(message)}`, ...more.map((line) => `  <br>${line}`)]
}

// Names come from a pull request: they must be shown, and neither drawn, linked nor mentioned.
function escape(text: string): string {
  const escaped = inOneLine(text)
    .replace(/[&<>$]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign] ?? '&dollar;')
    .replace(/([\\`*_[\]|#~])/g, '\\$1')
  return unlinked(escaped)
}

/** Mentions, addresses, references to issues and pictures by name are found in what is drawn: a sign of no width parts them. */
function unlinked(text: string): string {
  return text.replace(/@|#(?=\d)|:(?=\/\/|[\w+-]+:)|www(?=\.)|GH(?=-\d)/gi, '$&\u200b')
}

/** A file or a revision: no backtick ends it. */
function code(text: string): string {
  return `\`${inOneLine(text).replaceAll('`', "'")}\``
}
