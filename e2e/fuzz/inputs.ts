import fc from 'fast-check'
import { operations } from '@ebook/clients/people'
import { clientFrame } from './frames.ts'

const chars = fc.string({ unit: 'binary', maxLength: 40 })
const often = <T>(weight: number, arbitrary: fc.Arbitrary<T>) => ({ weight, arbitrary })
/** The usual value so many times more often than one of the odd ones, which shrink to it. */
const usually = <T>(weight: number, usual: T, ...odd: T[]) =>
  fc.oneof(often(weight, fc.constant(usual)), often(1, fc.constantFrom(usual, ...odd)))

const oddJson = fc.constantFrom(
  '1e999', '-0', '00', '{"a":1,"a":2}', '{"__proto__":{"x":1}}', '"\\ud800"', '"\\u0000"', '[,]', '{"a":}', '"', 'NaN',
  'nul', '\u2028', '[1 2]', '123456789012345678901234567890', '{"":[]}', '\u0000', '"\u0000"', '{"constructor":null}',
) // prettier-ignore
const deepJson = fc
  .integer({ min: 1, max: 20_000 })
  .chain((levels) =>
    fc.constantFrom(
      '['.repeat(levels) + ']'.repeat(levels),
      '{"a":'.repeat(levels) + '1' + '}'.repeat(levels),
      '['.repeat(levels),
    ),
  )
const json = fc.oneof(often(4, fc.json({ maxDepth: 4 })), often(2, oddJson), often(1, deepJson), often(1, chars))

/** A stored operation with some of its words taken away, repeated or replaced. */
const document = fc
  .tuple(
    fc.constantFrom(
      '{ __typename }',
      '{ books(first: 3) { edges { node { id title } } totalCount } }',
      ...operations.values(),
    ),
    fc.array(fc.tuple(fc.nat(), fc.constantFrom('', '{', '}', '(', ')', '...', '@skip(if: $x)', '!', '$x', '"', '"""', '#', '\\u{1F}', '[', 'fragment F on F { ...F }', '__typename', 'a:', 'null', '1e400', 'subscription', 'mutation')), { maxLength: 2 }), // prettier-ignore
  )
  .map(([text, edits]) => {
    const words = text.split(/\b/)
    for (const [at, word] of edits) words[at % words.length] = word
    return words.join('')
  })
const wildDocument = fc.oneof(
  often(6, document),
  often(1, chars),
  often(
    1,
    fc.integer({ min: 1, max: 9_000 }).map((levels) => `{ ${'a { '.repeat(levels)}${'} '.repeat(levels)}}`),
  ),
  often(1, fc.constant('{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }')),
)

const names = fc.constantFrom('id', 'first', 'after', 'search', 'input', 'status', 'bookId', 'rentalId', 'snapshot')
const variables = fc.oneof(
  often(
    3,
    fc.dictionary(names, fc.jsonValue({ maxDepth: 2 })).map((given) => JSON.stringify(given)),
  ),
  often(1, json),
)
const now = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined })
const rarely = <T>(arbitrary: fc.Arbitrary<T>) => fc.oneof(often(9, fc.constant(undefined)), often(1, arbitrary))

const body = fc.oneof(
  often(
    8,
    fc.tuple(wildDocument, now(variables), rarely(json), rarely(json)).map(([query, ...more]) => {
      const keys = ['variables', 'operationName', 'extensions']
      const rest = more.flatMap((value, at) => (value === undefined ? [] : [`,"${keys[at]}":${value}`]))
      return `{"query":${JSON.stringify(query)}${rest.join('')}}`
    }),
  ),
  often(1, json),
  often(1, chars),
)

const contentType = usually(
  12,
  'application/json',
  'application/json; charset=utf-16',
  'text/plain',
  'multipart/form-data; boundary=x',
  '',
  'application/graphql',
  'a/b;;=',
)
const accept = usually(
  12,
  '*/*',
  'application/json',
  'text/event-stream',
  'multipart/mixed;subscriptionSpec=1.0',
  'application/graphql-response+json;q=0',
  'text/html, */*;q=0.1',
  ';',
  'a/b',
)
/**
 * What is sent on one connection: everything that the grammars of HTTP, WebSocket, GraphQL and JSON allow, and what they
 * nearly allow. `token` is a member's; `secret` is that by which the subgraph that is meant knows the router.
 */
export function inputs(token: string, secret: string): fc.Arbitrary<Buffer> {
  const authorization = usually(
    6,
    `Bearer ${token}`,
    'Bearer',
    'Basic YTpi',
    'Bearer a.b.c',
    `Bearer ${token}x`,
    `bearer  ${token}`,
  )
  const oddHeader = usually(
    12,
    '',
    'transfer-encoding: chunked\r\n',
    'content-length: 3\r\n',
    'host: b\r\n',
    'x: \u0001\r\n',
    ': x\r\n',
    'expect: 100-continue\r\n',
    'traceparent: 00-zz\r\n',
    'apollo-require-preflight: 1\r\n',
    'last-event-id: x\r\n',
    'connection: upgrade\r\nupgrade: h2c\r\n',
    `a: ${'x'.repeat(20_000)}\r\n`,
  )

  const request = fc
    .record({
      method: fc.oneof(
        often(12, fc.constant('POST')),
        often(3, fc.constant('GET')),
        often(1, fc.constantFrom('PUT', 'DELETE', 'HEAD', 'OPTIONS', 'G\u0000T')),
      ),
      path: fc.oneof(
        often(12, fc.constant('/graphql')),
        often(2, fc.tuple(wildDocument, json).map(([query, variables]) => `/graphql?query=${escape(query)}&variables=${escape(variables)}`)), // prettier-ignore
        often(1, fc.constantFrom('/graphql?query=%ff', '/%zz', '//', '*', '/health/ready?', '/graphql/session', '/config.json/..', '/assets/../../package.json')), // prettier-ignore
      ),
      contentType,
      accept,
      authorization,
      oddHeader,
      body,
    })
    .map((one) => {
      const head = `${one.method} ${one.path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-type: ${one.contentType}\r\naccept: ${one.accept}\r\nauthorization: ${one.authorization}\r\nx-router-secret: ${secret}\r\n${one.oddHeader}` // prettier-ignore
      return Buffer.from(`${head}content-length: ${Buffer.byteLength(one.body)}\r\n\r\n${one.body}`)
    })

  const escape = (text: string) => encodeURIComponent(text.toWellFormed()).slice(0, 6_000)

  const noise = fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes))
  const cut = fc.tuple(request, fc.nat()).map(([bytes, at]) => bytes.subarray(0, at % (bytes.length + 1)))

  const message = fc.oneof(
    often(3, fc.constant(`{"type":"connection_init","payload":{"authorization":"Bearer ${token}"}}`)),
    often(
      4,
      fc
        .tuple(
          fc.constantFrom('connection_init', 'subscribe', 'complete', 'ping', 'pong', 'next', 'error', 'x', ''),
          fc.oneof(fc.constantFrom('"1"', '"2"', '""', 'null', '{}'), json),
          fc.oneof(body, json),
        )
        .map(([type, id, payload]) => `{"type":"${type}","id":${id},"payload":${payload}}`),
    ),
    often(1, json),
  )
  const frame = fc
    .record({
      payload: fc.oneof(
        message.map((text) => Buffer.from(text)),
        noise,
      ),
      opcode: fc.oneof(often(40, fc.constant(1)), often(1, fc.nat(15))),
      fin: usually(40, true, false),
      reserved: fc.oneof(often(40, fc.constant(0)), often(1, fc.nat(7))),
      masked: usually(40, true, false),
      /** What is said of its length, beyond what it is. */
      lies: fc.oneof(often(40, fc.constant(0)), often(1, fc.integer({ min: -3, max: 1_000_000 }))),
    })
    .map(clientFrame)
  const hello = clientFrame({
    payload: Buffer.from(`{"type":"connection_init","payload":{"authorization":"Bearer ${token}"}}`),
    opcode: 1,
    fin: true,
    reserved: 0,
    masked: true,
    lies: 0,
  })
  const upgrade = fc
    .record({
      key: fc.oneof(often(20, fc.constant('dGhlIHNhbXBsZSBub25jZQ==')), often(1, chars)),
      protocol: usually(6, 'graphql-transport-ws', 'graphql-ws', '', 'a, b'),
      version: usually(9, '13', '12', ''),
      hello: usually(8, [hello], []),
      frames: fc.array(frame, { maxLength: 8 }),
    })
    .map(({ key, protocol, version, hello, frames }) => {
      const head = `GET /graphql HTTP/1.1\r\nhost: a\r\nconnection: Upgrade\r\nupgrade: websocket\r\nx-router-secret: ${secret}\r\nsec-websocket-key: ${key}\r\nsec-websocket-version: ${version}\r\nsec-websocket-protocol: ${protocol}\r\n\r\n` // prettier-ignore
      return Buffer.concat([Buffer.from(head), ...hello, ...frames])
    })

  return fc.oneof(often(5, request), often(4, upgrade), often(1, cut), often(1, noise))
}
