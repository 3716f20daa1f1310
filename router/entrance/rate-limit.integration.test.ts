import { describe, expect, test } from 'vitest'
import { initialisedSocket, rawSocket } from '../testing/raw-socket.ts'
import { testRouter } from '../testing/router.ts'

describe('C30 nobody takes more than their share', () => {
  test('C30 a member who asks too often is told when to come back, and others are not held up', async () => {
    const router = await testRouter({ env: { RATE_LIMIT_PER_MINUTE: '2' } })
    const ann = await router.issuer.token({ sub: 'ann' })
    const bob = await router.issuer.token({ sub: 'bob' })
    const ask = (token?: string) => router.ask('{ books { id } }', token === undefined ? {} : { token })

    expect([(await ask(ann)).status, (await ask(ann)).status]).toEqual([200, 200])
    const { status, headers, errors } = await ask(ann)
    expect(status).toBe(429)
    expect(errors).toEqual([
      { message: 'Too many requests; try again later.', extensions: { code: 'RATE_LIMITED', reason: 'RATE_LIMITED' } },
    ])
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
    expect(Number(headers.get('retry-after'))).toBeLessThanOrEqual(60)
    expect((await ask(bob)).status).toBe(200)
    expect((await ask()).status).toBe(200)
    expect(router.book.received).toHaveLength(4)
  })

  test('C30 who changes the token is still the same member', async () => {
    const router = await testRouter({ env: { RATE_LIMIT_PER_MINUTE: '1' } })
    const statuses = []
    for (const iat of [1, 2]) {
      const token = await router.issuer.token({ sub: 'ann', iat })
      statuses.push((await router.ask('{ books { id } }', { token })).status)
    }
    expect(statuses).toEqual([200, 429])
  })

  test('C30 guessing at tokens counts against the address', async () => {
    const router = await testRouter({ env: { RATE_LIMIT_PER_MINUTE: '2' } })
    const statuses = []
    for (const token of ['one', 'two', 'three']) statuses.push((await router.ask('{ books { id } }', { token })).status)
    expect(statuses).toEqual([401, 401, 429])
  })

  test('C30 an address is taken from x-forwarded-for only as far as proxies of ours wrote it', async () => {
    const statuses = async (env: Record<string, string>, addresses: string[]) => {
      const router = await testRouter({ env: { RATE_LIMIT_PER_MINUTE: '1', ...env } })
      const from = (address: string) => router.ask('{ books { id } }', { headers: { 'x-forwarded-for': address } })
      const answers = []
      for (const address of addresses) answers.push((await from(address)).status)
      return answers
    }
    expect(await statuses({}, ['192.0.2.1', '192.0.2.2'])).toEqual([200, 429])
    expect(await statuses({ TRUST_PROXY: '1' }, ['192.0.2.1', '192.0.2.2'])).toEqual([200, 200])
    expect(await statuses({ TRUST_PROXY: '1' }, ['10.0.0.1, 192.0.2.1', '10.0.0.2, 192.0.2.1'])).toEqual([200, 429])
  })

  test('C30 health is never limited', async () => {
    const router = await testRouter({ env: { RATE_LIMIT_PER_MINUTE: '1' } })
    for (let i = 0; i < 3; i++) expect((await fetch(new URL('/health/ready', router.url))).status).toBe(200)
  })
})

describe('C30 every message on a socket counts, also one that begins nothing', () => {
  const messages = [
    { type: 'ping' },
    { type: 'ping', payload: { a: 1 } },
    { type: 'pong' },
    { type: 'complete', id: '1' },
  ]

  test.each(messages)('%j of a member, who is then told to come back later', async (message) => {
    const router = await testRouter({ env: { RATE_LIMIT_PER_MINUTE: '50' } })
    const token = await router.issuer.token({ sub: 'ann' })
    const socket = await initialisedSocket(router.url, token)
    for (let i = 0; i < 50; i++) socket.send(message)
    expect(await socket.closed).toEqual({ code: 1013, reason: 'Too many messages' })
    expect((await router.ask('{ books { id } }', { token })).status).toBe(429)
    const bob = await router.issuer.token({ sub: 'bob' })
    expect((await router.ask('{ books { id } }', { token: bob })).status).toBe(200)
  })

  test.each(messages)('%j before it is known who sends it, for the address', async (message) => {
    const router = await testRouter({ env: { ANONYMOUS_RATE_LIMIT_PER_MINUTE: '200' } })
    const socket = await rawSocket(router.url)
    for (let i = 0; i < 50; i++) socket.send(message)
    expect(await socket.closed).toEqual({ code: 1013, reason: 'Too many messages' })
    expect((await router.ask('{ books { id } }')).status).toBe(429)
    const token = await router.issuer.token()
    expect((await router.ask('{ books { id } }', { token })).status).toBe(200)
  })
})
