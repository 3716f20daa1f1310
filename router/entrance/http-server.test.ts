import { once } from 'node:events'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { testRouter } from '../testing/router.ts'

/** Sends these bytes as they are: `fetch` mends what it is given. */
async function sent(url: string, bytes: string) {
  const { port } = new URL(url)
  const socket = connect(Number(port), '127.0.0.1')
  await once(socket, 'connect')
  socket.write(bytes)
  const [head = '', body = ''] = (await text(socket)).split('\r\n\r\n')
  return { status: head.split(' ')[1], type: /content-type: (.*)/i.exec(head)?.[1], body: JSON.parse(body) as unknown }
}

const asking = (address: string, ...headers: string[]) =>
  [`GET ${address} HTTP/1.1`, 'host: a', 'connection: close', ...headers, '', ''].join('\r\n')

const refused = (reason: string, message: string) => ({
  errors: [{ message, extensions: { code: 'BAD_USER_INPUT', reason } }],
})

describe('what is refused before there is a request has the shape of every other failure', () => {
  test.each(['/%zz', '/%', '/graphql%zz', '/%zz/graphql?query={books{id}}', '/health/%c3%28', '/assets/%zz'])(
    'an address that is none: %s',
    async (address) => {
      const router = await testRouter()
      expect(await sent(router.url, asking(address))).toEqual({
        status: '400',
        type: 'application/json; charset=utf-8',
        body: refused('BAD_REQUEST', 'The request cannot be read.'),
      })
    },
  )

  test.each([
    ['what is no HTTP', 'HELLO\r\n\r\n', '400', refused('BAD_REQUEST', 'The request cannot be read.')],
    [
      'a body of two lengths',
      'POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n',
      '400',
      refused('BAD_REQUEST', 'The request cannot be read.'),
    ],
    [
      'more headers than anybody needs',
      asking('/graphql', `x-long: ${'x'.repeat(20_000)}`),
      '431',
      refused('HEADERS_TOO_LARGE', 'The headers are larger than 16 kB.'),
    ],
  ])('%s', async (_what, bytes, status, body) => {
    const router = await testRouter()
    expect(await sent(router.url, bytes)).toEqual({ status, type: 'application/json; charset=utf-8', body })
  })
})
