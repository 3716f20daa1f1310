import { describe, expect, test } from 'vitest'
import { Config } from '../config.ts'
import { checkSubgraphs } from '../subgraph/check-subgraphs.ts'
import { change, expected, found } from '../testing/corpus.ts'
import { librarySources, edited, library, type Edit, LINK } from '../testing/library-world.ts'
import { checkRollout } from './check-rollout.ts'
import { pairOf } from './pair.ts'

const inside = [
  change('nothing', []),
  change('a field that clients see is told of the API alone', [
    ['catalogue', '  subtitle', '  extent: Int\n  subtitle'],
  ]),
  change(
    'a second key',
    [
      [
        'catalogue',
        'type Author implements Node @key(fields: "id")',
        'type Author implements Node @key(fields: "id") @key(fields: "name")',
      ],
    ],
    ['notice subgraph-key-added Author', 'catalogue type Author'],
  ),
  change(
    'a field of another’s that something is computed from',
    [['loans', '  loans(first', '  weight: Int @external\n  postage: Int @requires(fields: "weight")\n  loans(first']],
    ['notice subgraph-part-added Book.weight', 'loans weight'],
  ),
  change(
    'a key less',
    [['loans', 'type Loan @key(fields: "id")', 'type Loan']],
    ['warning subgraph-key-removed Loan', '-loans type Loan'],
  ),
  change(
    'a field that a second subgraph answers too',
    [
      ['catalogue', 'title: String!', 'title: String! @shareable'],
      ['loans', '  loans(first', '  title: String! @shareable\n  loans(first'],
    ],
    ['notice subgraph-part-added Book.title', 'loans title'],
  ),
  change(
    'a field that moves',
    [
      ['catalogue', '  subtitle: String\n', ''],
      ['loans', '  loans(first', '  subtitle: String\n  loans(first'],
    ],
    ['notice subgraph-part-added Book.subtitle', 'loans subtitle'],
    ['notice subgraph-part-removed Book.subtitle', '-catalogue subtitle'],
  ),
  change(
    'a subgraph more',
    [['desk', `${LINK}type Query {\n  desk: String\n}\n`]],
    ['notice subgraph-added desk', 'desk extend schema'],
  ),
]

describe('what changes inside a subgraph:', () => {
  test.each(inside)('$name', (one) => {
    expect(found([checkSubgraphs], one)).toEqual(expected(one))
  })

  test('a subgraph less', () => {
    const base = librarySources({ ...library(), desk: `${LINK}type Query {\n  desk: String\n}\n` }, 'base')
    const head = librarySources(library(), 'head')
    expect(checkSubgraphs(base, head)).toMatchObject([
      { rule: 'subgraph-removed', severity: 'warning', coordinate: 'desk', location: { file: 'desk', rev: 'base' } },
    ])
    expect(checkRollout(base, head, Config.parse({}))).toMatchObject([
      { rule: 'rollout-order', message: 'deploy the supergraph, then desk' },
    ])
  })
})

function rollout(edits: readonly Edit[], start = library()) {
  const base = librarySources(start, 'base')
  const head = librarySources(edited(edits, start), 'head')
  return checkRollout(base, head, Config.parse({})).map(({ severity, rule, coordinate, message, affected = [] }) => ({
    what: `${severity} ${rule} ${coordinate}`,
    message,
    affected: affected.map(({ operation }) => operation).sort(),
  }))
}

describe('the order of a deployment', () => {
  const orders: readonly (readonly [name: string, order: string, ...edits: Edit[]])[] = [
    [
      'of a new field: the subgraph first',
      'deploy catalogue, then the supergraph',
      ['catalogue', '  subtitle', '  extent: Int\n  subtitle'],
    ],
    [
      'of a field that goes: the supergraph first',
      'deploy the supergraph, then catalogue',
      ['catalogue', '  blurb: String\n', ''],
    ],
    [
      'of a new value of an answer: the supergraph first',
      'deploy the supergraph, then catalogue',
      ['catalogue', '  LENT\n', '  LENT\n  LOST\n'],
    ],
    [
      'of a field that may be null: the supergraph first',
      'deploy the supergraph, then loans',
      ['loans', 'fine: Int!', 'fine: Int'],
    ],
    [
      'of a field that is never null: the subgraph first',
      'deploy catalogue, then the supergraph',
      ['catalogue', 'subtitle: String', 'subtitle: String!'],
    ],
    [
      'of an input that takes more: the subgraph first',
      'deploy loans, then the supergraph',
      ['loans', '  grams', '  city: String\n  grams'],
    ],
    [
      'of a field that moves: who takes it, the supergraph, who gives it',
      'deploy loans, then the supergraph, then catalogue',
      ['catalogue', '  subtitle: String\n', ''],
      ['loans', '  loans(first', '  subtitle: String\n  loans(first'],
    ],
    [
      'of a subgraph more: before the supergraph',
      'deploy desk, then the supergraph',
      ['desk', `${LINK}type Query {\n  desk: String\n}\n`],
    ],
    [
      'of a second key: the subgraph first',
      'deploy loans, then the supergraph',
      ['loans', 'Loan @key(fields: "id")', 'Loan @key(fields: "id") @key(fields: "days")'],
    ],
    [
      'of another default: any',
      'deploy in any order: loans and the supergraph',
      ['loans', 'first: Int = 10', 'first: Int = 20'],
    ],
  ]
  test.each(orders.map(([name, order, ...edits]) => ({ name, order, edits })))('$name', ({ order, edits }) => {
    expect(rollout(edits)).toEqual([{ what: 'notice rollout-order supergraph', message: order, affected: [] }])
  })

  test('is not asked for when nothing changes for a router', () => {
    expect(rollout([])).toEqual([])
    expect(rollout([['catalogue', 'type Shop', '"Sells."\ntype Shop']])).toEqual([])
  })

  test('that spares what is stored, and nobody else: something comes and something goes that could be asked for', () => {
    const [risk, order] = rollout([
      ['loans', 'fine: Int!', 'fine: Int'],
      ['loans', 'days: Int!\n', 'days: Int\n'],
      ['catalogue', '  blurb: String\n', ''],
      ['catalogue', 'authors: [String!]!', 'authors: [String!]'],
      ['catalogue', 'published: Day', 'published: Day!'],
    ])
    expect(risk).toMatchObject({ what: 'warning rollout-risky catalogue', affected: ['BookPage'] })
    expect(order?.message).toBe('deploy catalogue, then the supergraph, then loans')
  })

  test('does not exist when an answer changes its type under an operation', () => {
    expect(rollout([['catalogue', 'weight: Int', 'weight: Float']])).toEqual([
      {
        what: 'error rollout-impossible catalogue',
        message:
          'catalogue can be deployed neither before the supergraph, when BookPage would fail: Book.weight was Int and is Float;' +
          ' nor after it, when BookPage would fail: Book.weight was Float and is Int',
        affected: ['BookPage'],
      },
    ])
  })

  test('does not exist when one key takes the place of another that routers use', () => {
    const two: Edit[] = [
      [
        'catalogue',
        'Book implements Node @key(fields: "id") {',
        'Book implements Node @key(fields: "id") {\n  code: ID!',
      ],
      ['loans', 'type Book @key(fields: "id") {', 'type Book @key(fields: "id") {\n  code: ID! @shareable'],
    ]
    const start = edited([...two, ['catalogue', 'code: ID!', 'code: ID! @shareable']])
    const [first] = rollout(
      [
        ['catalogue', 'Book implements Node @key(fields: "id")', 'Book implements Node @key(fields: "code")'],
        ['catalogue', '  code: ID! @shareable', '  code: ID!'],
        ['loans', 'type Book @key(fields: "id")', 'type Book @key(fields: "code")'],
        ['loans', 'code: ID! @shareable', 'code: ID!'],
        ['loans', '  id: ID!\n  loans', '  loans'],
      ],
      start,
    )
    expect(first).toMatchObject({
      what: 'error rollout-impossible catalogue',
      message: expect.stringContaining('Book cannot be found by id'),
      affected: ['LoanPage'],
    })
  })

  test('hangs on what a subgraph is given: a field that wants more is the supergraph’s first', () => {
    const start = edited([
      ['loans', '  loans(first', '  weight: Int @external\n  postage: Int\n  loans(first'],
      ['loans', 'postage: Int', 'postage: Int @requires(fields: "weight")'],
      ['web', 'query Post($id: ID!) { book(id: $id) { postage } }\n'],
    ])
    const [order] = rollout(
      [['loans', '  weight: Int @external\n  postage: Int @requires(fields: "weight")', '  postage: Int']],
      start,
    )
    expect(order?.message).toBe('deploy loans, then the supergraph')
    const back = librarySources(start, 'head')
    const base = librarySources(
      edited(
        [['loans', '  weight: Int @external\n  postage: Int @requires(fields: "weight")', '  postage: Int']],
        start,
      ),
      'base',
    )
    expect(checkRollout(base, back, Config.parse({}))).toMatchObject([{ message: 'deploy the supergraph, then loans' }])
  })

  test.each([
    ['a new member of a union', [['catalogue', 'Book | Author', 'Book | Author | Shop']]],
    ['a new implementation', [['catalogue', 'type Shop {\n', 'type Shop implements Node {\n  id: ID!\n']]],
    [
      'one that is a new type',
      [
        ['catalogue', 'Book | Author', 'Book | Author | Van'],
        ['catalogue', 'type Van {\n  size: Int\n}\n'],
      ],
    ],
  ] as const)('of %s: the supergraph first, or a router is answered a type that it does not know', (_, edits) => {
    expect(rollout([...edits]).map(({ what, message }) => `${what} ${message}`)).toEqual([
      'notice rollout-order supergraph deploy the supergraph, then catalogue',
    ])
  })

  test('of @requires that grows: the supergraph, then the subgraph; one that shrinks the other way round', () => {
    const start = (fields: string) =>
      edited([
        [
          'loans',
          '  loans(first',
          `  weight: Int @external\n  pages: Int @external\n  postage: Int @requires(fields: "${fields}")\n  loans(first`,
        ],
        [
          'loans',
          '  loans(first',
          '  cover: String @external\n  stamp: Int @requires(fields: "cover pages weight")\n  loans(first',
        ],
        ['web', 'query Post($id: ID!) { book(id: $id) { postage stamp } }\n'],
      ])
    const order = (before: string, after: string) =>
      checkRollout(librarySources(start(before), 'base'), librarySources(start(after), 'head'), Config.parse({})).map(
        ({ message }) => message,
      )
    expect(order('weight', 'weight pages')).toEqual(['deploy the supergraph, then loans'])
    expect(order('weight pages', 'weight')).toEqual(['deploy loans, then the supergraph'])
    expect(order('weight', 'pages')[0]).toMatch(/^loans can be deployed neither before/)
  })

  test('of operations that come with the change does not matter: their application is deployed last', () => {
    const edits: Edit[] = [
      ['catalogue', '  blurb: String\n', '  extent: Int\n'],
      ['web', 'query Extent { books { extent } }\n'],
    ]
    expect(rollout(edits).map(({ message }) => message)).toEqual(['deploy the supergraph, then catalogue'])
  })
})

describe('a fetch', () => {
  const subgraph = (sdl: string) => ({ name: 'desk', file: 'desk', sdl })
  const operation = { name: 'Desk', file: 'web.graphql', line: 1, text: '' }
  const asked = (text: string) => [
    {
      operation,
      fetches: [{ subgraph: 'desk', operation: text, operationName: undefined, requires: undefined, lists: 0 }],
    },
  ]
  const [old, now] = [subgraph('type Query { a: Int b: Int }'), subgraph('type Query { a: Int }')]

  test('is broken when the subgraph refuses it and was not taken to', () => {
    expect(pairOf(old, now, asked('{ b }'))).toMatchObject({
      broken: [{ operation, why: 'Cannot query field "b" on type "Query"', change: { coordinate: 'Query.b' } }],
    })
    expect(pairOf(old, now, asked('{ c }')).broken).toEqual([])
    expect(pairOf(old, now, asked('{ a }'))).toMatchObject({ broken: [], unasked: [{ coordinate: 'Query.b' }] })
  })

  test('is broken when nobody is there', () => {
    expect(pairOf(old, undefined, asked('{ a }')).broken).toEqual([{ operation, why: 'desk does not run' }])
  })
})

test('a root type that a subgraph begins to have is tidier first, and no matter of safety', () => {
  const desk = { ...library(), desk: `${LINK}type Query {\n  desk: Wood\n}\nenum Wood {\n  OAK\n}\n` }
  const [order] = rollout(
    [
      ['desk', 'type Mutation {\n  tidy: Int\n}\n'],
      ['desk', '  OAK\n', '  OAK\n  ASH\n'],
    ],
    desk,
  )
  // Another subgraph has a Mutation already, and nobody asked it for `tidy`.
  expect(order).toMatchObject({ what: 'notice rollout-order supergraph', message: 'deploy the supergraph, then desk' })
})
