import { ApolloClient, gql, HttpLink, InMemoryCache } from '@apollo/client'
import {
  ApolloClient as Apollo3Client,
  gql as gql3,
  HttpLink as Http3Link,
  InMemoryCache as Memory3Cache,
} from 'apollo-client-3'
import { describe, expect, onTestFinished, test } from 'vitest'
import { FakeSubscriptions } from '../testing/fake-subscriptions.ts'
import { FakeReplica, FakeView } from '../testing/fake-view.ts'
import { fakeSchema, liveCore, requestOf } from '../testing/live-client.ts'
import { initialisedSocket } from '../testing/raw-socket.ts'
import { testRouter } from '../testing/router.ts'

const query = 'subscription Rows { changed }'
const errors = [{ message: 'The subgraph "book" cannot be reached.', extensions: { code: 'SUBGRAPH_UNAVAILABLE' } }]
const row = { changed: { id: '1', book: null } }
const beside = { data: row, errors, extensions: { cursor: 'c' } }
const aside = { data: row, extensions: { errors, cursor: 'c' } }

type Policy = 'none' | 'all'
interface Heard {
  readonly rows: unknown[]
  readonly isOver: () => boolean
}

function apollo4(uri: string, token: string, errorPolicy: Policy | undefined): Heard {
  const link = new HttpLink({ uri, headers: { authorization: `Bearer ${token}` } })
  const client = new ApolloClient({ link, cache: new InMemoryCache() })
  const rows: unknown[] = []
  let isOver = false
  client.subscribe({ query: gql(query), fetchPolicy: 'no-cache', ...(errorPolicy && { errorPolicy }) }).subscribe({
    next: ({ data }) => void rows.push(data),
    error: () => (isOver = true),
    complete: () => (isOver = true),
  })
  onTestFinished(() => client.stop())
  return { rows, isOver: () => isOver }
}

function apollo3(uri: string, token: string, errorPolicy: Policy | undefined): Heard {
  const link = new Http3Link({ uri, headers: { authorization: `Bearer ${token}` } })
  const client = new Apollo3Client({ link, cache: new Memory3Cache() })
  const rows: unknown[] = []
  let isOver = false
  client.subscribe({ query: gql3(query), fetchPolicy: 'no-cache', ...(errorPolicy && { errorPolicy }) }).subscribe({
    next: ({ data }) => void rows.push(data),
    error: () => (isOver = true),
    complete: () => (isOver = true),
  })
  onTestFinished(() => client.stop())
  return { rows, isOver: () => isOver }
}

describe.each([
  ['4', apollo4],
  ['3', apollo3],
] as const)('F10 a row of which a part is missing, at Apollo Client %s', (_version, subscribe) => {
  test.each<[what: string, policy: Policy | undefined, payload: object]>([
    ['with errorPolicy "all", as the page says', 'all', beside],
    ['with the errors in extensions, whatever the policy', undefined, aside],
  ])('is kept %s, and so is what comes after', async (_what, policy, payload) => {
    const core = new FakeSubscriptions()
    const router = await testRouter({ subscriptions: core })
    const heard = subscribe(router.url, await router.issuer.token(), policy)
    const subscription = await core.nth(0)
    subscription.nextPayload(payload)
    subscription.next({ changed: 2 })
    await expect.poll(() => heard.rows).toEqual([row, { changed: 2 }])
    expect(heard.isOver()).toBe(false)
  })
})

describe('F10 errors are told in extensions to who asks for it', () => {
  const failing = () => {
    const schema = fakeSchema({ text: query })
    return {
      ...schema,
      async prepare(request: Parameters<typeof schema.prepare>[0]) {
        const prepared = await schema.prepare(request)
        return {
          ...prepared,
          bind: (variables: Readonly<Record<string, unknown>>) => ({
            ...prepared.bind(variables),
            hydrate: async ({ data }: { data?: unknown }) => ({ data, errors }),
          }),
        }
      },
    }
  }

  test('and to the others of the same group as ever', async () => {
    const view = new FakeView()
    const replica = await new FakeReplica(view).start()
    const router = await testRouter({ subscriptions: liveCore(replica, failing()) })
    const socket = await initialisedSocket(router.url, await router.issuer.token())
    const payload = { query, variables: { snapshot: true } }
    view.change('a')
    socket.send({ id: 'plain', type: 'subscribe', payload })
    const plain = await socket.message()
    expect(plain).toMatchObject({ id: 'plain', payload: { data: { changed: { key: 'a' } }, errors } })
    socket.send({ id: 'aside', type: 'subscribe', payload: { ...payload, extensions: { errorsInExtensions: true } } })
    const told = await socket.message()
    expect(told).toMatchObject({
      id: 'aside',
      payload: { data: { changed: { key: 'a' } }, extensions: { errors, cursor: expect.any(String) } },
    })
    expect(told).not.toHaveProperty('payload.errors')
  })

  test('what is no flag is refused', async () => {
    const router = await testRouter({ subscriptions: new FakeSubscriptions() })
    const socket = await initialisedSocket(router.url, await router.issuer.token())
    socket.send({ id: '1', type: 'subscribe', payload: { query, extensions: { errorsInExtensions: 'yes' } } })
    expect(await socket.message()).toMatchObject({
      type: 'error',
      payload: [{ extensions: { code: 'BAD_USER_INPUT' } }],
    })
    expect(requestOf().errorsAside).toBeUndefined()
  })
})
