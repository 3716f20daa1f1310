import { CombinedGraphQLErrors, gql } from '@apollo/client'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createApiClient, failureOf, type Tokens } from './client.ts'
import { Consistency } from './consistency.ts'

const query = gql('query Titles { titles }')
const mutation = gql('mutation Lend { lend }')

interface Sent {
  readonly authorization: string | null
  readonly body: { readonly query: string; readonly extensions?: Record<string, unknown> }
}

let sent: Sent[]
let answers: object[]

beforeEach(() => {
  sent = []
  answers = []
  vi.stubGlobal('fetch', async (_url: string, { headers, body }: RequestInit) => {
    const parsed = JSON.parse(String(body)) as Sent['body']
    sent.push({ authorization: new Headers(headers).get('authorization'), body: parsed })
    const data = parsed.query.startsWith('mutation') ? { lend: 1 } : { titles: 1 }
    return new Response(JSON.stringify(answers.shift() ?? { data }), {
      headers: { 'content-type': 'application/graphql-response+json' },
    })
  })
})

afterEach(() => {
  vi.unstubAllGlobals()
})

const refused = { errors: [{ message: 'expired', extensions: { code: 'UNAUTHENTICATED' } }] }

function tokens(first: string | undefined, then?: string): Tokens {
  let token = first
  return {
    token: async () => token,
    refused: async () => {
      token = then
      return then !== undefined
    },
  }
}

const clientWith = (given: Tokens) =>
  createApiClient({ tokens: given, consistency: new Consistency(), url: 'http://library/graphql' })
const ask = (client: ReturnType<typeof clientWith>) => client.query({ query, fetchPolicy: 'network-only' })

describe('requests', () => {
  test('carry the token in a header, and none while nobody is signed in', async () => {
    await ask(clientWith(tokens('t1')))
    await ask(clientWith(tokens(undefined)))
    expect(sent.map(({ authorization }) => authorization)).toEqual(['Bearer t1', null])
  })

  test('with a token that has ended are sent again with another', async () => {
    answers = [refused]
    const { data } = await ask(clientWith(tokens('t1', 't2')))
    expect(data).toMatchObject({ titles: 1 })
    expect(sent.map(({ authorization }) => authorization)).toEqual(['Bearer t1', 'Bearer t2'])
  })

  test('are given up when there is no other', async () => {
    answers = [refused]
    await expect(ask(clientWith(tokens('t1')))).rejects.toSatisfy((error) => failureOf(error) === 'UNAUTHENTICATED')
    expect(sent).toHaveLength(1)
  })

  test('after a write ask for an answer that has it in it', async () => {
    const client = clientWith(tokens('t1'))
    await ask(client)
    answers = [{ data: { lend: 1 }, extensions: { consistency: 'written-1' } }]
    await client.mutate({ mutation })
    await ask(client)
    expect(sent.map(({ body }) => body.extensions?.['consistency'])).toEqual([undefined, undefined, 'written-1'])
  })
})

describe('what a person is told of a failure', () => {
  test.each(['FORBIDDEN', 'RATE_LIMITED', 'SUBGRAPH_UNAVAILABLE'])('%s', (code) => {
    expect(failureOf(new CombinedGraphQLErrors({ errors: [{ message: '', extensions: { code } }] }))).toBe(code)
  })

  test('a code that it does not know is our side’s', () => {
    expect(failureOf(new CombinedGraphQLErrors({ errors: [{ message: '' }] }))).toBe('INTERNAL_SERVER_ERROR')
  })

  test('no answer is the network', () => expect(failureOf(new TypeError('Failed to fetch'))).toBe('NETWORK'))
})
