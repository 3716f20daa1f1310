import { describe, expect, test } from 'vitest'
import { FakeSubscriptions } from '../testing/fake-subscriptions.ts'
import { testRouter } from '../testing/router.ts'
import { streamed } from '../testing/streamed.ts'

const urql = 'application/graphql-response+json, application/json, text/event-stream, multipart/mixed'
const apollo =
  'multipart/mixed;boundary="graphql";subscriptionSpec=1.0,application/graphql-response+json,application/json;q=0.9'
const json = 'application/json; charset=utf-8'
const graphqlJson = 'application/graphql-response+json; charset=utf-8'
const sse = 'text/event-stream; charset=utf-8'

describe('B2 an answer has the form that its client takes, by q and then by place', () => {
  test.each([
    [urql, graphqlJson],
    [apollo, graphqlJson],
    ['application/json, text/event-stream', json],
    ['text/event-stream, application/json', json],
    ['text/event-stream, application/json;q=0.1', json],
    ['application/graphql-response+json;q=0.2, application/json;q=0.9', json],
    ['text/event-stream;q=0', undefined],
    ['text/event-stream;q=0, application/json', json],
    ['application/json;q=0, text/event-stream', sse],
    ['TEXT/EVENT-STREAM', sse],
    ['*/*', json],
    ['application/*', json],
    ['', json],
    ['image/png', undefined],
    ['multipart/mixed;subscriptionSpec=1.0', undefined],
    ['application/json;q=0', undefined],
  ])('a query with %o', async (accept, type) => {
    const router = await testRouter()
    const headers = { 'content-type': 'application/json', accept }
    const stream = await streamed(router.url, { headers }, { query: '{ books { id } }' })
    const { text } = await stream.ended
    if (type === undefined) {
      expect(stream.response.statusCode).toBe(406)
      expect(JSON.parse(text)).toMatchObject({
        errors: [{ extensions: { code: 'BAD_USER_INPUT', reason: 'NOT_ACCEPTABLE' } }],
      })
      expect(router.book.received).toEqual([])
      return
    }
    expect([stream.response.statusCode, stream.response.headers['content-type']]).toEqual([200, type])
    expect(text).toContain('"data":{"books":[{"id":"1"}')
  })

  test.each([
    [urql, sse],
    [apollo, 'multipart/mixed;boundary="graphql";subscriptionSpec=1.0'],
    ['multipart/mixed;subscriptionSpec=1.0;q=0.5, text/event-stream', sse],
    [
      'text/event-stream;q=0.5, multipart/mixed;subscriptionSpec="1.0"',
      'multipart/mixed;boundary="graphql";subscriptionSpec=1.0',
    ],
    ['text/event-stream;q=0, application/json', json],
    ['*/*', json],
  ])('a subscription with %o', async (accept, type) => {
    const router = await testRouter({ subscriptions: new FakeSubscriptions() })
    const headers = {
      'content-type': 'application/json',
      accept,
      authorization: `Bearer ${await router.issuer.token()}`,
    }
    const { response } = await streamed(router.url, { headers }, { query: 'subscription { changed }' })
    expect([response.statusCode, response.headers['content-type']]).toEqual([type === json ? 400 : 200, type])
  })

  test.each([urql, apollo, 'application/json', 'text/event-stream, application/json'])(
    'what is wrong with an operation has its status, for %o',
    async (accept) => {
      const router = await testRouter()
      for (const body of [{ query: '{nope}' }, { query: '{' }, { query: '' }, { query: 1 }, { documentId: 'x' }]) {
        const { status, errors } = await router.ask(body, { headers: { accept } })
        expect([status, errors?.[0]?.extensions['code']]).toEqual([400, 'BAD_USER_INPUT'])
      }
    },
  )

  test('a mutation whose answer nobody would take is not run', async () => {
    const router = await testRouter()
    const { status } = await router.ask('mutation { lend(input: { bookId: "1" }) { id } }', {
      headers: { accept: 'image/png' },
    })
    expect(status).toBe(406)
    expect(router.rent.received).toEqual([])
  })
})
