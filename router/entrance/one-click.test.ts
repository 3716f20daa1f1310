import Fastify from 'fastify'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { serveOneClick } from './one-click.ts'

interface Sent {
  readonly query: string
  readonly variables: { readonly input: { readonly token: string } }
}

let asked: (Sent & { readonly ip: string })[]
let answer: { readonly status: number; readonly body: object; readonly headers?: Record<string, string> }
const stopped = { status: 200, body: { data: { stopNotices: { stopped: ['LOAN_STARTED'], userErrors: [] } } } }

beforeEach(() => {
  asked = []
  answer = stopped
})

/** A router that answers an operation as the test says. */
async function router() {
  const server = Fastify()
  server.post('/graphql', async (request, reply) => {
    asked.push({ ...(request.body as Sent), ip: request.ip })
    return reply
      .code(answer.status)
      .headers(answer.headers ?? {})
      .send(answer.body)
  })
  await serveOneClick(server)
  onTestFinished(() => server.close())
  return server
}

const URLENCODED = 'application/x-www-form-urlencoded'
const press = async (url: string, payload = 'List-Unsubscribe=One-Click', type = URLENCODED) =>
  (await router()).inject({
    method: 'POST',
    url,
    payload,
    headers: { 'content-type': type },
    remoteAddress: '10.1.2.3',
  })

test('RFC 8058: a mail program’s post stops what its link is for, counted as whoever sent it', async () => {
  expect((await press('/unsubscribe?token=a.b')).statusCode).toBe(200)
  expect(asked).toMatchObject([{ ip: '10.1.2.3', variables: { input: { token: 'a.b' } } }])
  expect(asked[0]?.query).toMatch(/^mutation StopMyNotices\(/)
  const part = '--x\r\ncontent-disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n'
  expect((await press('/unsubscribe?token=a.b', part, 'multipart/form-data; boundary=x')).statusCode).toBe(200)
  expect(asked).toHaveLength(2)
})

test('a link that is none of ours is refused, and one that cannot be asked about now is asked again', async () => {
  answer = { status: 200, body: { data: { stopNotices: { stopped: [], userErrors: [{ code: 'LINK_INVALID' }] } } } }
  expect((await press('/unsubscribe?token=nonsense')).statusCode).toBe(400)
  answer = { status: 200, body: { data: null, errors: [{ message: 'notice is away' }] } }
  expect((await press('/unsubscribe?token=a.b')).statusCode).toBe(503)
  answer = { status: 429, body: {}, headers: { 'retry-after': '7' } }
  const busy = await press('/unsubscribe?token=a.b')
  expect([busy.statusCode, busy.headers['retry-after']]).toEqual([429, '7'])
})

test.each([
  ['/unsubscribe', 'List-Unsubscribe=One-Click', URLENCODED, 400],
  ['/unsubscribe?token=a&token=b', 'List-Unsubscribe=One-Click', URLENCODED, 400],
  ['/unsubscribe?token=a.b', '', URLENCODED, 400],
  ['/unsubscribe?token=a.b', 'x'.repeat(2_000), URLENCODED, 413],
  ['/unsubscribe?token=a.b', 'List-Unsubscribe=One-Click', 'text/html', 415],
])('%s with %.30s as %s: nothing is asked', async (url, payload, type, status) => {
  expect((await press(url, payload, type)).statusCode).toBe(status)
  expect(asked).toEqual([])
})
