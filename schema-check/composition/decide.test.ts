import { expect, test } from 'vitest'
import { Config, supergraphsIn } from '../config.ts'
import { casesIn, findingsOf } from '../corpus/read-cases.ts'

function told(text: string, config: Partial<Config> = {}): string[] {
  return casesIn(`### error x\n${text}`)
    .flatMap((one) => findingsOf(one, { composition: 'guild', ...config }))
    .filter(({ severity }) => severity !== 'notice')
    .map(({ severity, rule, coordinate, location }) =>
      [severity, rule, coordinate, location && `${location.file}:${location.line}`].filter((part) => part).join(' '),
    )
}

const SHARED_SUBSCRIPTION = 'type Query { a: Int }\ntype Subscription { b: Int @shareable }\n'
const LISTS = `type Query { a: A }
type A @key(fields: "id") { id: ID! x(i: [Int]): Int @shareable }
+++ two
type A @key(fields: "id") { id: ID! x(i: [Int!]): Int @shareable }
`

test('what only the composition that decides takes is a supergraph, and the other’s opinion is a warning', () => {
  const disagreement = 'warning composition-disagreement supergraph'
  expect(told(`type Query { a: Int }\n---\n${SHARED_SUBSCRIPTION}`)).toEqual([disagreement])
  expect(told(LISTS, { composition: 'apollo' })).toEqual([])
  expect(told(SHARED_SUBSCRIPTION, { composition: 'apollo' })[0]).toBe(
    'error composition-error INVALID_FIELD_SHARING one.graphql:6',
  )
})

test('what it refuses is an error where it stands, with its code', () => {
  expect(told(LISTS, { compositionDisagreement: 'off' })).toEqual([
    'error composition-error FIELD_ARGUMENT_TYPE_MISMATCH one.graphql:6',
  ])
})

test('where it cannot say, nothing passes', () => {
  const [first] = told('type Query { a: Int @requiresScopes(scopes: "a") }', { compositionDisagreement: 'off' })
  expect(first).toBe('error composition-error UNKNOWN')
})

test('what clients see by it is compared, replayed, planned and filtered', () => {
  const before = `${SHARED_SUBSCRIPTION}extend type Query { gone: Int }
directive @kept on FIELD
+++ two
extend type Query { other: Int @tag(name: "x") }
+++ operations
query Page { a @kept gone }
`
  const after = before.replace('gone: Int', 'here: Int').replace('directive @kept on FIELD\n', '')
  expect(told(`${before}---\n${after}`)).toEqual([
    'error field-removed Query.gone one.graphql:7',
    'error directive-removed @kept one.graphql:8',
    'error operation-broken Page operations.graphql:1',
  ])
})

test('its router is none of Apollo’s, unless somebody says so', () => {
  const config = {
    variants: { hive: { composition: 'guild' }, own: { composition: 'guild', router: '@apollo/gateway' } },
  }
  const routers = supergraphsIn(Config.parse(config)).map(([name, { router }]) => [name, router])
  expect(routers).toEqual([
    [undefined, undefined],
    ['hive', 'other'],
    ['own', '@apollo/gateway'],
  ])
})
