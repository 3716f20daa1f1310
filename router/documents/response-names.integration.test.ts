import { ApolloGateway } from '@apollo/gateway'
import { ApolloServer } from '@apollo/server'
import fc from 'fast-check'
import { parse, print } from 'graphql'
import { describe, expect, test } from 'vitest'
import { createLogger } from '@ebook/chassis/log'
import { triedWithin, tries } from '@ebook/testkit/in-full'
import { dataSourceOf } from '../executor/subgraph-source.ts'
import { OperationExecutor } from '../federation/operation-executor.ts'
import { quieter } from '../federation/quieter.ts'
import { executedBy } from '../testing/planned-here.ts'
import { testRouter } from '../testing/router.ts'
import { toyLive, toyPayload, toyPlanner, toySchema, toySource, toySupergraph } from '../testing/toy-federation.ts'
import { sha256 } from './trusted-documents.ts'

const log = createLogger('router', 'fatal')
const gateway = new ApolloGateway({
  supergraphSdl: toySupergraph,
  buildService: ({ name }) => dataSourceOf(toySource(name)),
  logger: quieter(log),
})
const executor = new OperationExecutor(executedBy(toyPlanner, toySchema()))
gateway.executor = (requestContext) => executor.execute(requestContext)
const server = new ApolloServer({ gateway, logger: quieter(log) })
const live = toyLive({ log })

interface Answered {
  readonly data: unknown
  readonly errors: readonly string[]
}

const toldOf = (
  data: unknown,
  errors: readonly { readonly path?: readonly (string | number)[]; readonly message: string }[] = [],
): Answered => ({
  data: JSON.parse(JSON.stringify(data ?? null)) as unknown,
  errors: errors.map(({ path, message }) => path?.join('.') ?? message).sort(),
})

async function queried(query: string, variables: Record<string, unknown> = {}): Promise<Answered> {
  const { body } = await server.executeOperation({ query, variables })
  if (body.kind !== 'single') throw new Error('several parts')
  return toldOf(body.singleResult.data, body.singleResult.errors)
}

async function watched(text: string, id: string, variables: Record<string, unknown> = {}): Promise<Answered> {
  const prepared = await live.prepare({ text })
  const bound = prepared.bind(variables)
  const context = { viewer: undefined, requestId: 'r', traceparent: '', record: {}, trusted: undefined, log }
  const payload = await toyPayload(bound.upstream.query, bound.upstream.variables, id)
  const { data, errors } = await bound.hydrate(payload, { ...context, wanted: new AbortController() })
  return toldOf(data, errors)
}

/** A selection set: fields by type condition, `''` for none. */
interface Field {
  readonly name: string
  readonly as?: string
  readonly below?: Readonly<Record<string, readonly Field[]>>
}

const book = ['id', 'weight', 'title', 'title(lang: "ko")', 'authors', 'shipping', 'rare', '__typename']
const person = ['id', 'name', '__typename']
/** The names that are dangerous, and some that are not. */
const aliases = ['id', 'weight', 'title', 'book', '__typename', 'name', 'as__id', 'as__', 'a', 'b', 'constructor']

/** Distinct fields under distinct names: some have an alias. */
function fieldsOf(names: readonly string[]): fc.Arbitrary<readonly Field[]> {
  const plain = fc.uniqueArray(fc.constantFrom(...names), { minLength: 1, maxLength: 4, selector: baseOf })
  return plain.chain((chosen) =>
    fc.uniqueArray(fc.constantFrom(...aliases), { minLength: chosen.length, maxLength: chosen.length }).chain((given) =>
      fc.array(fc.boolean(), { minLength: chosen.length, maxLength: chosen.length }).map((keep) => {
        const fields = chosen.map((name, n) => (keep[n] ? { name } : { name, as: given[n] ?? 'z' }))
        const responses = fields.map((field) => field.as ?? baseOf(field.name))
        // Two fields of one response name would be no valid operation: then all get their alias.
        const isValid = new Set(responses).size === responses.length
        return isValid ? fields : chosen.map((name, n) => ({ name, as: given[n] ?? 'z' }))
      }),
    ),
  )
}

const baseOf = (name: string) => name.replace(/\(.*/, '')

const rowFields = fc
  .record({
    leaves: fieldsOf(['id', 'version', 'tags', '__typename']),
    book: fieldsOf(book),
    sure: fieldsOf(book.filter((name) => name !== 'rare')),
    owner: fieldsOf(person),
    friends: fieldsOf(person),
    books: fieldsOf(book),
    people: fieldsOf(person),
    names: fc.uniqueArray(fc.constantFrom('book', 'id', '__typename', 'sureBook', 'owner', 'version', 'x', 'y'), {
      minLength: 4,
      maxLength: 4,
    }),
  })
  .map(({ leaves, book, sure, owner, friends, books, people, names }): readonly Field[] => {
    const [a = '', b = '', c = '', d = ''] = names
    const taken = new Set(leaves.map(({ name, as }) => as ?? name))
    const under = (name: string, as: string) => (taken.has(as) || taken.has(name) ? `${as}_` : as)
    const unused = owner.filter(({ as, name }) => (as ?? name) !== 'friends')
    return [
      ...leaves,
      { name: 'book', as: under('book', a), below: { '': book } },
      { name: 'sureBook', as: under('sureBook', b), below: { '': sure } },
      { name: 'owner', as: under('owner', c), below: { '': [...unused, { name: 'friends', below: { '': friends } }] } },
      {
        name: 'things',
        as: under('things', d),
        below: { '': [{ name: '__typename', as: 'kind' }], Book: bookLike(books), Person: people },
      },
    ]
  })

/** The same name may stand for values of one shape only, whichever type it is. */
const bookLike = (fields: readonly Field[]) =>
  fields.map(({ name, as }) => ({ name, as: `book_${as ?? baseOf(name)}` }))

function written(fields: readonly Field[], isAliased: boolean): string {
  const printed = fields.map(({ name, as, below = {} }) => {
    const sets = Object.entries(below).map(([type, inner]) => {
      const set = written(inner, isAliased)
      return type === '' ? set : `... on ${type} { ${set} }`
    })
    const alias = isAliased && as !== undefined ? `${as}: ` : ''
    return `${alias}${name}${sets.length > 0 ? ` { ${sets.join(' ')} }` : ''}`
  })
  return printed.join(' ')
}

/** What the plain answer is under the aliases. */
function aliased(value: unknown, below: Readonly<Record<string, readonly Field[]>>): unknown {
  if (Array.isArray(value)) return value.map((item) => aliased(item, below))
  if (typeof value !== 'object' || value === null) return value
  const plain = value as Readonly<Record<string, unknown>>
  const fields = [...(below[''] ?? []), ...(below[String(plain['__typename'])] ?? [])]
  return Object.fromEntries(
    fields.map(({ name, as, below: inner = {} }) => [as ?? baseOf(name), aliased(plain[baseOf(name)], inner)]),
  )
}

describe('an alias holds what it names, and nothing else changes', () => {
  test.each([
    ['{ row(id: "1") { book { id: title authors } } }', { row: { book: { id: 'en b1', authors: null } } }],
    ['{ row(id: "1") { id: version book { title } } }', { row: { id: 7, book: { title: 'en b1' } } }],
    [
      '{ row(id: "1") { sureBook { id: weight weight: id shipping } } }',
      { row: { sureBook: { id: 2, weight: 'b1', shipping: 20 } } },
    ],
    ['{ row(id: "1") { book: id id: book { title } } }', { row: { book: '1', id: { title: 'en b1' } } }],
    [
      '{ row(id: "1") { owner { __typename: name id: __typename } } }',
      { row: { owner: { __typename: 'Name of p1', id: 'Person' } } },
    ],
    [
      '{ id: row(id: "1") { ...F } } fragment F on Row { id: tags book { ...B } } fragment B on Book { id: title title: id }',
      { id: { id: ['a', 'b'], book: { id: 'en b1', title: 'b1' } } },
    ],
    [
      '{ row(id: "1") { things { ... on Book { id: __typename title } ... on Person { id: __typename name } } } }',
      {
        row: {
          things: [
            { id: 'Book', title: 'en b1' },
            { id: 'Person', name: 'Name of p1' },
          ],
        },
      },
    ],
    [
      '{ row(id: "1") { owner { id: friends { id: name name: id } } } }',
      {
        row: {
          owner: {
            id: [
              { id: null, name: 'p2' },
              { id: 'Name of p3', name: 'p3' },
            ],
          },
        },
      },
    ],
    [
      '{ row(id: "1") { as__id: version id: tags book { title } } }',
      { row: { as__id: 7, id: ['a', 'b'], book: { title: 'en b1' } } },
    ],
  ])('B1 %s', async (query, data) => {
    expect(await queried(query)).toEqual({ data, errors: [] })
    const selection = /^\{ (?:id: )?row\(id: "1"\) (.*?) \}(?: fragment.*)?$/s.exec(query)?.[1] ?? ''
    const fragments = /\} (fragment .*)$/s.exec(query)?.[1] ?? ''
    const { data: payload, errors } = await watched(`subscription { id: rowChanged ${selection} } ${fragments}`, '1')
    expect({ payload, errors }).toEqual({ payload: { id: Object.values(data)[0] }, errors: [] })
  })

  test('B1 an error has the path that the client knows', async () => {
    expect(await queried('{ id: row(id: "2") { id: book { id: rare } } }')).toEqual({
      data: { id: { id: null } },
      errors: ['id.id.id'],
    })
  })

  test(
    'B1 whatever the aliases, the values are those of the same operation without any, as a query and live',
    async () => {
      await fc.assert(
        fc.asyncProperty(rowFields, fc.constantFrom('1', '2', '3'), async (fields, id) => {
          const plain = await queried(`{ row(id: "${id}") { ${written(plainOf(fields), true)} } }`)
          const query = `{ row(id: "${id}") { ${written(fields, true)} } }`
          const expected = (plain.data as { row: unknown } | null)?.row
          const told = await queried(query)
          expect((told.data as { row: unknown } | null)?.row, query).toEqual(aliased(expected, { '': fields }))
          expect(told.errors).toHaveLength(plain.errors.length)
          // Live operations are held to the limits of the router, the bare gateway of this test to none.
          if (query.split(': ').length > 16) return
          const { data } = await watched(`subscription { rowChanged { ${written(fields, true)} } }`, id)
          expect((data as { rowChanged: unknown } | null)?.rowChanged, query).toEqual(aliased(expected, { '': fields }))
        }),
        { numRuns: tries(100) },
      )
    },
    triedWithin(120_000),
  )

  test('B1 a mutation, and a trusted document by its hash, whose plan is known from the start', async () => {
    const trusted = 'query Titles { books { id: title title: id } }'
    const router = await testRouter({ trusted })
    expect(router.plans.size).toBe(2)
    const { data } = await router.ask({
      extensions: { persistedQuery: { version: 1, sha256Hash: sha256(print(parse(trusted))) } },
    })
    expect(data).toEqual({
      books: [
        { id: 'Emma', title: '1' },
        { id: 'Persuasion', title: '2' },
      ],
    })
    expect(router.plans.size).toBe(2)
    const lent = await router.ask('mutation { id: lend(input: { bookId: "1" }) { book { id: title title: id } } }')
    expect(lent.data).toEqual({ id: { book: { id: 'Emma', title: '1' } } })
  })
})

describe('a variable may have any name', () => {
  const names = [
    'representations',
    'as__representations',
    'as__id',
    'constructor',
    'toString',
    'hasOwnProperty',
    '_x',
    'id',
  ]

  test.each(names)('$%s: given, by default, and not given; as a query and live', async (name) => {
    const selection = `{ id version book { title(lang: $${name}) } }`
    const row = (title: string) => ({ row: { id: '1', version: 7, book: { title } } })
    const query = `query ($${name}: String) { row(id: "1") ${selection} }`
    expect(await queried(query, { [name]: 'ko' })).toEqual({ data: row('ko b1'), errors: [] })
    expect(await queried(query)).toEqual({ data: row('en b1'), errors: [] })
    const byDefault = `query ($${name}: String = "ja") { row(id: "1") ${selection} }`
    expect(await queried(byDefault)).toEqual({ data: row('ja b1'), errors: [] })
    const text = `subscription ($${name}: String) { rowChanged ${selection} }`
    expect(await watched(text, '1', { [name]: 'ko' })).toEqual({ data: { rowChanged: row('ko b1').row }, errors: [] })
    expect(await watched(text, '1')).toEqual({ data: { rowChanged: row('en b1').row }, errors: [] })
  })

  test.each(names)('$%s in @include, in the first fetch, and beside an alias that is changed', async (name) => {
    const query = `query ($${name}: Boolean!, $as__b: ID!) { id: row(id: $as__b) { id: version book @include(if: $${name}) { id: title } } }`
    expect((await queried(query, { [name]: true, as__b: '1' })).data).toEqual({
      id: { id: 7, book: { id: 'en b1' } },
    })
    expect((await queried(query, { [name]: false, as__b: '1' })).data).toEqual({ id: { id: 7 } })
  })

  test.each(names)('$%s that does not fit is told by that name, as a query and live', async (name) => {
    const { errors } = await queried(
      `query ($${name}: String!) { row(id: "1") { book { title(lang: $${name}) } } }`,
      {},
    )
    expect(errors).toEqual([expect.stringContaining(`"$${name}"`)])
    const text = `subscription ($${name}: ID!) { rowChanged(id: $${name}) { book { title } } }`
    const prepared = await live.prepare({ text })
    expect(() => prepared.bind({})).toThrow(`"$${name}"`)
    expect(prepared.bind({ [name]: '5' })).toMatchObject({ argumentsKey: '["rowChanged",{"id":"5"}]' })
    expect(Object.values(prepared.bind({ [name]: '5' }).upstream.variables)).toEqual(['5'])
  })

  test('a fragment may have a name as the planner gives its own', async () => {
    const query =
      '{ a: row(id: "1") { book { ...B } sureBook { ...B } } } fragment B on Book { ..._generated_onBook3_0 } ' +
      'fragment _generated_onBook3_0 on Book { title authors rare }'
    const book = { title: 'en b1', authors: null, rare: 'rare' }
    expect(await queried(query)).toEqual({ data: { a: { book, sureBook: book } }, errors: [] })
  })
})

function plainOf(fields: readonly Field[]): readonly Field[] {
  return fields.map(({ name, below }) => ({
    name,
    ...(below && { below: Object.fromEntries(Object.entries(below).map(([type, inner]) => [type, plainOf(inner)])) }),
  }))
}
