import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { getIntrospectionQuery, parse, separateOperations, validate } from 'graphql'
import { describe, expect, test } from 'vitest'
import { Planner } from '../planning/planner.ts'
import { read, testRouter } from '../testing/router.ts'
import { operationLimits } from './operation-limits.ts'

const inSchema = (file: string) => fileURLToPath(new URL(`../../schema/${file}`, import.meta.url))
const real = { env: { SUPERGRAPH_FILE: inSchema('supergraph.graphql') } }
const times = (count: number, make: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => make(i)).join(' ')

/** Thirty fragments, each spread twice in the next: 1.1 kB that ask for a thousand million fields. */
const bomb = `{...F30} ${times(30, (i) => `fragment F${i + 1} on Query{...F${i} ...F${i}}`)} fragment F0 on Query{__typename}`
const bombOfBooks = `{books{edges{node{...F30}}}} ${times(30, (i) => `fragment F${i + 1} on Book{...F${i} ...F${i}}`)} fragment F0 on Book{id}`

describe('C28 an operation that asks for too much is refused before it is planned', () => {
  const refused: [what: string, operation: string, reason: string][] = [
    ['a bomb of nested fragments', bomb, 'MAX_RECURSIVE_SELECTIONS_EXCEEDED'],
    ['a bomb of nested fragments below a list', bombOfBooks, 'MAX_RECURSIVE_SELECTIONS_EXCEEDED'],
    ['fragments that spread themselves', '{...A} fragment A on Query{...A}', 'GRAPHQL_VALIDATION_FAILED'],
    ['aliases of __typename at the root', `{${times(100, (i) => `a${i}:__typename`)}}`, 'TOO_MANY_ALIASES'],
    ['more of them', `{${times(5_000, (i) => `a${i}:__typename`)}}`, 'GRAPHQL_PARSE_FAILED'],
    ['aliases of a costly field', `{${times(16, (i) => `a${i}:books{totalCount}`)}}`, 'TOO_MANY_ALIASES'],
    ['directives', `{${times(21, () => 'books @include(if:true){totalCount}')}}`, 'TOO_MANY_DIRECTIVES'],
    ['a page of everything', '{books(first:2147483647){edges{node{id}}}}', 'TOO_COSTLY'],
    [
      'many pages',
      `{${times(15, (i) => `a${i}:myDashboard(first:100){edges{node{rentalId title status book{id title}}}}`)}}`,
      'TOO_COSTLY',
    ],
    [
      'introspection of introspection',
      '{__schema{types{fields{type{fields{type{fields{type{name}}}}}}}}}',
      'GRAPHQL_VALIDATION_FAILED',
    ],
  ]
  test.each(refused)('C28 %s', async (_what, query, reason) => {
    const router = await testRouter(real)
    const { status, data, errors } = await router.ask({ query })
    expect({ status, data }).toEqual({ status: 400, data: undefined })
    expect(errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', reason })
    expect(router.plans.size).toBe(0)
  })

  test('C28 nesting', () => {
    const schema = new Planner(readFileSync(inSchema('supergraph.graphql'), 'utf8')).schema
    const nested = parse(`{${times(11, () => 'books{')}totalCount${times(11, () => '}')}}`)
    expect(validate(schema, nested, operationLimits())[0]?.extensions).toEqual({ reason: 'TOO_DEEP' })
  })

  test('C28 of many mistakes a few are listed', async () => {
    const router = await testRouter(real)
    const { errors } = await router.ask(`{${times(300, (i) => `nope${i}`)}}`)
    expect(errors?.length).toBeLessThanOrEqual(6)
  })

  test('C28 what clients really send passes: every operation of the acceptance, and a full page', async () => {
    const schema = new Planner(readFileSync(inSchema('supergraph.graphql'), 'utf8')).schema
    const operations = separateOperations(parse(readFileSync(inSchema('operations/acceptance.graphql'), 'utf8')))
    expect(Object.keys(operations).length).toBeGreaterThan(0)
    for (const [name, document] of Object.entries(operations)) {
      expect([name, validate(schema, document, operationLimits())]).toEqual([name, []])
    }
    const router = await testRouter(real)
    const rows =
      'rentalId version title status book { id title authors seatsFree } rental { id status book { id } payment { status } }'
    const page = `{ myDashboard(first: 100) { asOf { cursor } edges { cursor node { ${rows} } } pageInfo { endCursor } totalCount } }`
    await router.ask(page)
    expect(router.plans.size).toBe(1)
    const { errors, data } = await router.ask(getIntrospectionQuery())
    expect(errors).toBeUndefined()
    expect(data).toHaveProperty('__schema')
  })
})

describe('C28 a request of the wrong form is refused', () => {
  test('C28 a body of 10 MB is answered 413, whoever sends it', async () => {
    const router = await testRouter()
    const { status, errors } = await router.ask({
      query: '{ books { id } }',
      variables: { junk: 'x'.repeat(10_000_000) },
    })
    expect(status).toBe(413)
    expect(errors).toEqual([
      { message: 'The body is larger than 100 kB.', extensions: { code: 'BAD_USER_INPUT', reason: 'BODY_TOO_LARGE' } },
    ])
  })

  test('C28 a body of 10 MB in pieces, whose size nobody was told, as well', async () => {
    const router = await testRouter()
    let left = 100
    const body = new ReadableStream({
      pull: (stream) => (left-- > 0 ? stream.enqueue(Buffer.alloc(100_000, ' ')) : stream.close()),
    })
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body, duplex: 'half' }
    const { status } = await read(await fetch(router.url, init as RequestInit))
    expect(status).toBe(413)
  })

  test.each([
    ['INVALID_JSON', 'application/json', '{"query":', 400],
    ['INVALID_JSON', 'application/json', '', 400],
    ['INVALID_JSON', 'application/json', '{"__proto__":{"query":"{ books { id } }"}}', 400],
    ['UNSUPPORTED_MEDIA_TYPE', 'application/x-www-form-urlencoded', 'query=%7Bbooks%7Bid%7D%7D', 415],
    ['UNSUPPORTED_MEDIA_TYPE', 'text/plain', '{"query":"{ books { id } }"}', 415],
  ])('C28 %s: %s', async (reason, type, body, expected) => {
    const router = await testRouter()
    const response = await fetch(router.url, { method: 'POST', headers: { 'content-type': type }, body })
    const { status, errors } = await read(response)
    expect(status).toBe(expected)
    expect(errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', reason })
    expect(router.book.received).toEqual([])
  })

  test('C28 GET runs a query and refuses a mutation', async () => {
    const router = await testRouter()
    const get = async (query: string) => read(await fetch(`${router.url}?query=${encodeURIComponent(query)}`))
    expect(await get('{ books { title } }')).toMatchObject({ status: 200, data: { books: [{ title: 'Emma' }, {}] } })
    const refused = await get('mutation { lend(input: { bookId: "1" }) { id } }')
    expect(refused.status).toBe(405)
    expect(refused.headers.get('allow')).toBe('POST')
    expect(refused.errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', reason: 'BAD_REQUEST' })
    expect(router.rent.received).toEqual([])
  })
})

describe('C28 in production the schema is not shown', () => {
  const production = { env: { NODE_ENV: 'production', TRUSTED_DOCUMENTS: 'also' } }

  test('C28 introspection is off', async () => {
    const router = await testRouter(production)
    for (const query of ['{ __schema { types { name } } }', '{ __type(name: "Book") { name } }']) {
      const { status, errors } = await router.ask(query)
      expect(status).toBe(400)
      expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT' })
    }
  })

  test('C28 nothing is suggested, neither for fields nor for variables', async () => {
    const router = await testRouter(production)
    const field = await router.ask('{ bookz { id } }')
    const query = 'mutation Lend($input: LendInput!) { lend(input: $input) { id } }'
    const variable = await router.ask({ query, variables: { input: { bookId: '1', dayz: 3 } } })
    for (const { status, errors } of [field, variable]) {
      expect(status).toBe(400)
      expect(JSON.stringify(errors)).not.toContain('Did you mean')
    }
  })
})
