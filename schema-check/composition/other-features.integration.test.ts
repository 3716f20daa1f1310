import { describe, expect, test } from 'vitest'
import { checkSchema } from '../change/check-schema.ts'
import { Config } from '../config.ts'
import { TODAY } from '../testing/corpus.ts'
import { edited, library, librarySources, type Edit } from '../testing/library-world.ts'
import { checkComposition } from './check-composition.ts'

const importing = (more: string): Edit => ['catalogue', '"@provides"]', `"@provides", ${more}]`]
const newest: Edit = ['catalogue', 'federation/v2.9', 'federation/v2.12']
const audit = (name: string, imported: string): Edit[] => [
  importing('"@composeDirective"'),
  [
    'catalogue',
    'extend schema',
    `extend schema @link(url: "https://example.com/audit/v1.0", import: [${imported}]) @composeDirective(name: "@${name}")\n`,
  ],
  ['catalogue', `directive @${name}(level: Int) repeatable on FIELD_DEFINITION\n`],
  ['catalogue', 'blurb: String', `blurb: String @${name}(level: 1) @${name}(level: 2)`],
]

const features: readonly (readonly [name: string, edits: readonly Edit[]])[] = [
  [
    '@cacheTag',
    [
      newest,
      importing('"@cacheTag"'),
      ['catalogue', 'type Author implements Node', 'type Author implements Node @cacheTag(format: "a-{$key.id}")'],
    ],
  ],
  [
    '@cacheTag under another name',
    [
      newest,
      importing('{name: "@cacheTag", as: "@tagged"}'),
      ['catalogue', 'type Author implements Node', 'type Author implements Node @tagged(format: "a-{$key.id}")'],
    ],
  ],
  [
    'connectors',
    [
      newest,
      [
        'catalogue',
        'extend schema',
        'extend schema @link(url: "https://specs.apollo.dev/connect/v0.1", import: ["@connect", "@source"]) @source(name: "a", http: { baseURL: "http://a" })\n',
      ],
      [
        'catalogue',
        '  search(text',
        '  shop: Shop @connect(source: "a", http: { GET: "/x" }, selection: "name")\n  search(text',
      ],
    ],
  ],
  ['@composeDirective', audit('audit', '"@audit"')],
  ['@composeDirective of an import under another name', audit('mine', '{name: "@audit", as: "@mine"}')],
  [
    '@key under another name',
    [
      ['catalogue', '"@key",', '{name: "@key", as: "@id"},'],
      ['catalogue', 'Book implements Node @key(', 'Book implements Node @id('],
      ['catalogue', 'Author implements Node @key(', 'Author implements Node @id('],
    ],
  ],
  ['@authenticated', [importing('"@authenticated"'), ['catalogue', 'blurb: String', 'blurb: String @authenticated']]],
]

const told = (before: readonly Edit[], after: readonly Edit[], router: Config['router'] = 'other') => {
  const files = edited(before)
  const [base, head] = [librarySources(files, 'base'), librarySources(edited(after, files), 'head')]
  const config = Config.parse({ router })
  return [...checkComposition(base, head, config), ...checkSchema(base, head, config, TODAY)]
    .filter(({ severity }) => severity !== 'notice')
    .map(({ rule, coordinate }) => `${rule} ${coordinate}`)
}

describe('a feature of federation that one router serves and another does not', () => {
  test.each(features)('%s is no disagreement of the compositions', (_, edits) => {
    expect(told([], edits)).toEqual([])
    expect(told(edits, [])).toEqual([])
  })

  test('and where it is kept, everything else is compared', () => {
    for (const [, edits] of features.slice(0, 3)) {
      expect(told(edits, [['catalogue', '  cover: String @deprecated(reason: "Use title.")\n', '']])).toEqual([
        'removed-too-soon Book.cover',
      ])
    }
  })

  test('is refused where the configuration says that the router is @apollo/gateway', () => {
    for (const [, edits] of features.slice(0, 3)) {
      expect(told([], edits, '@apollo/gateway')[0]).toMatch(/^router-cannot-serve /)
    }
    expect(library().catalogue).not.toContain('@audit')
  })
})

describe('what an operation may cost', () => {
  const costs = importing('"@cost", "@listSize"')
  const weight = (n: number): Edit => ['catalogue', '  blurb: String\n', `  blurb: String @cost(weight: ${n})\n`]
  const books = '): [Book!]!\n  search'
  const sized = (text: string): Edit => ['catalogue', books, `): [Book!]! @listSize(${text})\n  search`]
  const all = (before: readonly Edit[], after: readonly Edit[]) => {
    const [base, head] = [
      librarySources(edited([costs, ...before]), 'base'),
      librarySources(edited([costs, ...after]), 'head'),
    ]
    return checkSchema(base, head, Config.parse({}), TODAY).map(({ severity, rule, coordinate, affected = [] }) =>
      [severity, rule, coordinate, ...affected.map(({ operation }) => operation)].join(' '),
    )
  }

  test('is told when it rises or falls, with the operations that are counted', () => {
    expect(all([], [weight(5)])).toEqual(['warning cost-raised Book.blurb'])
    expect(all([weight(5)], [weight(3)])).toEqual(['notice cost-lowered Book.blurb'])
    expect(all([weight(5)], [])).toEqual(['notice cost-lowered Book.blurb'])
    expect(all([], [weight(0)])).toEqual([])
    expect(all([], [sized('assumedSize: 50')])).toEqual(['warning cost-raised Query.books Books Novels'])
    expect(all([sized('assumedSize: 50')], [sized('assumedSize: 500')])).toEqual([
      'warning cost-raised Query.books Books Novels',
    ])
  })

  test('an argument that has to be given so that a list can be counted is an error', () => {
    const slicing = sized('slicingArguments: ["first"]')
    const asked: Edit = ['catalogue', 'books(first: Int = 20,', 'books(first: Int,']
    expect(all([asked], [asked, slicing])).toEqual(['error slicing-required Query.books Books Novels'])
    const given = (variable: string, value: string): Edit => [
      'web',
      `query Given${variable} { books(first: ${value}) { id } }\n`,
    ]
    for (const one of [given('', '3'), given('($n: Int!)', '$n')]) {
      expect(all([asked, one], [asked, one, slicing])).toEqual(['error slicing-required Query.books Books Novels'])
    }
    const maybe = given('($n: Int)', '$n')
    expect(all([asked, maybe], [asked, maybe, slicing])).toEqual([
      'error slicing-required Query.books Books Novels Given',
    ])
    expect(all([slicing], [asked, slicing])).toContain('error slicing-required Query.books Books Novels')
    // It is counted by its default, where it is not given.
    expect(all([], [slicing])).toEqual(['notice slicing-required Query.books'])
    expect(all([], [sized('assumedSize: 10, slicingArguments: ["first"]')])).toEqual([
      'notice slicing-required Query.books',
    ])
    expect(all([slicing], [sized('slicingArguments: ["first"], requireOneSlicingArgument: false')])).toEqual([
      'notice cost-lowered Query.books Books Novels',
    ])
    expect(all([], [sized('slicingArguments: ["first"], requireOneSlicingArgument: false')])).toEqual([])
  })

  test('by each argument of the directives, wherever they stand', () => {
    const last: Edit = ['catalogue', 'books(first: Int = 20,', 'books(first: Int = 20, last: Int,']
    const slicing = (...names: string[]) => [last, sized(`slicingArguments: ${JSON.stringify(names)}`)]
    expect(all(slicing('first'), slicing('first', 'last'))).toEqual(['warning cost-raised Query.books Books Novels'])
    expect(all(slicing('first', 'last'), slicing('last'))).toEqual(['error slicing-required Query.books Books Novels'])
    expect(all(slicing('first', 'last'), slicing('first'))).toEqual(['notice slicing-required Query.books'])
    expect(all(slicing('last', 'first'), slicing('first', 'last'))).toEqual([])
    const counting = (fields: string): Edit[] => [
      [
        'catalogue',
        'type Query {',
        'type Query {\n  shelf(first: Int): Shelf @listSize(slicingArguments: ["first"], sizedFields: ["old"])'.replace(
          '"old"',
          fields,
        ),
      ],
      ['catalogue', 'type Shop', 'type Shelf {\n  old: [Book]\n  new: [Book]\n}\ntype Shop'],
    ]
    expect(all(counting('"old"'), counting('"old", "new"'))).toEqual(['warning cost-raised Query.shelf'])
    expect(all(counting('"old", "new"'), counting('"old"'))).toEqual(['notice cost-lowered Query.shelf'])
    const at = (from: string, weight: number): Edit => ['catalogue', from, `${from} @cost(weight: ${weight})`]
    expect(all([], [at('enum Genre', 2)])).toEqual(['warning cost-raised Genre Books'])
    expect(all([], [at('scalar Day', 2)])).toEqual(['warning cost-raised Day'])
    expect(all([], [at('type Author implements Node', 2)])).toEqual(['warning cost-raised Author Find'])
    // Nothing leads to it.
    expect(all([], [at('type Shop', 2)])).toEqual(['notice cost-raised Shop'])
    expect(all([], [at('genre: Genre!', 1)])).toEqual(['warning cost-raised Book.genre Books'])
    expect(all([], [at('published: Day', 0)])).toEqual([])
    expect(all([], [at('since: Int = 1900', 3)])).toEqual(['warning cost-raised BookFilter.since Books'])
    expect(all([], [at('order: Order = TITLE', 3)])).toEqual(['warning cost-raised Query.books(order:) Books'])
  })
})
