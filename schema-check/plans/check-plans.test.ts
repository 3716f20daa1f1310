import { buildSchema } from 'graphql'
import { describe, expect, test } from 'vitest'
import { change, expected, found } from '../testing/corpus.ts'
import { edited, library, librarySources, LINK, type Edit } from '../testing/library-world.ts'
import { checkPlans } from './check-plans.ts'
import { measureOf } from './plan-measure.ts'

const toLoans: readonly Edit[] = [
  ['catalogue', '  subtitle: String\n', ''],
  ['loans', '  loans(first', '  subtitle: String\n  loans(first'],
]

describe('how the router would answer stored operations:', () => {
  test.each([
    change('as before', [['catalogue', '  subtitle', '  extent: Int\n  subtitle']]),
    change('a field that moves to a subgraph that is asked anyway', toLoans),
    change(
      'a field that moves to where nobody asked for it',
      [
        ['catalogue', '  genre: Genre!\n', ''],
        ['loans', '  loans(first', '  genre: Genre!\n  loans(first'],
        ['loans', 'input LendInput', 'enum Genre {\n  NOVEL\n  POEM\n}\ninput LendInput'],
      ],
      ['warning plan-more-fetches Books', 'web query Books'],
      ['warning plan-deeper Books', 'web query Books'],
    ),
    change(
      'a field that is answered on the way',
      [
        ['catalogue', 'title: String!', 'title: String! @shareable'],
        ['loans', '  loans(first', '  title: String! @shareable\n  loans(first'],
      ],
      ['notice plan-lighter LoanPage', 'web query LoanPage'],
    ),
    change(
      'an operation that another subgraph answers',
      [
        ['catalogue', '  search(text: String!): [Hit!]!\n', ''],
        ['catalogue', 'union Hit = Book | Author\n', ''],
        ['catalogue', '  title: String!', '  title: String! @shareable'],
        [
          'catalogue',
          'type Author implements Node @key(fields: "id") {\n  id: ID!\n  name: String!',
          'type Author implements Node @key(fields: "id") {\n  id: ID!\n  name: String! @shareable',
        ],
        [
          'desk',
          `${LINK}type Query {\n  search(text: String!): [Hit!]!\n}\nunion Hit = Book | Author\ntype Book @key(fields: "id") {\n  id: ID!\n  title: String! @shareable\n}\ntype Author @key(fields: "id") {\n  id: ID!\n  name: String! @shareable\n}\n`,
        ],
        ['desk', 'directive @cached(seconds: Int = 60) on FIELD | QUERY\n'],
      ],
      ['notice plan-moved Find', 'web query Find'],
    ),
    change(
      'an operation that the router would have to answer wrongly, and refuses',
      [
        ['catalogue', '  weight: Int\n', '  weight(unit: String): Int\n'],
        [
          'loans',
          '  loans(first',
          `  weight(unit: String): Int @external
          letter: Int @requires(fields: "weight(unit: \\"g\\")")
          parcel: Int @requires(fields: "weight(unit: \\"kg\\")")
          loans(first`,
        ],
        ['web', 'mutation Post { giveBack(id: "1") { book { letter parcel } } }\n'],
        ['web', 'query Postage { books { letter parcel weight(unit: "lb") } }\n'],
      ],
      ['error plan-dishonest Post', 'web mutation Post'],
    ),
  ])('$name', (one) => expect(found([checkPlans], one)).toEqual(expected(one)))

  test('many more fields for one operation', () => {
    const start = edited([
      ['loans', '  loans(first', '  weight: Int @external\n  postage: Int @requires(fields: "weight")\n  loans(first'],
      ['web', 'query Posts { books { id postage } }\n'],
    ])
    const requiring = (names: readonly string[]) =>
      edited(
        [
          ['catalogue', '  weight: Int\n', ['  weight: Int\n', ...names.map((name) => `  ${name}: Int\n`)].join('')],
          [
            'loans',
            '  weight: Int @external\n',
            ['weight', ...names].map((name) => `  ${name}: Int @external\n`).join(''),
          ],
          ['loans', '@requires(fields: "weight")', `@requires(fields: "weight ${names.join(' ')}")`],
        ],
        start,
      )
    const plans = (names: readonly string[]) =>
      checkPlans(librarySources(start, 'base'), librarySources(requiring(names), 'head')).map(({ rule, message }) => [
        rule,
        message,
      ])
    expect(plans(['height'])).toEqual([])
    const many = ['height', 'width', 'depth', 'colour', 'smell']
    expect(plans(many)).toEqual([['plan-costlier', 'Posts costs 281 instead of 231 (catalogue 1, loans 1)']])
  })

  test('without a base, or with one that does not compose, nothing', () => {
    const head = librarySources(library(), 'head')
    expect(checkPlans(undefined, head)).toEqual([])
    expect(checkPlans(librarySources({ ...library(), loans: 'type Query { a: Nowhere }' }, 'base'), head)).toEqual([])
  })
})

describe('the measure of a plan', () => {
  const schema = buildSchema('type Query { a: [A] d: Int e: Int } type A { b: Int }')
  const fetch = (operation: string) =>
    ({ kind: 'Fetch', serviceName: 'a', operation, operationName: undefined, operationKind: 'query' }) as const

  test('counts what waits for one another, and fields inside lists ten times', () => {
    const plan = {
      kind: 'QueryPlan',
      node: {
        kind: 'Sequence',
        nodes: [
          fetch('{ a { b } }'),
          {
            kind: 'Parallel',
            nodes: [
              {
                kind: 'Flatten',
                path: ['a', '@'],
                node: fetch('{ _entities(representations: []) { ... on A { c } } }'),
              },
              { kind: 'Sequence', nodes: [fetch('{ d }'), fetch('{ e }')] },
            ],
          },
        ],
      },
    } as never
    expect(measureOf(plan, () => schema)).toEqual({
      fetches: 4,
      depth: 3,
      cost: 400 + 1 + 10 + 10 + 1 + 1,
      subgraphs: 'a 4',
    })
  })

  test('of a subscription takes what is fetched for every event in addition', () => {
    const plan = {
      kind: 'QueryPlan',
      node: { kind: 'Subscription', primary: fetch('subscription { a }'), rest: fetch('{ b }') },
    } as never
    expect(measureOf(plan, () => schema)).toMatchObject({ fetches: 2, depth: 2 })
  })

  test('of nothing is nothing', () => {
    expect(measureOf({ kind: 'QueryPlan' }, () => schema)).toEqual({ fetches: 0, depth: 0, cost: 0, subgraphs: '' })
  })
})
