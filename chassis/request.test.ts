import { describe, expect, test } from 'vitest'
import { newTraceparent, requestIdOf, traceparentOf } from './request.ts'

describe('C12 the id of a request', () => {
  test.each(['request-1', '0193a5c2-7b1e-7000-8000-000000000000', 'a.b:c_d-e'])('is taken over: %s', (id) =>
    expect(requestIdOf(id)).toBe(id),
  )
  test.each([undefined, '', 'short', 'x'.repeat(129), 'two words here', 'line\nbreak-1', ['request-1', 'request-2']])(
    'is made anew instead of %j',
    (id) => expect(requestIdOf(id)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
  )
})

describe('the W3C trace context', () => {
  const good = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
  test('is taken over', () => expect(traceparentOf(good)).toBe(good))
  test('is made in the same form', () => expect(traceparentOf(newTraceparent())).toBeDefined())
  test.each([
    undefined,
    '',
    [good, good],
    good.toUpperCase(),
    `ff${good.slice(2)}`,
    `${good}-extra`,
    '00-00000000000000000000000000000000-b7ad6b7169203331-01',
    '00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01',
  ])('is dropped when it is %j', (header) => expect(traceparentOf(header)).toBeUndefined())
})
