import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { finding, type Finding, type Location } from '../finding.ts'
import { inOrder, type Report } from '../report.ts'
import { formats, type Format } from './formats.ts'
import { junitProblems, sarifProblems } from './testing/published/problems.ts'
import { plain } from './text.ts'

const pieces = [
  ...['\n', '\r', '\r\n', '\t', '\u0000', '\u0007', '\u001b[31m', '\u001b]8;;http://x\u0007', '\u0085', '\u009b31m'],
  ...['\u2028', '\u2029', '\u202e', '\u2066', '\u200b', '\u200e', '\ufeff', '\u00ad', '\u{e0041}', '\u3164', '\ud800'],
  ...['::error file=a::b', '##[error]b', '##vso[task.complete]', '##teamcity[x]', '%0A', '%25', ',', ':', '::'],
  ...['@octocat', '#12', 'a/b#3', 'GH-4', ':tada:', 'http://evil.example', 'www.evil.example', 'a@evil.example', '$x$'],
  ...['[a](http://x)', '![a](//x)', '<img src=x onerror=y>', '<!-- schema-check -->', '</details>', '| a | b |', '***'],
  ...['`', '```', '~~a~~', '_a_', '# a', '> a', '\\', '&amp;', '&#64;a', ']]>', '<![CDATA[', '"', "'", '{0}', '\ufffe'],
  ...['a', ' ', 'é', '日本', '../', 'C:\\x'],
]
const text = fc.array(fc.constantFrom(...pieces), { maxLength: 6 }).map((all) => all.join(''))
const place = fc.record({ file: text, line: fc.constantFrom(1, 12), column: fc.constant(1) })

const told: fc.Arbitrary<Finding> = fc
  .record({
    message: text,
    coordinate: text,
    subgraph: text,
    variant: text,
    location: place,
    operation: text,
    why: text,
  })
  .map(({ message, coordinate, subgraph, variant, location, operation, why }) => ({
    ...finding('lint-naming', message, {
      coordinate,
      subgraph,
      variant,
      location,
      affected: [{ operation, file: location.file, line: 1, effect: 'broken' }],
    }),
    ...(why.length > 3 && {
      approvedBy: { rule: 'lint-naming', coordinate, reason: why, author: operation, expires: '2026-12-31' },
    }),
  }))

const reports: fc.Arbitrary<Report> = fc
  .record({ base: text, head: text, prefix: text, project: text, findings: fc.array(told, { maxLength: 3 }) })
  .map(({ findings, ...rest }) => ({
    ...rest,
    rules: ['lint-naming'] as const,
    findings: inOrder(findings).map((one) => ({ ...one, anchor: one.location ?? nowhere })),
    checked: { subgraphs: 1, operations: 1, events: 0, consumers: 0 },
  }))
const nowhere: Location = { file: 'a', line: 1, column: 1 }

const print = (format: Format, report: Report) => formats[format](report, plain)
// The sign of no width is our own, where it parts what would be drawn as a mention or an address.
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u

const partition = (lines: readonly string[], is: (line: string) => boolean) => [
  lines.filter(is),
  lines.filter((line) => !is(line)),
]

describe('whatever others wrote', () => {
  test.each(Object.keys(formats) as Format[])('%s carries no command and nothing unseen out of it', (format) => {
    fc.assert(
      fc.property(reports, (report) => {
        const printed = print(format, report)
        const [commands = [], others = []] = partition(printed.split('\n'), (line) => line.trimStart().startsWith('::'))
        expect(commands).toHaveLength(format === 'github' ? report.findings.length : 0)
        for (const line of commands) {
          expect(line).toMatch(/^::(error|warning|notice) (file=[^:,]*,line=\d+,col=1,)?title=lint-naming::/)
        }
        expect(others.join('\n')).not.toMatch(/##\w*\[/)
        expect(printed.replaceAll(format === 'markdown' ? /[\n\u200b]/g : '\n', '')).not.toMatch(unseen)
      }),
    )
  })

  test('json says it as it was written', () => {
    fc.assert(
      fc.property(reports, (report) => {
        const { findings }: { findings: Finding[] } = JSON.parse(print('json', report))
        expect(findings.map(({ message, coordinate }) => [message, coordinate])).toEqual(
          report.findings.map(({ message, coordinate }) => [message, coordinate]),
        )
      }),
    )
  })

  test('sarif is valid, and holds no link', () => {
    fc.assert(
      fc.property(reports, (report) => {
        const log: { runs: { results: { message: { text: string } }[] }[] } = JSON.parse(print('sarif', report))
        expect(sarifProblems(log)).toEqual([])
        for (const { message } of log.runs[0]?.results ?? []) expect(message.text).not.toContain('](')
      }),
    )
  })

  test('junit is valid', { timeout: 60_000 }, async () => {
    // The validator is a program of its own each time, so one document holds what many would.
    const all = fc.sample(told, 300).map((one) => ({ ...one, anchor: nowhere }))
    const report = {
      base: 'a',
      head: 'b',
      prefix: '',
      project: '',
      rules: ['lint-naming'] as const,
      findings: all,
      checked: { subgraphs: 1, operations: 1, events: 0, consumers: 0 },
    }
    expect(await junitProblems(print('junit', report))).toEqual([])
  })

  test('markdown draws, links and mentions nothing of it', () => {
    fc.assert(
      fc.property(reports, (report) => {
        const drawn = print('markdown', report)
          .split('\n')
          .slice(1)
          .join('\n')
          .replaceAll(/`[^`\n]*`|<\/?(?:details|summary)>|<br>|\\[\\`*_[\]|#~]/g, '·')
        expect(drawn).not.toMatch(/<|(?<!^)[`[\]|~$]|@(?!\u200b)|:\/\/|www\.|GH-\d|#\d|(?<=\S):\w+:/m)
      }),
    )
  })
})
