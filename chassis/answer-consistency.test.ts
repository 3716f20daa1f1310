import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { encodeConsistency } from './consistency.ts'
import type { RequestContext } from './request.ts'
import { codeOf, resolvers, startToySubgraph, type ToySubgraph } from './testing/toy-subgraph.ts'

const seen = randomUUID()
const switched = (id: string) => `${id.padStart(8, '0')}-0000-7000-8000-000000000000`
let subgraph: ToySubgraph

beforeAll(async () => {
  subgraph = await startToySubgraph({
    resolvers: {
      ...resolvers,
      Query: {
        ...resolvers.Query,
        lamp: (_: unknown, { id }: { id: string }, { consistency }: RequestContext) => {
          if (consistency.wanted.length > 0) consistency.reached(consistency.wanted.every((wanted) => wanted === seen))
          return { id, on: true }
        },
        whoAmI: (_: unknown, _args: unknown, { consistency }: RequestContext) => {
          consistency.said(seen)
          return {}
        },
      },
      Mutation: {
        switchOn: (_: unknown, { id }: { id: string }, { consistency }: RequestContext) => {
          consistency.said(switched(id))
          return { id, on: true }
        },
      },
    },
  })
})
afterAll(() => subgraph.stop())

const extensionsOf = async (query: string, headers: Record<string, string> = {}) =>
  (await subgraph.ask(query, headers)).extensions
const wants = (...ids: string[]) => ({ 'x-consistency': encodeConsistency(ids) })

test('statement 22 a mutation’s answer names the events that all its fields rest on', async () => {
  expect(await extensionsOf('mutation { a: switchOn(id: "1") { id } b: switchOn(id: "2") { id } }')).toEqual({
    consistency: [switched('1'), switched('2')],
  })
})

test('statement 22 a query’s answer says whether what was wanted has been seen', async () => {
  expect(await extensionsOf('{ lamp(id: "1") { id } }', wants(seen))).toEqual({ consistencyReached: true })
  expect(await extensionsOf('{ lamp(id: "1") { id } }', wants(seen, randomUUID()))).toEqual({
    consistencyReached: false,
  })
})

test('statement 22 nothing is said where nobody wanted, waited or wrote', async () => {
  expect(await extensionsOf('{ lamp(id: "1") { id } }')).toBeUndefined()
  expect(await extensionsOf('{ hello }', wants(seen))).toBeUndefined()
  expect(await extensionsOf('{ whoAmI { sub } }')).toBeUndefined()
})

test('statement 22 a header that is no token is refused', async () => {
  const answer = await subgraph.ask('{ hello }', { 'x-consistency': 'garbage' })
  expect(answer.status).toBe(400)
  expect(codeOf(answer)).toBe('BAD_USER_INPUT')
})
