import { describe, expect, test } from 'vitest'
import { checkAuthorization } from '../change/check-authorization.ts'
import { Config } from '../config.ts'
import { formats } from '../outputs/formats.ts'
import { plain } from '../outputs/text.ts'
import { runChecks } from '../run-check.ts'
import { edited, library, librarySources, type Edit } from '../testing/library-world.ts'

const imports = '"@provides"]'
const importing = (more: string): Edit => ['catalogue', imports, `"@provides", ${more}]`]

const features: readonly (readonly [name: string, edits: readonly Edit[], coordinate: string])[] = [
  [
    '@authenticated',
    [importing('"@authenticated"'), ['catalogue', 'blurb: String', 'blurb: String @authenticated']],
    'Book.blurb',
  ],
  [
    '@requiresScopes',
    [
      importing('"@requiresScopes"'),
      ['catalogue', 'blurb: String', 'blurb: String @requiresScopes(scopes: [["staff"]])'],
    ],
    'Book.blurb',
  ],
  [
    '@policy',
    [importing('"@policy"'), ['catalogue', 'blurb: String', 'blurb: String @policy(policies: [["p"]])']],
    'Book.blurb',
  ],
  [
    'a directive under another name',
    [
      importing('{name: "@authenticated", as: "@mustBeKnown"}'),
      ['catalogue', 'blurb: String', 'blurb: String @mustBeKnown'],
    ],
    'Book.blurb',
  ],
  [
    'a directive that was not imported',
    [['catalogue', 'blurb: String', 'blurb: String @federation__authenticated']],
    'Book.blurb',
  ],
  [
    '@context',
    [
      importing('"@context", "@fromContext"'),
      [
        'catalogue',
        'type Shop {\n  name: String!',
        'type Shop @key(fields: "name") @context(name: "shop") {\n  name: String!\n  clerk: Clerk!',
      ],
      [
        'catalogue',
        'type Clerk @key(fields: "id") {\n  id: ID!\n  badge(of: String @fromContext(field: "$shop { name }")): String!\n}\n',
      ],
      ['catalogue', '  search(text', '  shop: Shop\n  search(text'],
    ],
    'Shop',
  ],
]

const run = (base: ReturnType<typeof library>, head: ReturnType<typeof library>) =>
  runChecks([{ base: librarySources(base, 'base'), head: librarySources(head, 'head'), config: Config.parse({}) }], {
    today: '2026-11-29',
  })

describe('D2: what composes and @apollo/gateway does not serve', () => {
  test.each(features)('%s in the head is told with its place, in every form', (_, edits, coordinate) => {
    const report = run(library(), edited(edits))
    const told = report.findings.filter(({ rule }) => rule === 'router-cannot-serve')
    expect(told.length).toBeGreaterThan(0)
    expect(told[0]).toMatchObject({ severity: 'error', coordinate, subgraph: 'catalogue' })
    expect(told[0]?.anchor.line).toBeGreaterThan(1)
    for (const format of Object.values(formats)) expect(format(report, plain)).toContain('router-cannot-serve')
  })

  test.each(features)('%s in the base alone is compared like anything else', (_, edits) => {
    const { findings } = run(edited(edits), library())
    expect(findings.map(({ rule }) => rule)).not.toContain('router-cannot-serve')
    expect(findings.filter(({ severity }) => severity === 'error').length).toBeGreaterThan(0)
  })
})

describe('who may read something', () => {
  const guarded = (text: string): Edit[] => [
    importing('"@requiresScopes", "@authenticated"'),
    ['catalogue', 'blurb: String', `blurb: String ${text}`],
  ]
  const guards = (before: readonly Edit[], after: readonly Edit[]) =>
    checkAuthorization(librarySources(edited(before), 'base'), librarySources(edited(after), 'head')).map(
      ({ rule, coordinate, subgraph }) => `${rule} ${coordinate} ${subgraph}`,
    )

  test('is told when it changes, in either direction, and not when it does not', () => {
    const [known, staff, boss] = [
      '@authenticated',
      '@requiresScopes(scopes: [["staff"]])',
      '@requiresScopes(scopes: [["boss"]])',
    ]
    expect(guards([], guarded(known))).toEqual(['guard-added Book.blurb catalogue'])
    expect(guards(guarded(known), [])).toEqual(['guard-removed Book.blurb catalogue'])
    expect(guards(guarded(staff), guarded(boss))).toEqual(['guard-changed Book.blurb catalogue'])
    expect(guards(guarded(staff), guarded(staff))).toEqual([])
  })

  test('is that of a field and of its type: one that moves from the fields to the type is told of the type alone', () => {
    const on = (type: string, field: string): Edit[] => [
      importing('"@requiresScopes", "@authenticated"'),
      [
        'catalogue',
        'type Query {',
        `type Shelf ${type} { a: Int ${field} b: Int ${field} }\ntype Query {\n  shelf: Shelf`,
      ],
    ]
    const [fields, type] = [on('', '@authenticated'), on('@authenticated', '')]
    expect(guards(fields, type)).toEqual(['guard-added Shelf catalogue'])
    expect(guards(type, fields)).toEqual(['guard-removed Shelf catalogue'])
  })

  test('of what is new, or gone, is nothing more', () => {
    const fresh: Edit[] = [
      importing('"@authenticated"'),
      ['catalogue', '  blurb: String\n', '  blurb: String\n  secret: Int @authenticated\n'],
    ]
    expect(guards([], fresh)).toEqual([])
    expect(guards(fresh, [])).toEqual([])
  })
})
