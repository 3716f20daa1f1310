import type { Finding } from '../finding.ts'
import { fails, type Report } from '../report.ts'
import { rules } from '../rules.ts'
import type { Rule } from '../rules/rule.ts'
import { affectedText, placeText } from './text.ts'
import { visible, withoutCommands } from './visible.ts'

type Area = Rule['area']

/**
 * A suite per area, as the strict schema of Ant's JUnit task has it, which every reader of JUnit takes. An error is a
 * failure, what is approved is skipped; what is no error is said in the suite's output. Without findings one case passes.
 */
export function junitOf({ findings, rules: ids }: Report): string {
  const areas = [...new Set(ids.map((id) => rules[id].area))]
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites>',
    ...areas.flatMap((area, id) =>
      suite(
        area,
        id,
        findings.filter(({ rule }) => rules[rule].area === area),
      ),
    ),
    '</testsuites>',
    '',
  ]
  return withoutCommands(lines.join('\n'))
}

function suite(area: Area, id: number, findings: readonly Finding[]): string[] {
  const skipped = findings.filter(({ approvedBy }) => approvedBy !== undefined).length
  const cases =
    findings.length === 0 ? [testcase(area, 'nothing to say', '')] : findings.map((one) => caseOf(area, one))
  const said = findings.filter((one) => !fails(one) && one.approvedBy === undefined)
  const counts = `tests="${cases.length}" failures="${findings.filter(fails).length}" errors="0" skipped="${skipped}"`
  const run = `timestamp="${new Date().toISOString().slice(0, 19)}" hostname="localhost" time="0"`
  return [
    `  <testsuite id="${id}" package="supergraph-check" name="${area}" ${counts} ${run}>`,
    '    <properties/>',
    ...cases,
    `    <system-out>${escape(said.map((one) => `${one.severity}: ${textOf(one)}`).join('\n\n'))}</system-out>`,
    '    <system-err/>',
    '  </testsuite>',
  ]
}

function caseOf(area: Area, finding: Finding): string {
  const { rule, message, coordinate, approvedBy } = finding
  const name = [rule, coordinate].filter((part) => part !== undefined).join(' ')
  if (fails(finding)) {
    const failure = `<failure type="${rule}" message="${escape(message)}">${escape(textOf(finding))}</failure>`
    return testcase(area, name, failure)
  }
  if (approvedBy === undefined) return testcase(area, name, '')
  const why = `approved by ${approvedBy.author} until ${approvedBy.expires}: ${approvedBy.reason}`
  return testcase(area, name, `<skipped message="${escape(why)}"/>`)
}

function testcase(area: Area, name: string, body: string): string {
  return `    <testcase classname="supergraph-check.${area}" name="${escape(name)}" time="0">${body}</testcase>`
}

function textOf({ rule, message, location, affected = [] }: Finding): string {
  return [message, ...(location ? [placeText(location)] : []), ...affected.map(affectedText), rules[rule].fix].join(
    '\n',
  )
}

// Of what is visible XML can hold all but two characters.
function escape(text: string): string {
  return visible(text)
    .replaceAll(/[\uFFFE\uFFFF]/g, '�')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
