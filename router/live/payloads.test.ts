import { describe, expect, test } from 'vitest'
import { createLogger } from '@ebook/chassis/log'
import { readSubscription } from '../documents/subscription-document.ts'
import { toyLive, toyPayload, toyPlanner } from '../testing/toy-federation.ts'

const text = 'subscription { rowChanged { version things { ... on Book { title } } book { title } } }'

async function prepared() {
  const lines: { msg: string; err?: { type: string } }[] = []
  const log = createLogger('router', 'info', { write: (line) => lines.push(JSON.parse(line) as never) })
  const schema = toyLive({ log })
  const context = { viewer: undefined, requestId: 'request-1', traceparent: '', record: {}, trusted: undefined, log }
  const plan = await schema.prepare({ text })
  const bound = plan.bind({})
  const hydrate = (payload: unknown) =>
    bound.hydrate(payload as Parameters<typeof bound.hydrate>[0], { ...context, wanted: new AbortController() })
  return { bound, hydrate, lines }
}

describe('a subgraph that sends what its schema does not allow harms nobody but its own rows', () => {
  const notSeen = { extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: 'request-1' } }

  test.each([
    ['nothing', null],
    ['no object', 'abc'],
    ['no data', {}],
    ['a list for an object', { data: { rowChanged: { version: 7, book: [{ __typename: 'Book', id: 'b1' }] } } }],
    ['an object for a list', { data: { rowChanged: { version: 7, things: { id: 'b1' } } } }],
    ['a text for a list', { data: { rowChanged: { version: 7, things: 'b1' } } }],
    ['a text for the row', { data: { rowChanged: 'abc' } }],
    ['errors that are none', { data: { rowChanged: null }, errors: [null, 5, {}] }],
    ['errors that are no list', { errors: 'abc' }],
  ])('%s', async (_what, payload) => {
    const { hydrate, bound } = await prepared()
    const { data, errors = [] } = await hydrate(payload)
    expect(JSON.stringify(data)).not.toContain('abc')
    for (const error of errors) expect(error).toMatchObject(notSeen)
    const whole = await hydrate(await toyPayload(bound.upstream.query, {}))
    expect(whole).toMatchObject({ data: { rowChanged: { version: 7, book: { title: 'en b1' } } } })
  })

  test('and the log says what went wrong', async () => {
    const { hydrate, lines } = await prepared()
    const { data, errors } = await hydrate({ data: { rowChanged: { version: 7, things: { id: 'b1' } } } })
    expect({ data, errors }).toMatchObject({ data: null, errors: [notSeen] })
    expect(lines).toMatchObject([{ msg: 'an error that the client does not see', err: { type: 'TypeError' } }])
  })
})

test('fragments at the root that spread each other twice, or in a circle, are refused in no time', () => {
  const fragments = Array.from({ length: 90 }, (_, n) => `fragment F${n} on Subscription { ...F${n + 1} ...F${n + 1} }`)
  const nested = `subscription { ...F0 } ${fragments.join(' ')} fragment F90 on Subscription { rowChanged { id } }`
  const read = (document: string) => readSubscription(document, toyPlanner.schema, { production: false })
  expect(() => read(nested)).toThrow('asks for too many fields')
  expect(() =>
    read('subscription { ...A } fragment A on Subscription { ...B } fragment B on Subscription { ...A }'),
  ).toThrow('Cannot spread fragment "A" within itself')
})
