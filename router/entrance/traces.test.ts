import { describe, expect, onTestFinished, test } from 'vitest'
import type { TracingSettings } from '@ebook/telemetry/settings'
import { drawn, orphansOf } from '@ebook/telemetry/testing/otlp-receiver'
import { traced, type Traced } from '@ebook/telemetry/testing/traced'
import { initialisedSocket } from '../testing/raw-socket.ts'
import { testRouter, type TestRouter } from '../testing/router.ts'

const THEIR_TRACE = '0af7651916cd43dd8448eb211c80319c'
const traceparent = `00-${THEIR_TRACE}-b7ad6b7169203331-01`
const query = '{ rentals { book { title } } }'

async function tracedRouter(more: Partial<TracingSettings> = {}): Promise<{ router: TestRouter; traces: Traced }> {
  const traces = await traced('router', more)
  const router = await testRouter()
  onTestFinished(() => traces.stop())
  return { router, traces }
}

const sentTo = ({ rent, book }: TestRouter) =>
  [...rent.received, ...book.received].map(({ headers }) => String(headers['traceparent']).split('-'))

describe('a request that is traced', () => {
  test.each(['at first', 'when it is known'])(
    '%s: it is a tree of its operation and of the fetches of its plan',
    async (when) => {
      const { router, traces } = await tracedRouter()
      if (when === 'when it is known') await router.ask(query)
      await router.ask(query)
      const all = await traces.exported()
      const last = all.filter(({ traceId }) => traceId === all.at(-1)?.traceId)
      expect(drawn(last)).toBe('router: POST /graphql\n  router: query\n    router: fetch rent\n    router: fetch book')
      const fetched = last.filter(({ name }) => name.startsWith('fetch'))
      expect(
        sentTo(router)
          .filter(([, trace]) => trace === last[0]?.traceId)
          .map(([, , span]) => span),
      ).toEqual(fetched.map(({ spanId }) => spanId))
      expect(last.find(({ parentSpanId }) => parentSpanId === '')?.attributes).toMatchObject({
        'http.response.status_code': expect.anything(),
        'http.request.method': 'POST',
        'graphql.operation.name': '(anonymous)',
      })
      expect(router.log.filter(({ msg }) => msg === 'request').at(-1)).toMatchObject({ traceId: last[0]?.traceId })
    },
  )

  test.each(['at first', 'when it is known'])('%s: an error that nobody explains names it', async (when) => {
    const { router, traces } = await tracedRouter()
    if (when === 'when it is known') await router.ask(query)
    const failed = { errors: [{ message: 'boom', extensions: { code: 'INTERNAL_SERVER_ERROR' } }] }
    router.rent.behave((response) => response.writeHead(200).end(JSON.stringify(failed)))
    const { errors } = await router.ask(query)
    const spans = await traces.exported()
    const traceId = spans.at(-1)?.traceId
    expect(errors?.[0]?.extensions).toMatchObject({ requestId: expect.anything(), traceId })
    expect(orphansOf(spans)).toEqual([])
    // However it was handed on, it is one.
    expect(spans.filter((span) => span.kind === 'server' && span.traceId === traceId)).toHaveLength(1)
  })

  test('a bucket of the metrics names it', async () => {
    const { router, traces } = await tracedRouter()
    await router.ask(query)
    const metrics = async () => (await fetch(new URL('/metrics', router.url))).text()
    await expect.poll(metrics).toContain('ebook_router_request_seconds_count{')
    const text = await metrics()
    const [{ traceId } = { traceId: '' }] = await traces.exported()
    expect(text).toContain(` # {trace_id="${traceId}",span_id="`)
    expect(text).toMatch(/# EOF\n$/)
  })

  test('over a socket it is traced the same way', async () => {
    const { router, traces } = await tracedRouter()
    const socket = await initialisedSocket(router.url, await router.issuer.token())
    socket.send({ id: '1', type: 'subscribe', payload: { query } })
    await socket.message()
    expect(drawn(await traces.exported())).toContain(
      'router: subscribe /graphql\n  router: query\n    router: fetch rent',
    )
  })
})

describe('what a stranger says of a trace', () => {
  test('is linked to and not followed: it is not theirs to say what ours hold', async () => {
    const { router, traces } = await tracedRouter()
    await router.ask(query, { headers: { traceparent, tracestate: 'vendor=1', baggage: 'release=7' } })
    const spans = await traces.exported()
    expect(spans.find(({ parentSpanId }) => parentSpanId === '')?.links).toEqual([
      { traceId: THEIR_TRACE, spanId: 'b7ad6b7169203331' },
    ])
    expect(spans.some(({ traceId }) => traceId === THEIR_TRACE)).toBe(false)
    expect(router.rent.received[0]?.headers).toMatchObject({ baggage: 'release=7' })
    expect(router.rent.received[0]?.headers['tracestate']).toBeUndefined()
  })

  test('does not make us record it', async () => {
    const { router, traces } = await tracedRouter({ sampler: 'parentbased_traceidratio', ratio: 0 })
    await router.ask(query, { headers: { traceparent } })
    expect(await traces.exported()).toEqual([])
    expect(sentTo(router).map(([, , , flags]) => flags)).toEqual(['00', '00'])
  })

  test.each(['', '00-zz-zz-01', `00-${'0'.repeat(32)}-b7ad6b7169203331-01`, `${traceparent}-more`, 'a'.repeat(8_000)])(
    'is passed over when it is none: %j',
    async (given) => {
      const { router, traces } = await tracedRouter()
      const { data } = await router.ask(query, { headers: { traceparent: given } })
      expect(data).toBeDefined()
      expect((await traces.exported()).flatMap(({ links }) => links)).toEqual([])
    },
  )
})
