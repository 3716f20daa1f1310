import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { buildSchema, getOperationAST, getVariableValues, Kind, parse, print } from 'graphql'
import { describe, expect, test } from 'vitest'
import { readOperations } from '@ebook/schema/operations'
import { Planner } from '../planning/planner.ts'
import { FakeSubscriptions } from '../testing/fake-subscriptions.ts'
import { initialisedSocket } from '../testing/raw-socket.ts'
import { testRouter } from '../testing/router.ts'
import { streamed } from '../testing/streamed.ts'
import { costOf, pointsOf } from './operation-cost.ts'

const toy = buildSchema(`type Query { books(first: Int = 20): Books! } type Books { nodes: [Book!]! total: Int }
  type Book { id: ID! alike(first: Int, last: Int): Books! }`)

/** Of the types of arguments that have to be given; what is asked for with a mutation costs the same whatever is given. */
const SAMPLES: Readonly<Record<string, unknown>> = {
  ID: 'one',
  String: 'Asia/Seoul',
  DateTime: '2026-11-29T00:00:00.000Z',
}

function cost(query: string, variables: Record<string, unknown> = {}, schema = toy): number {
  const document = parse(query)
  const operation = getOperationAST(document)
  if (!operation) throw new Error('no operation')
  const { coerced = {} } = getVariableValues(schema, operation.variableDefinitions ?? [], variables)
  return costOf(schema, document, operation, coerced)
}

describe('11.11 what is asked for counts as what it is when the variables are in', () => {
  test('written out, by a variable, by its default and by that of the schema it is the same', () => {
    const one = cost('{ books(first: 1) { total } }')
    expect(cost('{ books(first: 20) { total } }')).toBe(20 * one)
    expect(cost('query ($n: Int) { books(first: $n) { total } }', { n: 20 })).toBe(20 * one)
    expect(cost('query ($n: Int = 20) { books(first: $n) { total } }')).toBe(20 * one)
    expect(cost('{ books { total } }')).toBe(20 * one)
    expect(
      cost('query ($n: Int) { ...F } fragment F on Query { ... on Query { books(first: $n) { total } } }', { n: 20 }),
    ).toBe(20 * one)
  })

  test('lists within lists multiply', () => {
    const nested = (n: number) =>
      cost('query ($n: Int) { books(first: 1) { nodes { alike(first: $n) { nodes { id } } } } }', { n })
    expect(nested(100) - nested(99)).toBeGreaterThan(5)
    expect(() =>
      cost('query ($n: Int) { books(first: $n) { nodes { alike(last: $n) { nodes { id } } } } }', { n: 200 }),
    ).toThrow('too much')
  })

  test('every operation that the applications are built with is within the limits, at a full page', () => {
    const schema = new Planner(
      readFileSync(fileURLToPath(new URL('../../schema/supergraph.graphql', import.meta.url)), 'utf8'),
    ).schema
    for (const { name, document } of readOperations()) {
      const operation = getOperationAST(document)
      if (!operation) throw new Error(name)
      const given = (operation.variableDefinitions ?? []).flatMap(({ variable, type }) => {
        const sample = type.kind === Kind.NON_NULL_TYPE ? SAMPLES[print(type.type)] : undefined
        return sample === undefined ? [] : [[variable.name.value, sample]]
      })
      const variables: Record<string, unknown> = { ...Object.fromEntries(given), first: 100 }
      expect(() => costOf(schema, document, operation, variables), name).not.toThrow()
    }
  })
})

describe('11.11 cost and planning are charged to who asks', () => {
  const costly = 'query ($n: Int) { books(first: $n) { id title } }'
  const dear = { query: costly, variables: { n: 2_000 } }

  test('pages of a thousand use the allowance up sooner, for a member as for a stranger', async () => {
    const router = await testRouter({ env: { RATE_LIMIT_PER_MINUTE: '1000', ANONYMOUS_RATE_LIMIT_PER_MINUTE: '4000' } })
    expect(pointsOf(10_000)).toBe(20)
    for (const token of [await router.issuer.token(), undefined]) {
      const ask = () => router.ask(dear, token === undefined ? {} : { token })
      let answered = 0
      for (; answered < 200; answered++) {
        const { status, headers, errors } = await ask()
        if (status === 200) continue
        expect({ status, errors }).toEqual({
          status: 429,
          errors: [
            {
              message: expect.any(String),
              extensions: { code: 'RATE_LIMITED', reason: 'RATE_LIMITED', retryAfter: expect.any(Number) },
            },
          ],
        })
        expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
        break
      }
      // A thousand, each worth one and the hundredth part that one may take.
      expect(answered).toBe(90)
    }
  })

  test('what is too much is refused on every way in, before a subgraph is asked', async () => {
    const router = await testRouter({ subscriptions: new FakeSubscriptions() })
    const body = { query: costly, variables: { n: 2_147_483_647 } }
    const token = await router.issuer.token()
    expect((await router.ask(body)).errors?.[0]?.extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      reason: 'TOO_COSTLY',
    })
    const headers = { accept: 'text/event-stream', 'content-type': 'application/json' }
    expect((await (await streamed(router.url, { headers }, body)).ended).text).toContain('TOO_COSTLY')
    const socket = await initialisedSocket(router.url, token)
    socket.send({ id: '1', type: 'subscribe', payload: body })
    expect(await socket.message()).toMatchObject({ type: 'error', payload: [{ extensions: { reason: 'TOO_COSTLY' } }] })
    expect(router.book.received).toEqual([])
    expect(router.plans.size).toBe(0)
  })

  test('a document that is not planned counts ten times, the next time once', async () => {
    const router = await testRouter({ env: { RATE_LIMIT_PER_MINUTE: '1000' } })
    const token = await router.issuer.token()
    const statuses = async (query: (n: number) => string) => {
      let answered = 0
      while (answered < 1_000 && (await router.ask(query(answered), { token })).status === 200) answered += 1
      return answered
    }
    expect(await statuses((n) => `query Q${n} { books { id } }`)).toBe(90)
  })

  test('all strangers together have an allowance, one address a quarter of it, and members are not held up', async () => {
    const env = { TRUST_PROXY: '1', ANONYMOUS_RATE_LIMIT_PER_MINUTE: '8' }
    const router = await testRouter({ env })
    const from = async (address: string) =>
      (await router.ask('{ books { id } }', { headers: { 'x-forwarded-for': address } })).status
    const statuses = []
    for (const address of ['1', '1', '1', '2', '2', '3', '3', '4', '4', '5'])
      statuses.push(await from(`192.0.2.${address}`))
    expect(statuses).toEqual([200, 200, 429, 200, 200, 200, 200, 200, 200, 429])
    expect((await router.ask('{ books { id } }', { token: await router.issuer.token() })).status).toBe(200)
    const socket = await initialisedSocket(router.url, await router.issuer.token())
    socket.ws.close()
  })
})
