import { parse } from 'graphql'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { Config } from '../config.ts'
import { lintRules } from '../rules/lint.ts'
import { declared, smallWorld, sourcesOf, type World } from '../testing/small-world.ts'
import { checkStyle } from './lint.ts'

const SHOP = 'subgraphs/shop/schema.graphql'
const BOARD = 'subgraphs/board/schema.graphql'
const config = Config.parse({})

/** A change of one file: the text that is replaced and what it is replaced by, or what is appended. */
type Edit = readonly [file: string, from: string, to: string] | readonly [file: string, appended: string]

function edited(...edits: readonly Edit[]): World {
  const world = smallWorld()
  for (const [file, from, to] of edits) {
    const text = world.files[file] ?? ''
    if (to !== undefined && !text.includes(from)) throw new Error(`${file} has no ${from}`)
    world.files[file] = to === undefined ? `${text}\n${from}` : text.replace(from, to)
  }
  for (const [file, text] of Object.entries(world.files)) if (file.endsWith('.graphql')) parse(text)
  return world
}

function found(...edits: readonly Edit[]): string[] {
  return checkStyle(sourcesOf(smallWorld(), 'base'), sourcesOf(edited(...edits), 'head'), config).map(
    ({ severity, rule, coordinate, location }) =>
      `${severity} ${rule} ${coordinate} ${location?.file}:${location?.line}`,
  )
}

const place = (file: string, edits: readonly Edit[], text: string) => {
  const lines = edited(...edits).files[file]?.split('\n') ?? []
  return `${file}:${lines.findIndex((line) => line.includes(text)) + 1}`
}

interface Change {
  readonly name: string
  readonly edits: readonly Edit[]
  /** The rule, the coordinate, the file and a text on the line where it is told. */
  readonly finds: readonly (readonly [rule: string, coordinate: string, file: string, at: string])[]
}

const orders = '"Orders."\ntype OrderEdge {\n  "The order."\n  node: Order!\n}\n'

const changes: readonly Change[] = [
  { name: 'nothing', edits: [], finds: [] },
  {
    name: 'a field without a description',
    edits: [[SHOP, '  price: Int!', '  price: Int!\n  weight: Int']],
    finds: [['lint-description-missing', 'Order.weight', SHOP, 'weight']],
  },
  {
    name: 'a type, a field, an argument and a value without descriptions',
    edits: [[SHOP, 'enum Speed {\n  FAST\n}\ntype Van {\n  speed(in: Speed): Speed\n}\n']],
    finds: [
      ['lint-description-missing', 'Speed', SHOP, 'enum Speed'],
      ['lint-description-missing', 'Speed.FAST', SHOP, 'FAST'],
      ['lint-description-missing', 'Van', SHOP, 'type Van'],
      ['lint-description-missing', 'Van.speed', SHOP, 'speed(in'],
      ['lint-description-missing', 'Van.speed(in:)', SHOP, 'speed(in'],
    ],
  },
  {
    name: 'a description taken away from a field that was there',
    edits: [[SHOP, '  "What it costs."\n', '']],
    finds: [['lint-description-missing', 'Order.price', SHOP, 'price']],
  },
  {
    name: 'an extension needs no description of its own, its fields do',
    edits: [[BOARD, 'extend type BoardRow {\n  "How."\n  how: String\n}\n']],
    finds: [],
  },
  {
    name: 'what another subgraph has already: an entity, its key and a field of it',
    edits: [
      [
        BOARD,
        'type Order @key(fields: "id") {\n  id: ID! @external\n  price: Int! @external\n  late: Int @requires(fields: "price")\n}\n',
      ],
    ],
    finds: [['lint-description-missing', 'Order.late', BOARD, 'late']],
  },
  {
    name: 'what two subgraphs bring is told once',
    edits: [
      [SHOP, '"Slow."\ntype Slow {\n  a: Int\n}\n'],
      [BOARD, 'type Slow {\n  a: Int\n  b: Int\n}\n'],
    ],
    finds: [
      ['lint-description-missing', 'Slow.a', BOARD, '  a: Int'],
      ['lint-description-missing', 'Slow.b', BOARD, '  b: Int'],
    ],
  },
  {
    name: 'names that are not like the others',
    edits: [[SHOP, '"A."\nenum speed_of {\n  "B."\n  Fast\n}\n"C."\ninput Parcel {\n  "D."\n  Weight_g: Int\n}\n']],
    finds: [
      ['lint-naming', 'speed_of', SHOP, 'speed_of'],
      ['lint-naming', 'speed_of.Fast', SHOP, 'Fast'],
      ['lint-naming', 'Parcel', SHOP, 'Parcel'],
      ['lint-naming', 'Parcel.Weight_g', SHOP, 'Weight_g'],
    ],
  },
  {
    name: 'subgraphs that disagree whether a field may be null',
    edits: [
      [SHOP, '"A size."\ntype Size @shareable {\n  "Millimetres."\n  width: Int!\n}\n'],
      [BOARD, '"A size."\ntype Size @shareable {\n  "Millimetres."\n  width: Int\n}\n'],
    ],
    finds: [
      ['lint-nullability-differs', 'Size.width', BOARD, 'width'],
      ['lint-nullability-differs', 'Size.width', SHOP, 'width'],
    ],
  },
  {
    name: 'a list that may grow',
    edits: [[SHOP, '  price: Int!', '  price: Int!\n  "Like it."\n  similar: [Order!]!']],
    finds: [['lint-list-unpaged', 'Order.similar', SHOP, 'similar']],
  },
  {
    name: 'a list of values, or one with a limit, may stay a list',
    edits: [
      [
        SHOP,
        '  price: Int!',
        '  price: Int!\n  "T."\n  tags: [String!]!\n  "S."\n  similar("N." first: Int = 5): [Order!]!',
      ],
    ],
    finds: [],
  },
  {
    name: 'a list with holes',
    edits: [[SHOP, '  price: Int!', '  price: Int!\n  "T."\n  tags: [String]!']],
    finds: [['lint-list-item-nullable', 'Order.tags', SHOP, 'tags']],
  },
  {
    name: 'a connection without a page, and a field that cannot page',
    edits: [
      [SHOP, `${orders}"A page."\ntype OrderConnection {\n  "Rows."\n  edges: [OrderEdge!]!\n}\n`],
      [SHOP, '  order(', '  orders: OrderConnection!\n  "One order."\n  order('],
    ],
    finds: [
      ['lint-connection-shape', 'Query.orders', SHOP, 'orders:'],
      ['lint-connection-shape', 'OrderConnection', SHOP, 'type OrderConnection'],
    ],
  },
  {
    name: 'a mutation that is not like the others',
    edits: [[SHOP, '  placeOrder(', '  closeOrder("Which." id: ID!): Order\n  "Orders something."\n  placeOrder(']],
    finds: [['lint-payload-shape', 'Mutation.closeOrder', SHOP, 'closeOrder']],
  },
  {
    name: 'a payload that loses its refusals',
    edits: [[SHOP, 'userErrors: [UserError!]!', 'problems: [String!]!']],
    finds: [['lint-payload-shape', 'Mutation.placeOrder', SHOP, 'placeOrder(']],
  },
  {
    name: 'deprecated without a reason',
    edits: [[SHOP, '  price: Int!', '  price: Int! @deprecated']],
    finds: [['lint-deprecated-without-reason', 'Order.price', SHOP, 'price']],
  },
  {
    name: 'deprecated with a reason',
    edits: [[SHOP, '  price: Int!', '  price: Int! @deprecated(reason: "Use `total`.")']],
    finds: [],
  },
]

describe('a change of the schema, as it reads', () => {
  test.each(changes)('$name', ({ edits, finds }) => {
    expect(found(...edits)).toEqual(
      finds.map(([rule, coordinate, file, at]) => `warning ${rule} ${coordinate} ${place(file, edits, at)}`),
    )
  })

  test('an event says what it tells, and its fields are named as the others are', () => {
    const world = smallWorld()
    world.events.events.push({
      ...declared('lib.shop.Packed.v1', { orderId: z.uuid(), Weight_g: z.int() }),
      about: '',
    })
    const told = checkStyle(sourcesOf(smallWorld(), 'base'), sourcesOf(world, 'head'), config)
    expect(told.map(({ rule, coordinate }) => `${rule} ${coordinate}`)).toEqual([
      'lint-event-undescribed lib.shop.Packed.v1',
      'lint-naming lib.shop.Packed.v1#Weight_g',
    ])
  })

  test('what stood there before is not told again', () => {
    const old = sourcesOf(edited([SHOP, 'scalar Odd_One\n']), 'base')
    expect(checkStyle(old, old, config)).toEqual([])
    expect(checkStyle(undefined, old, config).map(({ rule }) => rule)).toEqual([
      'lint-description-missing',
      'lint-naming',
    ])
  })

  test('the patterns of names are the repository’s own', () => {
    const own = Config.parse({ lint: { naming: { type: '^[a-z_]+$' } } })
    const head = sourcesOf(edited([SHOP, '"Odd."\nscalar odd_one\n']), 'head')
    expect(checkStyle(sourcesOf(smallWorld(), 'base'), head, own)).toEqual([])
  })

  test('a rule is graded or switched off in the configuration, and a rule that there is not is refused', () => {
    const own = Config.parse({ lint: { rules: { 'lint-naming': 'error', 'lint-description-missing': 'off' } } })
    const head = sourcesOf(edited([SHOP, 'scalar Odd_One\n']), 'head')
    expect(
      checkStyle(sourcesOf(smallWorld(), 'base'), head, own).map(({ severity, rule }) => `${severity} ${rule}`),
    ).toEqual(['error lint-naming'])
    expect(() => Config.parse({ lint: { rules: { 'field-removed': 'off' } } })).toThrow(/field-removed/)
  })

  test('each rule there is can be graded, and switched off', () => {
    const world = smallWorld()
    world.events.events.push({ ...declared('lib.shop.Packed.v1', { orderId: z.uuid() }), about: '' })
    const heads = [...changes.map(({ edits }) => edited(...edits)), world].map((one) => sourcesOf(one, 'head'))
    const told = (grade: 'off' | 'error') => {
      const own = Config.parse({ lint: { rules: Object.fromEntries(Object.keys(lintRules).map((id) => [id, grade])) } })
      return heads.flatMap((head) => checkStyle(sourcesOf(smallWorld(), 'base'), head, own))
    }
    expect(told('off')).toEqual([])
    expect(new Set(told('error').map(({ severity }) => severity))).toEqual(new Set(['error']))
    expect([...new Set(told('error').map(({ rule }) => rule))].sort()).toEqual(Object.keys(lintRules).sort())
  })
})
