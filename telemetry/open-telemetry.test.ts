import { setImmediate as nextTurn } from 'node:timers/promises'
import type { SpanExporter } from '@opentelemetry/sdk-trace'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openTelemetry, type OpenTelemetry } from './open-telemetry.ts'
import type { TracingSettings } from './settings.ts'
import { drawn, otlpReceiver, type OtlpReceiver } from './testing/otlp-receiver.ts'
import { ToldExporter } from './told-exporter.ts'

const THEIRS = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
const NOT_SAMPLED = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00'

let receiver: OtlpReceiver
const told: string[] = []

beforeEach(async () => {
  told.length = 0
  receiver = await otlpReceiver()
})
afterEach(() => receiver.stop())

function opened(more: Partial<TracingSettings> = {}): OpenTelemetry {
  const say = (_about: object, message: string) => void told.push(message)
  return openTelemetry({
    service: 'rent',
    endpoint: receiver.url,
    headers: {},
    sampler: 'parentbased_always_on',
    ratio: 1,
    log: { info: say, warn: say },
    ...more,
  })
}

describe('a span', () => {
  test('is below the one that was current when it began, whatever is waited for in between', async () => {
    const on = opened({ headers: { authorization: 'Bearer s3cret' } })
    await on.within({ name: 'outer', kind: 'server', attributes: { 'db.namespace': 'rent' } }, async () => {
      await Promise.all([1, 2].map((nth) => on.within({ name: `inner ${nth}` }, () => nextTurn())))
    })
    await on.stop()
    expect(drawn(receiver.spans)).toBe('rent: outer\n  rent: inner 1\n  rent: inner 2')
    expect(receiver.spans.at(-1)).toMatchObject({ kind: 'server', attributes: { 'db.namespace': 'rent' } })
    expect(receiver.headers['authorization']).toBe('Bearer s3cret')
  })

  test('is where a traceparent says, or nowhere when that is none', async () => {
    const on = opened()
    on.begin({ name: 'theirs', parent: THEIRS, links: [THEIRS, 'no traceparent'] }).end()
    on.begin({ name: 'nobody’s', parent: 'x' }).end()
    on.begin({ name: 'not recorded', parent: NOT_SAMPLED }).end()
    await on.stop()
    const [theirs, nobodys, ...more] = receiver.spans
    const context = { traceId: THEIRS.slice(3, 35), spanId: 'b7ad6b7169203331' }
    expect(theirs).toMatchObject({ traceId: context.traceId, parentSpanId: context.spanId, links: [context] })
    expect(nobodys).toMatchObject({ parentSpanId: '', name: 'nobody’s' })
    expect(more).toEqual([])
  })

  test('that fails says of what kind, and not what was thrown', async () => {
    const on = opened()
    const failing = on.within({ name: 'failing' }, async () => {
      throw new RangeError('token eyJ…')
    })
    await expect(failing).rejects.toThrow('token')
    await on.stop()
    expect(receiver.spans[0]).toMatchObject({ isFailed: true, attributes: { 'error.type': 'RangeError' } })
    expect(JSON.stringify(receiver.spans)).not.toContain('eyJ')
  })
})

describe('what happens because of something', () => {
  test('is a part of the current span, unless that is of another trace', async () => {
    const on = opened()
    expect(on.traceparent(THEIRS)).toBe(THEIRS)
    expect(on.traceparent()).toBeUndefined()
    await on.within({ name: 'theirs', parent: THEIRS }, async (span) => {
      expect([on.traceparent(THEIRS), on.traceparent()]).toEqual([on.traceparentOf(span), on.traceparentOf(span)])
      expect(on.traceparentOf(span)).toMatch(/^00-0af7651916cd43dd8448eb211c80319c-[0-9a-f]{16}-01$/)
      expect(on.outside(() => [on.traceparent(), on.recorded(), on.identifiers()])).toEqual([undefined, undefined, {}])
    })
    await on.within({ name: 'another' }, async () => expect(on.traceparent(THEIRS)).toBe(THEIRS))
    await on.stop()
  })

  test('leaves no trace when nothing comes of it, and one when something does', async () => {
    const on = opened()
    await on.perhapsWithin({ name: 'a look in vain' }, async () => expect(on.recorded()).toBeUndefined())
    await on.perhapsWithin({ name: 'a look' }, async () => expect(on.traceparent(THEIRS)).toBe(THEIRS))
    await on.perhapsWithin({ name: 'a find' }, async () => {
      expect(on.traceparent()).toMatch(/-01$/)
      await on.within({ name: 'its work' }, async () => nextTurn())
    })
    await on.stop()
    expect(drawn(receiver.spans)).toBe('rent: a find\n  rent: its work')
  })
})

describe('how much is recorded', () => {
  test.each([
    ['parentbased_always_off', 1],
    ['parentbased_traceidratio', 0],
  ] as const)('%s of %d: nothing, and it costs no span of what is below', async (sampler, ratio) => {
    const on = opened({ sampler, ratio })
    await on.within({ name: 'first' }, async (span) => {
      expect([on.recorded(), on.traceparent()]).toEqual([undefined, on.traceparentOf(span)])
      expect(on.traceparent()).toMatch(/-00$/)
    })
    await on.stop()
    expect([receiver.spans, receiver.requests]).toEqual([[], 0])
  })

  test('a share of the traces, each whole or not at all', async () => {
    const on = opened({ sampler: 'parentbased_traceidratio', ratio: 0.5 })
    for (let nth = 0; nth < 200; nth += 1)
      await on.within({ name: 'first' }, () => on.within({ name: 'second' }, async () => undefined))
    await on.stop()
    const traces = [...Map.groupBy(receiver.spans, ({ traceId }) => traceId).values()]
    expect(traces.every((spans) => spans.length === 2)).toBe(true)
    expect(traces.length).toBeGreaterThan(50)
    expect(traces.length).toBeLessThan(150)
  })
})

describe('a collector that does not take spans costs spans, and nothing else', () => {
  test('one that is full and then silent: a process that stops waits for it no longer than its bound', async () => {
    const on = opened()
    receiver.manner = 'is full'
    // Of which 2,048 have room.
    for (let nth = 0; nth < 20_000; nth += 1) on.begin({ name: 'many', parent: null }).end()
    receiver.manner = 'says nothing'
    const began = performance.now()
    await on.stop()
    expect(performance.now() - began).toBeLessThan(10_000)
    expect(receiver.spans).toEqual([])
  })

  test('that it takes nothing is told once, and once that it does again', () => {
    const results = ['away', 'away', undefined, undefined]
    const collector: SpanExporter = {
      export(_spans, done) {
        const why = results.shift()
        done(why === undefined ? { code: 0 } : { code: 1, error: new Error(why) })
      },
      shutdown: () => Promise.resolve(),
    }
    const say = (_about: object, message: string) => void told.push(message)
    const exporter = new ToldExporter(collector, { info: say, warn: say })
    const codes: number[] = []
    while (results.length > 0) exporter.export([], ({ code }) => codes.push(code))
    expect(codes).toEqual([1, 1, 0, 0])
    expect(told).toEqual([
      'the collector of traces takes nothing: spans are dropped until it does',
      'the collector of traces takes spans again',
    ])
  })
})
