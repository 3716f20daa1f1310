import type { Finding } from '../finding.ts'
import { fails, type Report } from '../report.ts'
import { rules, type Rule } from '../rules.ts'
import { affectedText, placeText } from './text.ts'

type Area = Rule['area']
const areas: readonly Area[] = [...new Set(Object.values<Rule>(rules).map(({ area }) => area))]

/** A suite per area. An error is a failure, what is approved is skipped; an area without findings is one passed case. */
export function junitOf({ findings }: Report): string {
  const suites = areas.map((area) =>
    suite(
      area,
      findings.filter(({ rule }) => rules[rule].area === area),
    ),
  )
  const failures = findings.filter(fails).length
  const tests = suites.reduce((sum, one) => sum + one.tests, 0)
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="schema:check" tests="${tests}" failures="${failures}" errors="0">`,
    ...suites.flatMap(({ lines }) => lines),
    '</testsuites>',
    '',
  ].join('\n')
}

function suite(area: Area, findings: readonly Finding[]): { tests: number; lines: string[] } {
  const tests = Math.max(1, findings.length)
  const skipped = findings.filter(({ approvedBy }) => approvedBy !== undefined).length
  const cases =
    findings.length === 0
      ? [`    <testcase classname="schema-check.${area}" name="nothing to say"/>`]
      : findings.flatMap((one) => testcase(area, one))
  const counts = `tests="${tests}" failures="${findings.filter(fails).length}" errors="0" skipped="${skipped}"`
  return { tests, lines: [`  <testsuite name="${area}" ${counts}>`, ...cases, '  </testsuite>'] }
}

function testcase(area: Area, finding: Finding): string[] {
  const { rule, message, coordinate, location, affected = [], approvedBy, severity } = finding
  const name = escape([rule, coordinate].filter((part) => part !== undefined).join(' '))
  const file = location === undefined ? '' : ` file="${escape(location.file)}"`
  const text = escape(
    [message, ...(location ? [placeText(location)] : []), ...affected.map(affectedText), rules[rule].fix].join('\n'),
  )
  const body = fails(finding)
    ? `<failure type="${rule}" message="${escape(message)}">${text}</failure>`
    : approvedBy !== undefined
      ? `<skipped message="${escape(`approved by ${approvedBy.author} until ${approvedBy.expires}: ${approvedBy.reason}`)}"/>`
      : `<system-out>${severity}: ${text}</system-out>`
  return [`    <testcase classname="schema-check.${area}" name="${name}"${file}>`, `      ${body}`, '    </testcase>']
}

function escape(text: string): string {
  return (
    text
      // What XML 1.0 cannot hold at all.
      .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '�')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
  )
}
