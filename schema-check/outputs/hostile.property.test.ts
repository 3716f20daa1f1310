import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Finding } from '../finding.ts'
import type { Report } from '../report.ts'
import { formats, type Format } from './formats.ts'
import { nowhere, reports, told } from './testing/any-report.ts'
import { junitProblems, sarifProblems } from './testing/published/problems.ts'
import { plain } from './text.ts'

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
