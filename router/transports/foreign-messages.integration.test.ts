import { describe, expect, test } from 'vitest'
import { FakeSubscriptions } from '../testing/fake-subscriptions.ts'
import { initialisedSocket, rawSocket } from '../testing/raw-socket.ts'
import { testRouter } from '../testing/router.ts'

const lists = (levels: number) => '['.repeat(levels) + ']'.repeat(levels)
const kinds = ['connection_init', 'ping', 'pong', 'subscribe', 'complete', 'next', 'error', 'connection_ack', 'other']
const deep = kinds.flatMap((type) =>
  [60, 5_000, 45_000].map((levels): [string, number, string] => [
    type,
    levels,
    `{"id":"1","type":"${type}","payload":{"query":"{ books { id } }","variables":{"a":${lists(levels)}}}}`,
  ]),
)

async function started() {
  const core = new FakeSubscriptions()
  const router = await testRouter({ subscriptions: core })
  const token = await router.issuer.token()
  /** Another client, who has nothing to do with it. */
  const neighbour = await initialisedSocket(router.url, token)
  return {
    core,
    router,
    token,
    async isWell() {
      neighbour.send({ type: 'ping', payload: { a: 1 } })
      expect(await neighbour.message()).toEqual({ type: 'pong', payload: { a: 1 } })
      expect((await router.ask('{ books { id } }')).status).toBe(200)
    },
  }
}

describe('C30 a message of a stranger ends nothing but its own socket', () => {
  test('every kind of message, nested 60 to 45,000 deep, before and after the acknowledgement', async () => {
    const { router, token, isWell } = await started()
    for (const [type, levels, text] of deep) {
      for (const socket of [await rawSocket(router.url), await initialisedSocket(router.url, token)]) {
        socket.send(text)
        const isTaken = levels === 60 && ['ping', 'pong', 'complete'].includes(type)
        if (isTaken || (levels === 60 && ['connection_init', 'subscribe'].includes(type))) socket.ws.close()
        const { code } = await socket.closed
        if (levels > 60) expect(code, `${type} ${levels}`).toBe(4400)
      }
    }
    await isWell()
  })

  test('what a ping carries comes back when it is small and flat, and not otherwise', async () => {
    const { router, isWell } = await started()
    const socket = await rawSocket(router.url)
    const notSmall = [{ a: {} }, { a: [] }, { a: 'x'.repeat(1_001) }, { ['x'.repeat(1_001)]: 1 }]
    for (const payload of notSmall) {
      socket.send({ type: 'ping', payload })
      expect(await socket.message()).toEqual({ type: 'pong' })
    }
    for (const payload of [{}, { a: 1, b: 'x'.repeat(900) }]) {
      socket.send({ type: 'ping', payload })
      expect(await socket.message()).toEqual({ type: 'pong', payload })
    }
    await isWell()
  })

  test.each([1e13, 1e300, '2100-01-01', null, {}, [1], -1])('a token that expires at %j is refused', async (exp) => {
    const { router, isWell } = await started()
    const authorization = `Bearer ${await router.issuer.signed({ exp })}`
    const socket = await rawSocket(router.url)
    socket.send({ type: 'connection_init', payload: { authorization } })
    expect(await socket.closed).toMatchObject({ code: 4403 })
    await isWell()
  })

  test('a failure of ours on one socket closes that one', async () => {
    const { core, router, token, isWell } = await started()
    const socket = await initialisedSocket(router.url, token)
    socket.send({ id: '1', type: 'subscribe', payload: { query: 'subscription { changed }' } })
    const subscription = await core.nth(0)
    subscription.stop = () => {
      throw new Error('nobody expected this')
    }
    socket.send({ id: '1', type: 'complete' })
    expect(await socket.closed).toMatchObject({ code: 4500 })
    await isWell()
  })

  test('bytes that are no UTF-8 are refused as the protocol has it, halves of characters by us', async () => {
    const { router, token, isWell } = await started()
    const invalid = await initialisedSocket(router.url, token)
    invalid.ws.send(Buffer.from([0x22, 0xff, 0x22]), { binary: false })
    expect(await invalid.closed).toMatchObject({ code: 1007 })
    const half = await initialisedSocket(router.url, token)
    half.send('{"type":"ping","payload":{"a":"\\ud800"}}')
    expect(await half.closed).toMatchObject({ code: 4400 })
    await isWell()
  })
})

describe('C30 the same by HTTP', () => {
  const accepted = ['application/json', 'text/event-stream', 'multipart/mixed;subscriptionSpec=1.0']
  const bodies: [string, string | Uint8Array, string][] = [
    ['variables 45,000 deep', `{"query":"{ books { id } }","variables":{"a":${lists(45_000)}}}`, 'NESTED_TOO_DEEP'],
    ['extensions 45,000 deep', `{"query":"{ books { id } }","extensions":{"a":${lists(45_000)}}}`, 'NESTED_TOO_DEEP'],
    ['a body 45,000 deep', lists(45_000), 'NESTED_TOO_DEEP'],
    [
      'bytes that are no UTF-8',
      Buffer.concat([Buffer.from('{"query":"'), Buffer.from([0xff]), Buffer.from('"}')]),
      'INVALID_ENCODING',
    ],
    ['half a character', '{"query":"{ books { id } }","operationName":"\\ud800"}', 'LONE_SURROGATE'],
  ]

  test.each(accepted)('a body that cannot be read is refused by name, as %s', async (accept) => {
    const { router, token, isWell } = await started()
    for (const [what, body, reason] of bodies) {
      const response = await fetch(router.url, {
        method: 'POST',
        headers: { accept, 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body,
      })
      expect(response.status, what).toBe(400)
      expect(await response.json(), what).toMatchObject({
        errors: [{ extensions: { code: 'BAD_USER_INPUT', reason } }],
      })
    }
    await isWell()
  })

  test.each(accepted)('a URL that cannot be read, as %s', async (accept) => {
    const { router, isWell } = await started()
    const urls = [
      ...['variables', 'extensions'].map((name) => `?query=%7B+books+%7B+id+%7D+%7D&${name}={"a":${lists(3_000)}}`),
      '?query=%7B+books+%7B+id+%7D+%7D&operationName=%ff',
      '?query=%7B+books+%7B+id+%7D+%7D&variables=%7B%22a%22%3A%22%5Cud800%22%7D',
      '?query=%7B+books+%7B+id+%7D+%7D&variables={',
      '?query=%zz',
    ]
    for (const url of urls) {
      const response = await fetch(`${router.url}${url}`, { headers: { accept } })
      const text = await response.text()
      // graphql-sse tells what is wrong in the stream.
      expect(response.status, url).toBe(accept === 'text/event-stream' ? 200 : 400)
      expect(text, url).toContain('BAD_REQUEST')
    }
    await isWell()
  })
})
