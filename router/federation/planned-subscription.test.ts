import { ApolloGateway } from '@apollo/gateway'
import { ApolloServer } from '@apollo/server'
import fc from 'fast-check'
import { GraphQLError } from 'graphql'
import { describe, expect, test } from 'vitest'
import { createLogger } from '@ebook/chassis/log'
import { triedWithin, tries } from '@ebook/testkit/in-full'
import { maskError } from '../errors/mask-error.ts'
import { dataSourceOf } from '../executor/subgraph-source.ts'
import { toyLive, toyPayload, toySource, toySupergraph } from '../testing/toy-federation.ts'
import type { LiveSchema } from './planned-subscription.ts'
import { quieter } from './quieter.ts'

const log = createLogger('router', 'fatal')
const context = { viewer: undefined, requestId: 'request-1', traceparent: '', record: {}, trusted: undefined, log }
const contextValue = { ...context, wanted: new AbortController() }

const schemas = new Map<string, LiveSchema>()

/** Each is made once: composing and planning is most of what these tests do. */
function live({ production = false, away = new Set<string>() } = {}): LiveSchema {
  const key = JSON.stringify([production, ...away])
  const schema = schemas.get(key) ?? toyLive({ away, production, log })
  schemas.set(key, schema)
  return schema
}

async function bound(schema: LiveSchema, text: string, variables: Record<string, unknown> = {}) {
  const prepared = await schema.prepare({ text })
  return prepared.bind(variables)
}

async function refusal(
  text: string,
  { operationName, variables = {}, production = false }: Record<string, unknown> = {},
) {
  try {
    const name = operationName as string | undefined
    const prepared = await live({ production: production === true }).prepare({ text, operationName: name })
    prepared.bind(variables as Record<string, unknown>)
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error
    const { message, extensions } = maskError(error.toJSON(), { suggestions: production !== true })
    return { message, ...extensions }
  }
}

async function hydrated(text: string, { id = '1', variables = {}, away = new Set<string>() } = {}) {
  const { upstream, hydrate } = await bound(live({ away }), text, variables)
  return hydrate(await toyPayload(upstream.query, upstream.variables, id), contextValue)
}

describe('what is asked', () => {
  test('is subscribed at the subgraph of the field, with the variables that it uses and no others', async () => {
    const text = `subscription Watch($id: ID, $lang: String, $snapshot: Boolean) {
      rowChanged(id: $id, snapshot: $snapshot) { version book { title(lang: $lang) } }
    }`
    const watch = await bound(live(), text, { id: '1', lang: 'ko', snapshot: true })
    expect(watch).toMatchObject({ subgraph: 'view', begin: 'snapshot', hydratesNothing: false })
    expect(watch.upstream.variables).toEqual({ id: '1', snapshot: true })
    expect(watch.upstream.query).not.toContain('title')
  })

  test('without another subgraph in it, there is nothing to hydrate', async () => {
    expect(await bound(live(), 'subscription { rowChanged { id book { id weight } } }')).toMatchObject({
      hydratesNothing: true,
      begin: 'now',
    })
  })

  test('can be shared by all who ask for the same, however they begin, and by nobody else', async () => {
    const key = async (text: string, variables: Record<string, unknown> = {}) =>
      (await bound(live(), text, variables)).groupKey
    const text = 'subscription ($id: ID, $snapshot: Boolean) { rowChanged(id: $id, snapshot: $snapshot) { id } }'
    expect(await key(text, { id: '1', snapshot: true })).toBe(await key(text, { snapshot: false, id: '1' }))
    expect(await key(text, { id: '1' })).toBe(await key(text.replace('{ id }', '{\n  id\n}'), { id: '1' }))
    expect(await key(text, { id: '1' })).not.toBe(await key(text, { id: '2' }))
    expect(await key(text, { id: '1' })).not.toBe(await key(text.replace('{ id }', '{ version }'), { id: '1' }))
    const elsewhere = `subscription ($snapshot: Boolean!) { rowChanged(snapshot: $snapshot) { id tags @include(if: $snapshot) } }`
    expect(await key(elsewhere, { snapshot: true })).not.toBe(await key(elsewhere, { snapshot: false }))
  })

  test('a cursor belongs to the field and its arguments, whatever is selected and however it begins', async () => {
    const key = async (text: string, variables: Record<string, unknown> = {}) =>
      (await bound(live(), text, variables)).argumentsKey
    const plain = await key('subscription { rowChanged { id } }')
    expect(await key('subscription { r: rowChanged(snapshot: true, id: null) { version } }')).toBe(plain)
    expect(await key('subscription ($i: ID) { ...F } fragment F on Subscription { rowChanged(id: $i) { id } }')).toBe(
      plain,
    )
    expect(await key('subscription { rowChanged(status: OPEN) { id } }')).not.toBe(plain)
    expect(await key('subscription { sureRowChanged { id } }')).not.toBe(plain)
    const one = await key('subscription { rowChanged(by: { from: 1, to: 2 }) { id } }')
    expect(await key('subscription ($by: Choice) { rowChanged(by: $by) { id } }', { by: { to: 2 } })).toBe(one)
  })
})

describe('what is refused, as over HTTP', () => {
  const invalid = { code: 'BAD_USER_INPUT', reason: 'GRAPHQL_VALIDATION_FAILED' }

  test.each([
    ['no GraphQL', 'subscription {', { code: 'BAD_USER_INPUT', reason: 'GRAPHQL_PARSE_FAILED' }],
    ['an unknown field', 'subscription { rowChanged { nothing } }', invalid],
    ['two root fields', 'subscription { rowChanged { id } sureRowChanged { id } }', invalid],
    ['introspection at the root', 'subscription { __typename }', invalid],
    ['a query', '{ row(id: "1") { id } }', { reason: 'NOT_A_SUBSCRIPTION' }],
    ['no operation', 'fragment F on Row { id }', invalid],
    [
      'two without a name to choose by',
      'subscription A { rowChanged { id } } subscription B { rowChanged { id } }',
      { reason: 'OPERATION_RESOLUTION_FAILURE' },
    ],
    [
      'too many aliases',
      `subscription { rowChanged { ${Array.from({ length: 16 }, (_, n) => `a${n}: id`).join(' ')} } }`,
      { reason: 'TOO_MANY_ALIASES' },
    ],
    ['too many tokens', `subscription { rowChanged { ${'id '.repeat(1_000)} } }`, { reason: 'GRAPHQL_PARSE_FAILED' }],
    [
      'too deep',
      `subscription { rowChanged { owner ${'{ friends '.repeat(10)} { id } ${'}'.repeat(10)} } }`,
      { reason: 'TOO_DEEP' },
    ],
  ])('%s', async (_what, text, expected) => {
    expect(await refusal(text)).toMatchObject({ code: 'BAD_USER_INPUT', ...expected })
  })

  test('@skip and @include at the root, for which graphql-js would throw', async () => {
    for (const text of [
      'subscription ($x: Boolean!) { rowChanged @include(if: $x) { id } }',
      'subscription { rowChanged @skip(if: true) { id } }',
      'subscription ($x: Boolean!) { ... @include(if: $x) { rowChanged { id } } }',
      'subscription ($x: Boolean!) { ...F } fragment F on Subscription { ...G } fragment G on Subscription { rowChanged @skip(if: $x) { id } }',
    ]) {
      expect(await refusal(text, { variables: { x: true } }), text).toMatchObject({
        code: 'BAD_USER_INPUT',
        reason: 'OPTIONAL_ROOT',
      })
    }
    expect(
      await refusal('subscription ($x: Boolean!) { rowChanged { id @include(if: $x) } }', { variables: { x: true } }),
    ).toBeUndefined()
  })

  test('nested fragments that would take the memory of the process, in no time', async () => {
    const fragments = Array.from({ length: 20 }, (_, n) => `fragment F${n} on Row { ...F${n + 1} ...F${n + 1} }`)
    const text = `subscription { rowChanged { ...F0 } } ${fragments.join(' ')} fragment F20 on Row { id }`
    expect(await refusal(text)).toMatchObject({ code: 'BAD_USER_INPUT', reason: 'TOO_MANY_SELECTIONS' })
    const circle = 'subscription { rowChanged { ...A } } fragment A on Row { ...B } fragment B on Row { ...A }'
    expect(await refusal(circle)).toMatchObject(invalid)
  })

  test('variables that do not fit', async () => {
    const text = 'subscription ($status: Status!) { rowChanged(status: $status) { id } }'
    expect(await refusal(text, { variables: { status: 'LOST' } })).toMatchObject({
      code: 'BAD_USER_INPUT',
      reason: 'BAD_VARIABLES',
    })
    expect(await refusal(text)).toMatchObject({ code: 'BAD_USER_INPUT', reason: 'BAD_VARIABLES' })
  })

  test('in production no suggestions', async () => {
    const text = 'subscription { rowChanged { verson } }'
    expect((await refusal(text))?.message).toContain('Did you mean "version"')
    expect((await refusal(text, { production: true }))?.message).not.toContain('version"')
  })
})

describe('what is answered', () => {
  const gateway = new ApolloGateway({
    supergraphSdl: toySupergraph,
    buildService: ({ name }) => dataSourceOf(toySource(name)),
    logger: quieter(log),
  })
  const server = new ApolloServer({ gateway, formatError: (error) => maskError(error, { suggestions: true }) })

  const pieces = [
    'id',
    'v: version',
    'tags',
    'book { id title }',
    'b: book { t: title(lang: $lang) authors }',
    'book { shipping }',
    'book @include(if: $yes) { weight }',
    'book @skip(if: $yes) { authors }',
    'sureBook { title }',
    'sureBook { rare }',
    'owner { name friends { id name } }',
    'things { __typename ... on Book { title weight } ... on Person { name } }',
    '...Whole',
    '... { version owner { id } }',
  ]
  const rest =
    'fragment Whole on Row { id owner { ...Named } book { title } } fragment Named on Person { __typename name }'
  const head = '($lang: String, $yes: Boolean = true)'

  test(
    'is what the same selection is as a query: aliases, fragments, unions, @requires, nulls and errors',
    async () => {
      const selection = fc.subarray(pieces, { minLength: 1 })
      await fc.assert(
        fc.asyncProperty(selection, fc.constantFrom('1', '2', '3'), fc.boolean(), async (fields, id, yes) => {
          const body = `{ ${fields.join(' ')} lang: book { t: title(lang: $lang) x: id @include(if: $yes) } ...Whole }`
          const variables = { lang: 'ko', yes }
          const queried = await server.executeOperation({
            query: `query Q${head} { rowChanged: row(id: "${id}") ${body} } ${rest}`,
            variables,
          })
          if (queried.body.kind !== 'single') throw new Error('several parts')
          const { data, errors } = queried.body.singleResult
          const told = await hydrated(`subscription S${head} { rowChanged ${body} } ${rest}`, { id, variables })
          expect(plain(told.data)).toEqual(plain(data))
          const paths = (list: readonly { path?: readonly (string | number)[] }[] = []) =>
            list.map(({ path }) => path?.join('.')).sort()
          expect(
            paths(told.errors?.filter(({ extensions }) => extensions?.['reason'] !== 'INCOMPLETE_ANSWER')),
          ).toEqual(paths(errors))
        }),
        { numRuns: tries(60) },
      )
    },
    triedWithin(60_000),
  )

  test('what cannot be reached is null with an error, and the rest is there', async () => {
    const text = 'subscription { rowChanged { version book { title } owner { name } } }'
    const { data, errors } = await hydrated(text, { away: new Set(['shop']) })
    expect(plain(data)).toEqual({ rowChanged: { version: 7, book: null, owner: { name: 'Name of p1' } } })
    expect(errors).toEqual([
      {
        message: 'Something went wrong on our side.',
        extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: 'request-1' },
      },
    ])
  })

  test('a null that the schema does not allow goes up to the data, with its error', async () => {
    const { data, errors } = await hydrated('subscription { sureRowChanged { sureBook { rare } } }', { id: '2' })
    expect(data).toBeNull()
    expect(errors).not.toHaveLength(0)
  })

  test('what the subscribed subgraph itself says is wrong comes along', async () => {
    const { hydrate } = await bound(live(), 'subscription { rowChanged { id book { title } } }')
    const told = await hydrate(
      { data: { rowChanged: null }, errors: [{ message: 'a bug', path: ['rowChanged'] }] },
      contextValue,
    )
    expect(told).toMatchObject({
      data: { rowChanged: null },
      errors: [{ path: ['rowChanged'], message: 'Something went wrong on our side.' }],
    })
  })
})

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))
