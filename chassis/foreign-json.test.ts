import { expect, test } from 'vitest'
import { readForeignJson } from './foreign-json.ts'

const nested = (levels: number, open = '[', close = ']') => open.repeat(levels) + close.repeat(levels)

test.each(['{"a":[1,"ü",null,true]}', '"x"', '1', nested(64), '{"a":"\\ud83d\\ude00"}'])('%s is taken', (text) => {
  expect(readForeignJson(text)).toEqual(JSON.parse(text))
  expect(readForeignJson(Buffer.from(text))).toEqual(JSON.parse(text))
})

test.each([
  ['a level too many', nested(65), 'NESTED_TOO_DEEP'],
  ['45,000 levels of lists', nested(45_000), 'NESTED_TOO_DEEP'],
  ['45,000 levels that nobody closes', '['.repeat(45_000), 'INVALID_JSON'],
  ['14,000 levels of objects', nested(14_000, '{"a":', '}').replace('{"a":}', '{}'), 'NESTED_TOO_DEEP'],
  ['a deep branch beside shallow ones', `{"a":1,"b":${nested(80)},"c":2}`, 'NESTED_TOO_DEEP'],
  ['nothing', '', 'INVALID_JSON'],
  ['half a character', '["\\ud800"]', 'LONE_SURROGATE'],
  ['half a character in a key', '{"\\udc00":1}', 'LONE_SURROGATE'],
  ['an object with another prototype', '{"a":{"__proto__":{"b":1}}}', 'INVALID_JSON'],
  ['bytes that are no UTF-8', Buffer.from([0x22, 0xff, 0x22]), 'INVALID_ENCODING'],
  ['UTF-8 that is cut', Buffer.from('"ü"').subarray(0, 2), 'INVALID_ENCODING'],
  ['a surrogate in UTF-8', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]), 'INVALID_ENCODING'],
])('%s is refused by name', (_what, data, reason) => {
  expect(() => readForeignJson(data)).toThrow(expect.objectContaining({ reason, statusCode: 400 }))
})
