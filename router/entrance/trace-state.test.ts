import { describe, expect, test } from 'vitest'
import { traceStateOf } from '../federation/router-context.ts'
import { initialisedSocket } from '../testing/raw-socket.ts'
import { testRouter } from '../testing/router.ts'

const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
const state = { tracestate: 'vendor=1,other=2', baggage: 'release=7,environment=shop' }
const query = '{ books { id } }'

describe('B5 what goes with a trace is passed on to the subgraphs', () => {
  test('over HTTP, and over a socket as extensions', async () => {
    const router = await testRouter()
    await router.ask(query, { headers: { traceparent, ...state } })
    const socket = await initialisedSocket(router.url, await router.issuer.token())
    socket.send({ id: '1', type: 'subscribe', payload: { query, extensions: { traceparent, ...state } } })
    await socket.message()
    expect(router.book.received).toHaveLength(2)
    for (const { headers } of router.book.received) {
      expect(headers).toMatchObject({
        ...state,
        traceparent: expect.stringContaining('0af7651916cd43dd8448eb211c80319c'),
      })
    }
  })

  test.each<[what: string, given: Record<string, unknown>, passedOn: object]>([
    ['a state without its trace', state, { baggage: state.baggage }],
    ['a state of a trace that is none', { ...state, traceparent: 'x' }, { baggage: state.baggage }],
    ['too much of either', { traceparent, tracestate: 'a'.repeat(513), baggage: 'b'.repeat(4_097) }, {}],
    ['what is no header', { traceparent, tracestate: 'a\r\nb', baggage: 'ä' }, {}],
    ['what is no text', { traceparent, tracestate: 7, baggage: ['a'] }, {}],
    ['nothing', {}, {}],
  ])('%s', (_what, given, passedOn) => {
    expect(traceStateOf(given)).toEqual(passedOn)
  })
})
