import { describe, expect, test } from 'vitest'
import { FakeReplica, FakeView } from '../testing/fake-view.ts'
import { fakeSchema, liveCore } from '../testing/live-client.ts'
import { initialisedSocket, type RawSocket } from '../testing/raw-socket.ts'
import { testRouter } from '../testing/router.ts'
import { streamed } from '../testing/streamed.ts'

const query = 'subscription { changed }'

interface Told {
  readonly type: string
  readonly payload: {
    readonly data: { readonly changed: { readonly version: number } }
    readonly extensions: { readonly cursor: string }
  }
}

async function started() {
  const view = new FakeView()
  const replica = await new FakeReplica(view).start()
  const router = await testRouter({ subscriptions: liveCore(replica, fakeSchema({ text: query })) })
  const token = await router.issuer.token()
  return { view, replica, router, token }
}

async function subscribed(url: string, token: string, extensions: object = {}): Promise<RawSocket> {
  const socket = await initialisedSocket(url, token)
  socket.send({ id: '1', type: 'subscribe', payload: { query, extensions } })
  return socket
}

describe('F10 subscriptions through the real core', () => {
  test('a cursor of one transport is good for all others', async () => {
    const { view, replica, router, token } = await started()
    const socket = await subscribed(router.url, token)
    await replica.until(() => replica.operations === 1)
    view.change('a')
    const first = (await socket.message()) as Told
    expect(first.payload.data.changed.version).toBe(1)
    socket.ws.terminate()
    view.change('a')
    view.change('a')

    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const { cursor } = first.payload.extensions
    const events = await streamed(
      router.url,
      { headers: { ...headers, accept: 'text/event-stream', 'last-event-id': cursor } },
      { query },
    )
    const text = await events.holds('"version":3')
    expect([...text.matchAll(/"version":(\d)/g)].map(([, version]) => version)).toEqual(['2', '3'])
    const [, second = ''] = /^id: (.*)$/m.exec(text) ?? []

    const parts = await streamed(
      router.url,
      { headers: { ...headers, accept: 'multipart/mixed;subscriptionSpec=1.0' } },
      { query, extensions: { resumeFrom: second } },
    )
    expect(await parts.holds('"version":3')).not.toContain('"version":2')
    view.change('a')
    await parts.holds('"version":4')
    await events.holds('"version":4')
  })

  test('a cursor of somebody else is refused by name, and the socket stays', async () => {
    const { view, replica, router, token } = await started()
    const socket = await subscribed(router.url, token)
    await replica.until(() => replica.operations === 1)
    view.change('a')
    const { cursor } = ((await socket.message()) as Told).payload.extensions
    const other = await subscribed(router.url, await router.issuer.token({ sub: 'bob' }), { resumeFrom: cursor })
    expect(await other.message()).toMatchObject({
      type: 'error',
      payload: [{ extensions: { code: 'BAD_USER_INPUT', reason: 'CURSOR_OF_ANOTHER_VIEWER' } }],
    })
    other.send({ type: 'ping' })
    expect(await other.message()).toEqual({ type: 'pong' })
  })

  test('a client that stops reading is told where to go on, once, and then misses nothing', async () => {
    const { view, replica, router, token } = await started()
    const slow = await subscribed(router.url, token)
    const quick = await subscribed(router.url, token)
    await replica.until(() => replica.operations === 1)
    slow.ws.pause()
    // More than the system buffers, and the core's queue, can hold.
    const key = 'x'.repeat(20_000)
    const changes = 1_500
    for (let i = 1; i <= changes; i++) {
      view.change(key)
      expect((await quick.message()) as Told).toMatchObject({ payload: { data: { changed: { version: i } } } })
    }
    slow.ws.resume()
    const versions: number[] = []
    let last: unknown
    for (;;) {
      const message = (await slow.message()) as Told
      last = message
      if (message.type !== 'next') break
      versions.push(message.payload.data.changed.version)
    }
    expect(last).toMatchObject({
      type: 'error',
      payload: [{ extensions: { code: 'RESYNC_REQUIRED', reason: 'SLOW_CLIENT', cursor: expect.any(String) } }],
    })
    expect(slow.untaken).toEqual([])
    const [{ extensions }] = (last as { payload: [{ extensions: { cursor: string } }] }).payload
    const again = await subscribed(router.url, token, { resumeFrom: extensions.cursor })
    while (versions.at(-1) !== changes) {
      versions.push(((await again.message()) as Told).payload.data.changed.version)
    }
    expect(versions).toEqual(Array.from({ length: changes }, (_, i) => i + 1))
  })

  test('a stop of the router ends what the core has open', async () => {
    const { replica, router, token } = await started()
    const socket = await subscribed(router.url, token)
    await replica.until(() => replica.operations === 1)
    await router.stop()
    expect(await socket.closed).toMatchObject({ code: 1012 })
    await replica.until(() => replica.connections === 0)
  })
})
