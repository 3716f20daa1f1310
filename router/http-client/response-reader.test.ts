import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AnswerTooLarge, BadResponse, ResponseReader, type Response } from './response-reader.ts'

const lines = (...text: readonly string[]) => Buffer.from(text.join('\r\n'))

type Read = Omit<Response, 'body'> & { readonly body: string }

/** The response, from pieces of these sizes in turn; undefined when it is not whole. */
function read(bytes: Buffer, sizes: readonly number[] = [bytes.length], isClosed = false): Read | undefined {
  const reader = new ResponseReader()
  let response: Response | undefined
  for (let from = 0, turn = 0; from < bytes.length; turn += 1) {
    if (response !== undefined) throw new Error('it was whole before its end')
    const size = sizes[turn % sizes.length] ?? 1
    response = reader.take(bytes.subarray(from, from + size))
    from += size
  }
  if (isClosed) response = reader.end()
  return response && { ...response, body: String(response.body) }
}

const responses: Record<string, [bytes: Buffer, expected: Read, isClosed?: boolean]> = {
  'with a length': [
    lines('HTTP/1.1 200 OK', 'Content-Type: application/json', 'Content-Length: 8', '', '{"ä":1}'),
    { status: 200, body: '{"ä":1}', keepsOpen: true },
  ],
  'in chunks': [
    lines(
      'HTTP/1.1 200 OK',
      'Transfer-Encoding: chunked',
      '',
      '3',
      '{"\u00c3'.slice(0, 2) + 'x',
      'A;a=b',
      '0123456789',
      '0',
      '',
      '',
    ),
    { status: 200, body: '{"x0123456789', keepsOpen: true },
  ],
  'in chunks with trailers': [
    lines('HTTP/1.1 200 OK', 'transfer-encoding: chunked', '', '2', '{}', '0', 'a: b', 'c: d', '', ''),
    { status: 200, body: '{}', keepsOpen: true },
  ],
  'without a body': [lines('HTTP/1.1 204 No Content', '', ''), { status: 204, body: '', keepsOpen: true }],
  'of length 0': [lines('HTTP/1.1 500', 'content-length: 0', '', ''), { status: 500, body: '', keepsOpen: true }],
  'after others that announce it': [
    lines(
      'HTTP/1.1 100 Continue',
      '',
      'HTTP/1.1 103 Early',
      'link: a',
      '',
      'HTTP/1.1 200 OK',
      'content-length: 2',
      '',
      '{}',
    ),
    { status: 200, body: '{}', keepsOpen: true },
  ],
  'that is the last of its connection': [
    lines('HTTP/1.1 200 OK', 'connection: Close', 'content-length: 2', '', '{}'),
    { status: 200, body: '{}', keepsOpen: false },
  ],
  'whose connection is soon closed': [
    lines('HTTP/1.1 200 OK', 'keep-alive: timeout=1', 'content-length: 2', '', '{}'),
    { status: 200, body: '{}', keepsOpen: false },
  ],
  'of HTTP/1.0': [
    lines('HTTP/1.0 200 OK', 'content-length: 2', '', '{}'),
    { status: 200, body: '{}', keepsOpen: false },
  ],
  'that ends with its connection': [
    lines('HTTP/1.1 200 OK', '', '{"a":', '1}'),
    { status: 200, body: '{"a":\r\n1}', keepsOpen: false },
    true,
  ],
}

describe('a response is read, in whatever pieces it comes:', () => {
  test.each(Object.entries(responses))('one %s', (_what, [bytes, expected, isClosed]) => {
    expect(read(bytes, undefined, isClosed)).toEqual(expected)
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1 }), (sizes) => {
        expect(read(bytes, sizes, isClosed)).toEqual(expected)
      }),
      { examples: [[[1]]] },
    )
  })

  test.each(Object.entries(responses).filter(([, [, , isClosed]]) => isClosed === undefined))(
    'one %s is not there before its end, and is missed when the connection closes',
    (_what, [bytes]) => {
      for (let length = 0; length < bytes.length; length += 1) {
        expect(read(bytes.subarray(0, length))).toBeUndefined()
        expect(() => read(bytes.subarray(0, length), [7], true)).toThrow(BadResponse)
      }
    },
  )
})

describe('what is no response, or might be two, is not taken:', () => {
  const ok = 'HTTP/1.1 200 OK'
  test.each<[string, Buffer]>([
    ['another protocol', lines('SSH-2.0-OpenSSH', '', '')],
    ['another version', lines('HTTP/2 200 OK', 'content-length: 0', '', '')],
    ['an upgrade', lines('HTTP/1.1 101 Switching Protocols', '', '')],
    ['two lengths', lines(ok, 'content-length: 2', 'content-length: 2', '', '{}')],
    ['a length and chunks', lines(ok, 'content-length: 2', 'transfer-encoding: chunked', '', '0', '', '')],
    ['chunks and a length', lines(ok, 'transfer-encoding: chunked', 'content-length: 2', '', '0', '', '')],
    ['a length that is none', lines(ok, 'content-length: +2', '', '{}')],
    ['another encoding of the transfer', lines(ok, 'transfer-encoding: gzip, chunked', '', '0', '', '')],
    ['another encoding of the content', lines(ok, 'content-encoding: gzip', 'content-length: 2', '', '{}')],
    ['a header that goes on in the next line', lines(ok, 'a: b', ' c', 'content-length: 2', '', '{}')],
    ['a header with a space before its colon', lines(ok, 'content-length : 2', '', '{}')],
    ['a header without a name', lines(ok, 'nothing', '', '')],
    ['more than its length', lines(ok, 'content-length: 2', '', '{}HTTP/1.1 200 OK')],
    ['more than its chunks', lines(ok, 'transfer-encoding: chunked', '', '2', '{}', '0', '', 'HTTP')],
    ['a chunk without a size', lines(ok, 'transfer-encoding: chunked', '', 'x', '{}', '0', '', '')],
    ['a chunk that is longer than it says', lines(ok, 'transfer-encoding: chunked', '', '1', '{}', '0', '', '')],
    ['headers without an end', Buffer.from(`${ok}\r\na: ${'b'.repeat(20_000)}`)],
  ])('%s', (_what, bytes) => expect(() => read(bytes)).toThrow(BadResponse))

  test.each<[string, Buffer]>([
    ['by its length', lines(ok, 'content-length: 99999999', '', '')],
    ['by a chunk', lines(ok, 'transfer-encoding: chunked', '', 'fffffff', '')],
  ])('one that says itself that it is too large, %s', (_how, bytes) =>
    expect(() => read(bytes)).toThrow(AnswerTooLarge),
  )
})
