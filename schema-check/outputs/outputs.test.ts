import { readFileSync } from 'node:fs'
import addFormats from 'ajv-formats'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { type Finding, finding } from '../finding.ts'
import { inOrder, type Report } from '../report.ts'
import { rules, type RuleId } from '../rules.ts'
import { formats, type Format } from './formats.ts'
import { junitProblems, sarifProblems } from './testing/published/problems.ts'
import { plain } from './text.ts'

const approval = { reason: 'nobody reads it', author: 'libby', expires: '2026-12-31' }
const findings: readonly Finding[] = [
  finding('event-field-added', 'count is sent', { coordinate: 'lib.shop.Placed.v1#count', subgraph: 'shop' }),
  finding('event-field-removed', 'price is not sent any more', {
    coordinate: 'lib.shop.Placed.v1#price',
    subgraph: 'shop',
    location: { file: 'subgraphs/shop/events.ts', line: 4, column: 3, rev: 'base' },
    affected: [{ operation: 'Board', file: 'README.md', line: 9, effect: 'broken' }],
  }),
  finding('lint-naming', 'the name "a,b:c" is not like\n%25 <img src=x> `code` @everyone ]]> \u0000', {
    coordinate: 'Odd_One',
    subgraph: 'shop',
    location: { file: 'subgraphs/shop/schema.graphql', line: 12, column: 3 },
  }),
  {
    ...finding('event-unread', 'nobody reads it', {
      coordinate: 'lib.shop.Old.v1',
      location: { file: 'subgraphs/shop/events.ts', line: 1, column: 1 },
    }),
    approvedBy: { rule: 'event-unread', coordinate: 'lib.shop.Old.v1', ...approval },
  },
]
// As the run gives them: what stood in the base is shown at the top of its file.
const anchored = (all: readonly Finding[]) =>
  inOrder(all).map((one) => {
    const { file, line, column, rev } = one.location ?? { file: 'subgraphs/shop/schema.graphql', line: 1, column: 1 }
    return { ...one, anchor: rev === 'base' ? { file, line: 1, column: 1 } : { file, line, column } }
  })
const report: Report = {
  base: 'main (0123456)',
  head: 'working tree',
  prefix: '',
  project: '',
  rules: Object.keys(rules) as RuleId[],
  findings: anchored(findings),
  checked: { subgraphs: 2, operations: 3, events: 2, consumers: 3 },
}
const clean: Report = { ...report, findings: [] }
const print = (format: Format, what = report) => formats[format](what, plain)

test('the worst comes first, what is approved last, and nothing twice', () => {
  expect(inOrder([...findings, ...findings]).map(({ rule }) => rule)).toEqual([
    'event-field-removed',
    'lint-naming',
    'event-field-added',
    'event-unread',
  ])
})

describe('text', () => {
  test('says what is wrong, where, whom it breaks and what to do', () => {
    expect(print('text').split('\n').slice(0, 8)).toEqual([
      'main (0123456) → working tree',
      '',
      'error    price is not sent any more [event-field-removed]',
      '         subgraphs/shop/events.ts:4:3 in the base · shop',
      '         breaks Board (README.md:9)',
      `         → ${rules['event-field-removed'].fix}`,
      '',
      expect.stringContaining('warning  the name'),
    ])
    expect(print('text')).toContain('1 error, 1 warning, 1 notice, 1 approved: failed')
    expect(print('text')).toContain('approved by libby until 2026-12-31: nobody reads it')
  })

  test('of a clean change is short', () => {
    expect(print('text', clean)).toBe(
      'main (0123456) → working tree\n\n2 subgraphs, 3 operations, 2 events and 3 expectations of them were checked\n0 errors, 0 warnings, 0 notices: passed\n',
    )
  })
})

describe('json', () => {
  const ajv = new Ajv2020({ strict: true })
  addFormats.default(ajv)
  const schema: object = JSON.parse(readFileSync(new URL('../report.schema.json', import.meta.url), 'utf8'))
  const validate = ajv.compile(schema)

  test.each([report, clean, { ...report, base: undefined }])('keeps the published schema', (one) => {
    const json: unknown = JSON.parse(print('json', one))
    expect(validate(json), JSON.stringify(validate.errors)).toBe(true)
  })

  test('the published schema refuses what is not a report', () => {
    expect(validate({ ...JSON.parse(print('json')), verdict: 'maybe' })).toBe(false)
  })

  test('says the verdict and the counts', () => {
    const counts = { error: 1, warning: 1, notice: 1, approved: 1 }
    expect(JSON.parse(print('json'))).toMatchObject({ version: 1, verdict: 'failed', base: 'main (0123456)', counts })
    expect(JSON.parse(print('json', clean))).toMatchObject({ verdict: 'passed', findings: [] })
  })
})

describe('sarif', () => {
  const { $schema, version, runs } = JSON.parse(print('sarif'))
  const [run] = runs

  test('is a log of SARIF 2.1.0 with every rule', () => {
    expect({ $schema, version, runs: runs.length }).toEqual({
      $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
      version: '2.1.0',
      runs: 1,
    })
    expect(run.tool.driver.rules.map(({ id }: { id: string }) => id)).toEqual(Object.keys(rules))
  })

  test.each([report, clean])('is what the published schema of SARIF 2.1.0 demands', (one) => {
    const log: { readonly version: string } = JSON.parse(print('sarif', one))
    expect(sarifProblems(log)).toEqual([])
    expect(sarifProblems({ ...log, version: '2.0.0' })).not.toEqual([])
  })

  test('its results point at their rules and places; a removed line is said, because it is not in the head', () => {
    const [removed, naming] = run.results
    expect(run.tool.driver.rules[removed.ruleIndex].id).toBe('event-field-removed')
    expect(removed).toMatchObject({
      ruleId: 'event-field-removed',
      level: 'error',
      message: { text: 'price is not sent any more\nbreaks Board (README.md:9)' },
      partialFingerprints: { 'ruleAndCoordinate/v1': 'event-field-removed shop lib.shop.Placed.v1#price' },
    })
    expect(removed.locations[0]).toMatchObject({
      physicalLocation: {
        artifactLocation: { uri: 'subgraphs/shop/events.ts', uriBaseId: '%SRCROOT%' },
        region: { startLine: 1, startColumn: 1 },
      },
      message: { text: 'It stood at subgraphs/shop/events.ts:4 in the base.' },
    })
    expect(naming.locations[0].physicalLocation.region).toEqual({ startLine: 12, startColumn: 3 })
  })

  test('D1: every result has a file and a line, from the root of the repository', () => {
    const { runs } = JSON.parse(print('sarif', { ...report, prefix: 'apps/graph #1/' }))
    const places = runs[0].results.map(
      ({ locations }: { locations: { physicalLocation: object }[] }) => locations[0]?.physicalLocation,
    )
    expect(places).toHaveLength(findings.length)
    for (const one of places) {
      expect(one).toMatchObject({
        artifactLocation: { uri: expect.stringMatching(/^apps\/graph%20%231\/subgraphs/) },
        region: { startLine: expect.any(Number) },
      })
    }
    expect(print('github', { ...report, prefix: 'apps/' })).toContain('::error file=apps/subgraphs/shop/events.ts,')
  })

  test('what is approved is suppressed with its reason and a note, what is not is not', () => {
    expect(run.results.map((one: { level: string }) => one.level)).toEqual(['error', 'warning', 'note', 'note'])
    expect(
      run.results.map(
        ({ suppressions }: { suppressions?: { justification: string }[] }) => suppressions?.[0]?.justification,
      ),
    ).toEqual([undefined, undefined, undefined, 'nobody reads it (libby, until 2026-12-31)'])
  })
})

test('what cannot be told here is no rule of a log, and no suite of its own', () => {
  const few: Report = { ...clean, project: 'apps/graph', rules: ['composition-error', 'field-removed'] }
  const log: { runs: { tool: { driver: { rules: { id: string }[] } }; automationDetails: object }[] } = JSON.parse(
    print('sarif', few),
  )
  expect(log.runs[0]?.tool.driver.rules.map(({ id }) => id)).toEqual(few.rules)
  expect(log.runs[0]?.automationDetails).toEqual({ id: 'supergraph-check/apps/graph/' })
  expect(sarifProblems(log)).toEqual([])
  expect([...print('junit', few).matchAll(/ name="(\w+)" tests/g)].map(([, name]) => name)).toEqual([
    'composition',
    'schema',
  ])
})

describe('github', () => {
  test('is a command per finding, and no message can begin another', () => {
    const lines = print('github').trim().split('\n')
    expect(lines).toHaveLength(5)
    expect(lines[0]).toMatch(
      /^::error file=subgraphs\/shop\/events\.ts,title=event-field-removed::price is not sent any more%0A/,
    )
    expect(lines[1]).toMatch(
      /^::warning file=subgraphs\/shop\/schema\.graphql,line=12,col=3,title=lint-naming::the name "a,b:c" is not like%0A%2525/,
    )
    expect(lines[3]).toContain('::notice file=subgraphs/shop/events.ts,line=1,col=1,title=event-unread::')
    expect(lines[4]).toBe('supergraph-check failed: 1 error, 1 warning, 1 notice, 1 approved')
  })
})

describe('junit', () => {
  test('counts failures and skips, and escapes what XML does not allow', () => {
    const xml = print('junit')
    expect(xml).toContain('name="events" tests="3" failures="1" errors="0" skipped="1"')
    expect(xml).toContain('<failure type="event-field-removed" message="price is not sent any more">')
    expect(xml).toContain('<skipped message="approved by libby until 2026-12-31: nobody reads it"/>')
    expect(xml).toContain('&lt;img src=x&gt; `code` @everyone ]]&gt; \\u{0}')
  })

  test.each([report, clean])('is what the strict schema of Ant’s JUnit task demands', async (one) => {
    expect(await junitProblems(print('junit', one))).toEqual([])
    expect(await junitProblems(print('junit', one).replace(' time="0"', ''))).not.toEqual([])
    expect(await junitProblems(print('junit', one).replace('<system-err/>', ''))).not.toEqual([])
  })

  test('of a clean change has a passed case per area', () => {
    const xml = print('junit', clean)
    expect(xml).toContain('failures="0"')
    expect(xml.match(/name="nothing to say"/g)).toHaveLength(new Set(Object.values(rules).map(({ area }) => area)).size)
  })
})

describe('markdown', () => {
  test('begins with the marker by which the comment is replaced, then the verdict', () => {
    const lines = print('markdown').split('\n')
    expect(lines.slice(0, 2)).toEqual(['<!-- supergraph-check -->', '## ❌ supergraph-check failed'])
    expect(print('markdown', clean)).toContain('## ✅ supergraph-check passed')
  })

  test('of each folder and configuration has a marker of its own, which nothing ends', () => {
    const first = (project: string) => print('markdown', { ...report, project }).split('\n', 1)[0]
    expect(first('apps/graph')).toBe('<!-- supergraph-check apps/graph -->')
    expect(first('a --> b/é')).toBe('<!-- supergraph-check a%20-%2D%3E%20b/%C3%A9 -->')
  })

  test('shows names as text: neither HTML, code nor a mention', () => {
    expect(print('markdown')).toContain('%25 &lt;img src=x&gt; \\`code\\` @\u200beveryone')
  })

  test('is never longer than a comment may be', () => {
    const many = Array.from({ length: 2_000 }, (_, index) =>
      finding('lint-naming', `the name number ${index} is odd`, { coordinate: `Odd${index}` }),
    )
    const text = print('markdown', { ...report, findings: anchored(many) })
    expect(text.length).toBeLessThan(65_536)
    expect(text).toContain('… and more: run `supergraph-check`')
  })
})
