import { describe, expect, test } from 'vitest'
import type { Claims } from '@ebook/chassis/testing/issuer'
import { FakeSubscriptions } from '../testing/fake-subscriptions.ts'
import { testRouter, type Setting } from '../testing/router.ts'
import { streamed } from '../testing/streamed.ts'

const query = 'subscription Changes { changed }'
const accept = 'multipart/mixed;boundary=graphql;subscriptionSpec=1.0,application/json'

async function started(setting: Setting = {}) {
  const core = new FakeSubscriptions()
  const router = await testRouter({ ...setting, subscriptions: core })
  return {
    core,
    router,
    async post(body: object, claims?: Claims) {
      const authorization = `Bearer ${await router.issuer.token(claims)}`
      return streamed(router.url, { headers: { accept, authorization, 'content-type': 'application/json' } }, body)
    },
  }
}

const partsOf = (text: string): unknown[] =>
  text
    .split('\r\n--graphql')
    .map((part) => part.split('\r\n\r\n')[1])
    .filter((json) => json !== undefined)
    .map((json) => JSON.parse(json) as unknown)

describe('F10 subscriptions over multipart responses', () => {
  test('each payload is a part that is complete at once; then the last boundary', async () => {
    const { post, core } = await started()
    const stream = await post({ query })
    expect(stream.response.headers).toMatchObject({
      'content-type': 'multipart/mixed;boundary="graphql";subscriptionSpec=1.0',
      'x-accel-buffering': 'no',
    })
    const subscription = await core.nth(0)
    subscription.next({ changed: 1 }, 'c1')
    const text = await stream.holds('c1')
    expect(text).toBe(
      '\r\n--graphql\r\ncontent-type: application/json\r\n\r\n' +
        '{"payload":{"data":{"changed":1},"extensions":{"cursor":"c1"}}}\r\n--graphql',
    )
    subscription.sink.complete()
    const ended = await stream.ended
    expect(ended).toEqual({ text: `${text}--\r\n`, complete: true })
  })

  test('heartbeats are empty parts', async () => {
    const { post } = await started({ env: { STREAM_HEARTBEAT_MS: '20' } })
    const stream = await post({ query })
    expect(partsOf(await stream.holds('{}\r\n--graphql'))).toContainEqual({})
  })

  test('an error that ends the operation comes without a payload', async () => {
    const { post, core } = await started()
    const told = { message: 'No.', extensions: { code: 'RESYNC_REQUIRED', reason: 'STREAM_REPLACED' } }
    const stream = await post({ query })
    const subscription = await core.nth(0)
    subscription.fail(told)
    const { text } = await stream.ended
    expect(partsOf(text)).toEqual([{ payload: null, errors: [told] }])
    expect(text).toMatch(/--graphql--\r\n$/)
    core.refusal = new Error('nobody expected this')
    const refused = await (await post({ query })).ended
    expect(partsOf(refused.text)).toMatchObject([
      { payload: null, errors: [{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }] },
    ])
  })

  test('C28 so does the expiry of the token', async () => {
    const { post } = await started()
    const exp = Math.floor(Date.now() / 1_000) + 2
    const { text } = await (await post({ query }, { exp })).ended
    expect(partsOf(text)).toMatchObject([{ payload: null, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] }])
    expect(Date.now()).toBeLessThan((exp + 1) * 1_000)
  })

  test('what is no subscription is answered as ever', async () => {
    const { post, core } = await started()
    const answered = await post({ query: '{ book(id: "1") { title } }' })
    expect(answered.response.headers['content-type']).toContain('application/json')
    expect(JSON.parse((await answered.ended).text)).toEqual({ data: { book: { title: 'Emma' } } })
    expect((await post({ query: '{' })).response.statusCode).toBe(400)
    expect(core.all).toEqual([])
  })

  test('a client that goes is gone for the core', async () => {
    const { post, core } = await started()
    const stream = await post({ query })
    const subscription = await core.nth(0)
    stream.request.destroy()
    await core.until(() => subscription.stopped)
  })

  test('C28 nobody gets none', async () => {
    const { router } = await started()
    const { status, errors } = await router.ask(query, { headers: { accept } })
    expect(status).toBe(401)
    expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }])
  })
})

test('a subscription that asks for no stream is told what to ask for', async () => {
  const { router, core } = await started()
  const { status, errors } = await router.ask(query, { token: await router.issuer.token() })
  expect(status).toBe(400)
  expect(errors).toMatchObject([
    { message: expect.stringContaining('text/event-stream'), extensions: { reason: 'SUBSCRIPTION_OVER_HTTP' } },
  ])
  expect(core.all).toEqual([])
})
