import fc from 'fast-check'
import { finding, type Finding, type Location } from '../../finding.ts'
import { inOrder, type Report } from '../../report.ts'

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

/** A finding of which every word was written by somebody else. */
export const told: fc.Arbitrary<Finding> = fc
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

export const reports: fc.Arbitrary<Report> = fc
  .record({ base: text, head: text, prefix: text, project: text, findings: fc.array(told, { maxLength: 3 }) })
  .map(({ findings, ...rest }) => ({
    ...rest,
    rules: ['lint-naming'] as const,
    findings: inOrder(findings).map((one) => ({ ...one, anchor: one.location ?? nowhere })),
    checked: { subgraphs: 1, operations: 1, events: 0, consumers: 0 },
  }))
export const nowhere: Location = { file: 'a', line: 1, column: 1 }
