import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { describe, expect, onTestFinished, test } from 'vitest'
import { subgraphSecret } from '@ebook/chassis/derived-keys'
import { SECRETS, testRouter } from '../testing/router.ts'

interface Taken {
  readonly url: string | undefined
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

/** The subgraph behind, which answers so. */
async function behind(status: number) {
  const taken: Taken[] = []
  const server = createServer((request, response) => {
    void buffer(request).then((body) => {
      taken.push({ url: request.url, headers: request.headers, body })
      response.writeHead(status).end('{"secret":"for us alone"}')
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return { taken, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql` }
}

async function open(status = 200, env: Record<string, string> = {}) {
  const { taken, url } = await behind(status)
  const router = await testRouter({ env: { PAYMENT_URL: url, ...env } })
  const post = (body: string | Buffer, headers: Record<string, string> = {}, path = '/webhooks/bank') =>
    fetch(new URL(path, router.url), {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...headers },
    })
  return { taken, router, post }
}

describe('what a payment provider tells', () => {
  test('C27 goes to payment, byte by byte, with its signature and without anything else of the request', async () => {
    const { taken, post } = await open()
    const body = '{ "b":1,\n  "a": "\u00e9" }  '
    const signed = { 'webhook-id': 'm1', 'webhook-signature': 'v1,x', 'stripe-signature': 't=1,v1=y' }
    const answer = await post(body, { ...signed, cookie: 'a=b', 'x-router-secret': 'mine' })
    expect([answer.status, await answer.text()]).toEqual([200, ''])
    expect(taken).toHaveLength(1)
    expect(taken[0]?.url).toBe('/webhooks/bank')
    expect(taken[0]?.body.toString()).toBe(body)
    const secret = subgraphSecret(SECRETS.split(',')[0] ?? '', 'payment')
    expect(taken[0]?.headers).toMatchObject({ ...signed, 'x-router-secret': secret })
    expect(taken[0]?.headers.cookie).toBeUndefined()
  })

  test('bad input: of nobody, too large, no POST: refused in the shape of every failure, and not handed on', async () => {
    const { taken, router, post } = await open()
    const refused = async (answer: Promise<Response>) => {
      const { status, json } = await answer.then((it) => ({ status: it.status, json: it.json() }))
      const { errors } = (await json) as { errors: { extensions: { reason: string } }[] }
      return [status, errors[0]?.extensions.reason]
    }
    expect(await refused(post('{}', {}, '/webhooks/..%2fgraphql'))).toEqual([404, 'NOT_FOUND'])
    expect(await refused(post('x'.repeat(64 * 1_024 + 1)))).toEqual([413, 'BODY_TOO_LARGE'])
    expect((await fetch(new URL('/webhooks/bank', router.url), { headers: { accept: 'text/html' } })).status).toBe(404)
    expect(taken).toEqual([])
  })

  test('what payment says: a bad signature and an unknown provider are told, all else is for us and is sent again', async () => {
    for (const [status, told] of [
      [400, 400],
      [404, 404],
      [403, 503],
      [500, 503],
    ] as const) {
      const { post } = await open(status)
      const answer = await post('{}')
      expect(answer.status).toBe(told)
      expect(await answer.text()).not.toContain('for us alone')
    }
    const away = await open(200, { PAYMENT_URL: 'http://127.0.0.1:9/graphql' })
    expect((await away.post('{}')).status).toBe(503)
  })

  test('C30 is limited as all that comes without a token', async () => {
    const { post } = await open(200, { ANONYMOUS_RATE_LIMIT_PER_MINUTE: '8' })
    const statuses = []
    for (const _ of [1, 2, 3]) statuses.push((await post('{}')).status)
    expect(statuses).toEqual([200, 200, 429])
  })
})
