import { lexicographicSortSchema, printSchema } from 'graphql'
import { describe, expect, test } from 'vitest'
import { approve } from '../approvals.ts'
import { Config } from '../config.ts'
import { type Contract, type Sources } from '../finding.ts'
import { operationsIn } from '../stored-operations.ts'
import { subgraphSource } from '../subgraph/subgraph-source.ts'
import { checkContracts } from './check-contracts.ts'
import { contractSchema } from './contract-schema.ts'

const LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@tag", "@inaccessible", "@shareable"])\n'
const TODAY = '2026-11-21'

const partner: Contract = { name: 'partner', includeTags: [], excludeTags: ['internal'], hideUnreachableTypes: true }
const open: Contract = { name: 'open', includeTags: ['public'], excludeTags: ['internal'], hideUnreachableTypes: true }

function sources(sdl: string, contracts: readonly Contract[] = [partner], more: Partial<Sources> = {}): Sources {
  const subgraphs = [subgraphSource('shop', 'shop.graphql', LINK + sdl)]
  return { rev: 'x', subgraphs, operations: [], unread: [], contracts, read: () => undefined, ...more }
}

function seen(sdl: string, contract: Contract): string {
  const { schema, problem } = contractSchema(contract, sources(sdl)) ?? {}
  return schema === undefined
    ? (problem ?? '')
    : printSchema(lexicographicSortSchema(schema)).replaceAll(/\s+/g, ' ').trim()
}

function told(before: Sources | undefined, after: Sources, config = Config.parse({})) {
  return checkContracts(before, after, config, TODAY).map(
    ({ severity, rule, coordinate, variant, location }) =>
      `${severity} ${rule} ${coordinate} in ${variant}${location ? ` ${location.rev ?? 'head'}:${location.line}` : ''}`,
  )
}

describe('what clients of a contract see', () => {
  test.each([
    [
      'has nothing that is excluded, nor what is in it',
      'type Query { a: Int b: B @tag(name: "internal") c(x: Int y: Int @tag(name: "internal")): Int } type B @tag(name: "internal") { x: Int }',
      partner,
      'type Query { a: Int c(x: Int): Int }',
    ],
    [
      'has with included tags those fields alone, with all their arguments',
      'type Query { a(x: Int): A @tag(name: "public") b: Int } type A { x: Int @tag(name: "public") y: Int z: Int @tag(name: "public") @tag(name: "internal") }',
      open,
      'type A { x: Int } type Query { a(x: Int): A }',
    ],
    [
      'has what stands in a type with the tag, of enums and inputs too',
      'type Query { a(x: X): A @tag(name: "public") e: E @tag(name: "public") } type A @tag(name: "public") { x: Int y: Int } enum E @tag(name: "public") { V W @tag(name: "internal") } input X @tag(name: "public") { a: Int }',
      open,
      'type A { x: Int y: Int } enum E { V } type Query { a(x: X): A e: E } input X { a: Int }',
    ],
    [
      'has no type that is empty, no union without a member and no field of an interface that nobody answers',
      `type Query { a: Int n: N u: U @tag(name: "internal") } interface N { id: ID x: Int } type O implements N { id: ID x: Int @tag(name: "internal") }
       union U = P | Q type P { x: Int @tag(name: "internal") } type Q @tag(name: "internal") { y: Int }`,
      partner,
      'interface N { id: ID } type O implements N { id: ID } type Query { a: Int n: N }',
    ],
    [
      'has no type to which nothing leads',
      'type Query { a: Int b: B @tag(name: "internal") } type B { e: E } enum E { V } type Lonely { x: Int }',
      partner,
      'type Query { a: Int }',
    ],
    [
      'may have types to which nothing leads',
      'type Query { a: Int } type Lonely { x: Int }',
      { ...partner, hideUnreachableTypes: false },
      'type Lonely { x: Int } type Query { a: Int }',
    ],
    [
      'has nothing that is inaccessible to everybody',
      'type Query { a: Int b: Int @inaccessible } ',
      partner,
      'type Query { a: Int }',
    ],
    [
      'is no schema where something seen leads to something hidden',
      'type Query { a: Int b: B } type B @tag(name: "internal") { x: Int }',
      partner,
      'Type "B" is hidden but is referenced by "Query.b", which is in the API schema',
    ],
  ])('%s', (_, sdl, contract, expected) => {
    expect(seen(sdl, contract)).toBe(expected)
  })

  test('knows a tag by the name that it is linked as', () => {
    const link =
      'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: [{name: "@tag", as: "@label"}])'
    const shop = subgraphSource('shop', 'a', `${link} type Query { a: Int b: Int @label(name: "internal") }`)
    const { schema } = contractSchema(partner, { ...sources(''), subgraphs: [shop] }) ?? {}
    expect(schema?.getQueryType()?.getFields()).not.toHaveProperty('b')
  })
})

const SHOP = `type Query { user: User }
type User {
  id: ID!
  email: String
  phone: String
}`

describe('a change', () => {
  test('that hides something from clients of a contract alone is told with its name, where its tag is', () => {
    const after = sources(SHOP.replace('email: String', 'email: String @tag(name: "internal")'), [partner, open])
    const before = sources(SHOP, [partner])
    const [one, ...rest] = checkContracts(before, { ...after, contracts: [partner] }, Config.parse({}), TODAY)
    expect(one).toMatchObject({
      rule: 'field-removed',
      severity: 'error',
      variant: 'partner',
      message: expect.stringContaining('for clients of the contract partner, User.email is gone'),
      location: { file: 'shop.graphql', line: 5 },
    })
    expect(rest).toEqual([])
  })

  test('that everybody sees is told of the whole, and not again of a contract', () => {
    const untagged = SHOP.replace('id: ID!', 'id: ID! @tag(name: "internal")')
    expect(told(sources(untagged), sources(untagged.replace('  email: String\n', '')))).toEqual([])
  })

  test('that shows something to them is a notice', () => {
    const tagged = SHOP.replace('email: String', 'email: String @tag(name: "internal")')
    const still = SHOP.replace('phone: String', 'phone: String @tag(name: "internal")')
    expect(told(sources(tagged), sources(still)).sort()).toEqual([
      'error field-removed User.phone in partner head:6',
      'notice field-added User.email in partner head:5',
    ])
  })

  test('hides what was deprecated for long enough', () => {
    const old = SHOP.replace('email: String', 'email: String @deprecated(reason: "2026-01-10: Use phone.")')
    const after = old.replace('Use phone.")', 'Use phone.") @tag(name: "internal")')
    const keep = sources(`${SHOP} type X { y: Int @tag(name: "internal") }`)
    expect(told({ ...keep, subgraphs: sources(old).subgraphs }, sources(after))).toEqual([
      'notice removed-after-deprecation User.email in partner head:5',
    ])
  })

  test('of the tags of a contract hides as well', () => {
    const sdl = SHOP.replace('email: String', 'email: String @tag(name: "pii")').replace(
      'phone: String',
      'phone: String @tag(name: "internal")',
    )
    const stricter = { ...partner, excludeTags: ['internal', 'pii'] }
    expect(told(sources(sdl), sources(sdl, [stricter]))).toEqual(['error field-removed User.email in partner head:5'])
  })

  test('of which contracts there are is told: a new one breaks nobody, one that is gone breaks all of its clients', () => {
    const sdl = SHOP.replace('email: String', 'email: String @tag(name: "internal")')
    expect(told(sources(sdl, [partner]), sources(sdl, [{ ...partner, name: 'other' }]))).toEqual([
      'error contract-removed partner in partner',
      'notice contract-added other in other',
    ])
  })

  test('that leaves no schema of a contract is an error, and a warning where there was none before', () => {
    const good = SHOP.replace('email: String', 'email: String @tag(name: "internal")')
    const bad = good.replace('type User {', 'type User @tag(name: "internal") {')
    expect(told(sources(good), sources(bad))).toEqual(['error contract-invalid partner in partner'])
    expect(told(sources(bad), sources(bad))).toEqual(['warning contract-invalid partner in partner'])
    expect(told(undefined, sources(bad))).toEqual(['error contract-invalid partner in partner'])
  })

  test('names tags that nothing has', () => {
    const message = checkContracts(undefined, sources(SHOP), Config.parse({}), TODAY).map((one) => one.message)
    expect(message).toEqual(['the contract partner names the tag "internal", which nothing has'])
  })

  test('breaks the operations that the contract says are its clients’', () => {
    const { operations } = operationsIn([
      { file: 'partner.graphql', text: 'query Mine { user { email } } query Other { user { phone } }' },
    ])
    const before = sources(`${SHOP} type X { y: Int @tag(name: "internal") }`, [{ ...partner, operations }])
    const hidden = sources(
      SHOP.replace('email: String', 'email: String @tag(name: "internal")').replace(
        'phone: String',
        'phone: String @tag(name: "internal")',
      ),
      [{ ...partner, operations: operations.slice(0, 1) }],
    )
    const stored = Config.parse({ clients: 'stored' })
    const only = (one: Sources): Sources => ({
      ...one,
      contracts: [{ ...partner, operations: operations.slice(0, 1) }],
    })
    expect(told(only(before), hidden, stored).sort()).toEqual([
      'error field-removed User.email in partner head:5',
      'error operation-broken Mine in partner head:1',
      // Nobody sends it.
      'warning field-removed User.phone in partner head:6',
    ])
  })

  test('is an operation that the contract hides, whatever there is to compare with', () => {
    const sdl = 'type Query { a: Int b: Int @tag(name: "internal") }'
    const { operations } = operationsIn([{ file: 'mine.graphql', text: 'query Mine { b }' }])
    const after = sources(sdl, [{ ...partner, operations }], { operations })
    const refused = 'error operation-invalid Mine in partner head:1'
    expect(told(undefined, after)).toEqual([refused])
    expect(told(sources('type Query { a: Nope }'), after)).toEqual([refused])
    expect(told(sources(sdl, []), after)).toEqual(['notice contract-added partner in partner', refused])
    expect(told(sources(sdl), after)).toEqual([refused])
  })

  test('is approved for one contract, and not for others', () => {
    const after = sources(SHOP.replace('email: String', 'email: String @tag(name: "internal")'), [
      partner,
      { ...partner, name: 'other' },
    ])
    const before = { ...after, subgraphs: sources(SHOP).subgraphs }
    const findings = checkContracts(before, after, Config.parse({}), TODAY)
    const approval = {
      rule: 'field-removed',
      coordinate: 'User.email',
      variant: 'partner',
      reason: 'they never asked',
      author: 'libby',
      expires: '2026-12-31',
    } as const
    const approved = approve(findings, [approval], { file: 'a.json', text: '' }, TODAY)
    expect(approved.map(({ variant, approvedBy }) => [variant, approvedBy !== undefined])).toEqual([
      ['partner', true],
      ['other', false],
    ])
  })
})
