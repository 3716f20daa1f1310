import { describe, expect, test } from 'vitest'
import { told } from '../testing/told-events.ts'
import type { JsonSchema } from './json-schema.ts'
import { quietChanges } from './quiet-changes.ts'

const T = 'shop.t'
const writer = (fields: object, more: object = {}) => ({
  'events/shop/t.json': JSON.stringify({ type: 'object', properties: fields, ...more }),
})
const reader = (fields: object, more: object = {}) => ({
  'asyncapi.yaml': {
    asyncapi: '3.0.0',
    info: { title: 'mail' },
    channels: { c: { messages: { t: { payload: { type: 'object', properties: fields, ...more } } } } },
    operations: { read: { action: 'receive', channel: { $ref: '#/channels/c' } } },
  },
})

test('one alternative of a union that a field tells apart is of another type (A3)', () => {
  const one = (k: string, type: string) => ({
    type: 'object',
    properties: { k: { const: k }, v: { type } },
    required: ['k', 'v'],
  })
  const [before, after] = ['integer', 'string'].map((type) => ({ oneOf: [one('a', 'string'), one('b', type)] }))
  expect(told(writer({}, before), writer({}, after))).toEqual([`error event-field-type-changed ${T}#v`])
  expect(told(reader({}, before), reader({}, after))).toEqual(['error event-misreads-yesterday t#v'])
})

describe('what a text is encoded in (A10)', () => {
  const [text, base64, base16] = [{}, { contentEncoding: 'base64' }, { contentEncoding: 'base16' }].map((more) => ({
    a: { type: 'string', ...more },
  })) as [object, object, object]

  test.each([
    ['no more', base64, text, [`warning event-promise-loosened ${T}#a`]],
    ['another', base64, base16, [`warning event-promise-loosened ${T}#a`]],
    ['from now on', text, base64, [`notice event-promise-tightened ${T}#a`]],
    ['the same', base64, base64, []],
  ])('of a writer: %s', (_, before, after, expected) => expect(told(writer(before), writer(after))).toEqual(expected))

  test.each([
    ['no more', base64, text, []],
    ['another', base64, base16, ['error event-misreads-yesterday t#a']],
    ['from now on', text, base64, ['error event-misreads-yesterday t#a']],
  ])('of a reader: %s', (_, before, after, expected) => expect(told(reader(before), reader(after))).toEqual(expected))
})

describe('further fields where none was promised (A10)', () => {
  const closed = { additionalProperties: false }
  const [strict, loose] = [closed, {}].map((more) => ({
    a: { type: 'array', items: { type: 'object', ...more } },
  })) as [object, object]

  test.each([
    ['of the whole', writer({}, closed), writer({}), [`notice event-promise-loosened ${T}`]],
    ['of an item', writer(strict), writer(loose), [`notice event-promise-loosened ${T}#a[]`]],
    [
      'and a field less in it',
      writer({ a: { type: ['object', 'null'], properties: { b: {} }, ...closed } }),
      writer({ a: { type: ['object', 'null'] } }),
      [`warning event-field-removed ${T}#a.b`, `notice event-promise-loosened ${T}#a`],
    ],
    ['no more', writer({}), writer({}, closed), []],
    ['as ever', writer({}), writer({}, { title: 'T' }), []],
  ])('by a writer: %s', (_, before, after, expected) => expect(told(before, after)).toEqual(expected))

  test('of schemas that all hold each other, the outer ones are told in bounded time', () => {
    const names = Array.from({ length: 30 }, (_, index) => `T${index}`)
    const each = (of: (name: string) => JsonSchema) => Object.fromEntries(names.map((name) => [name, of(name)]))
    const properties = each((name) => ({ $ref: `#/$defs/${name}` }))
    const whole = (more: JsonSchema) => ({
      data: { properties, $defs: each((title) => ({ type: 'object', title, properties, ...more })) },
    })
    const found = quietChanges(whole(closed), whole({})).map(({ path }) => path)
    expect(found).toEqual(names.slice(0, 20))
  })

  test('a reader may have them', () => expect(told(reader({}, closed), reader({}))).toEqual([]))
})

describe('what the absence of a field means (A10)', () => {
  const of = (value: unknown, more: object = {}) => [{ a: { type: 'integer', default: value } }, more] as const

  test.each([
    ['another value', writer(...of(1)), writer(...of(2)), [`notice event-promise-loosened ${T}#a`]],
    [
      'nothing any more',
      writer(...of(1)),
      writer({ a: { type: 'integer' } }),
      [`notice event-promise-loosened ${T}#a`],
    ],
    ['a value where none was said', writer({ a: { type: 'integer' } }), writer(...of(1)), []],
    ['the same', writer(...of(1)), writer(...of(1, { title: 'T' })), []],
    [
      'of a field that is always there',
      writer(...of(1, { required: ['a'] })),
      writer(...of(2, { required: ['a'] })),
      [],
    ],
  ])('to a writer: %s', (_, before, after, expected) => expect(told(before, after)).toEqual(expected))

  test('is a reader’s own affair', () => expect(told(reader(...of(1)), reader(...of(2)))).toEqual([]))
})
