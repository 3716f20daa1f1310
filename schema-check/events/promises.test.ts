import { describe, expect, test } from 'vitest'
import { told } from '../testing/told-events.ts'

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
