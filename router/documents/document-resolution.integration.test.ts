import { ApolloClient, gql, HttpLink, InMemoryCache } from '@apollo/client'
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries'
import {
  ApolloClient as Apollo3Client,
  HttpLink as Http3Link,
  InMemoryCache as Memory3Cache,
  gql as gql3,
} from 'apollo-client-3'
import { createPersistedQueryLink } from 'apollo-client-3/link/persisted-queries'
import { parse, print } from 'graphql'
import { describe, expect, test } from 'vitest'
import { FakeSubscriptions } from '../testing/fake-subscriptions.ts'
import { initialisedSocket } from '../testing/raw-socket.ts'
import { testRouter } from '../testing/router.ts'
import { streamed } from '../testing/streamed.ts'
import { sha256 } from './trusted-documents.ts'

const trusted = 'mutation Lend($input: LendInput!) { lend(input: $input) { id } }'
const hash = sha256(print(parse(trusted)))
const query = '{ books { id } }'
const persisted = (sha256Hash: unknown, version: unknown = 1) => ({ persistedQuery: { version, sha256Hash } })

describe('B3 a text and a hash that disagree are refused', () => {
  const refused: [
    what: string,
    body: { readonly extensions?: object; readonly query?: string; readonly documentId?: string },
    reason: string,
  ][] = [
    ["a trusted document's hash and another text", { query, extensions: persisted(hash) }, 'HASH_MISMATCH'],
    ['the same by documentId', { query, documentId: `sha256:${hash}` }, 'HASH_MISMATCH'],
    ['a hash of nothing', { query, extensions: persisted('a'.repeat(64)) }, 'HASH_MISMATCH'],
    ['two hashes', { documentId: hash, extensions: persisted(sha256(query)) }, 'HASH_MISMATCH'],
    ['no hash', { query, extensions: persisted('banana') }, 'INVALID_HASH'],
    ['a number', { query, extensions: persisted(7) }, 'INVALID_HASH'],
    ['nothing where a hash should be', { query, extensions: { persistedQuery: { version: 1 } } }, 'INVALID_HASH'],
    ['no hash as documentId', { query, documentId: 'banana' }, 'INVALID_HASH'],
    ['another version', { query, extensions: persisted(sha256(query), 2) }, 'HASH_VERSION'],
  ]
  test.each(refused)('%s: by POST, GET, event stream, multipart and WebSocket', async (_what, body, reason) => {
    const router = await testRouter({ trusted, subscriptions: new FakeSubscriptions() })
    const token = await router.issuer.token()
    const extensions = { code: 'BAD_USER_INPUT', reason }
    const posted = await router.ask(body, { token })
    expect({ status: posted.status, extensions: posted.errors?.[0]?.extensions }).toEqual({ status: 400, extensions })
    const search = new URLSearchParams(
      Object.entries(body).map(([key, value]): [string, string] => [
        key,
        typeof value === 'string' ? value : JSON.stringify(value),
      ]),
    )
    const got = await fetch(`${router.url}?${String(search)}`)
    expect({ status: got.status, body: await got.json() }).toMatchObject({
      status: 400,
      body: { errors: [{ extensions }] },
    })
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` }
    for (const accept of ['text/event-stream', 'multipart/mixed;subscriptionSpec=1.0']) {
      const { text } = await (await streamed(router.url, { headers: { ...headers, accept } }, body)).ended
      expect(text).toContain(`"reason":"${reason}"`)
    }
    const socket = await initialisedSocket(router.url, token)
    socket.send({ id: '1', type: 'subscribe', payload: { query: '', ...body } })
    expect(await socket.message()).toMatchObject({ type: 'error', payload: [{ extensions }] })
    expect([...router.rent.received, ...router.book.received]).toEqual([])
  })

  test('what belongs together is run: the text laid out otherwise, digits in capitals', async () => {
    const router = await testRouter({ trusted })
    const variables = { input: { bookId: '1' } }
    for (const body of [
      { query: trusted, variables, extensions: persisted(hash) },
      { query: print(parse(trusted)), variables, extensions: persisted(hash.toUpperCase()) },
      { query: '', variables, extensions: persisted(hash) },
    ]) {
      expect((await router.ask(body)).errors).toBeUndefined()
    }
    expect((await router.ask({ query, extensions: persisted(sha256(query)) })).errors).toBeUndefined()
  })
})

describe('B4 a client of automatic persisted queries asks twice once, not always', () => {
  function counting() {
    let requests = 0
    return {
      requests: () => requests,
      fetch: ((...args) => {
        requests += 1
        return fetch(...args)
      }) as typeof fetch,
    }
  }

  test.each([
    ['4', ask4],
    ['3', ask3],
  ])('Apollo Client %s: ten queries are at most eleven requests', async (_version, ask) => {
    const router = await testRouter()
    const { fetch, requests } = counting()
    const titles = await ask(router.url, fetch)
    expect(titles).toEqual(Array.from({ length: 10 }, () => 'Emma'))
    expect(requests()).toBeLessThanOrEqual(11)
  })

  async function ask4(uri: string, fetch: typeof globalThis.fetch): Promise<unknown[]> {
    const link = new PersistedQueryLink({ sha256 }).concat(new HttpLink({ uri, fetch }))
    const client = new ApolloClient({ link, cache: new InMemoryCache() })
    const titles = []
    for (let n = 0; n < 10; n++) {
      const { data } = await client.query<{ books: { title: string }[] }>({
        query: gql('{ books { title } }'),
        fetchPolicy: 'network-only',
      })
      titles.push(data?.books[0]?.title)
    }
    return titles
  }

  async function ask3(uri: string, fetch: typeof globalThis.fetch): Promise<unknown[]> {
    const link = createPersistedQueryLink({ sha256 }).concat(new Http3Link({ uri, fetch }))
    const client = new Apollo3Client({ link, cache: new Memory3Cache() })
    const titles = []
    for (let n = 0; n < 10; n++) {
      const { data } = await client.query<{ books: { title: string }[] }>({
        query: gql3('{ books { title } }'),
        fetchPolicy: 'network-only',
      })
      titles.push(data.books[0]?.title)
    }
    return titles
  }
})
