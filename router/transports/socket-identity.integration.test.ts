import { describe, expect, test } from 'vitest'
import type { Claims } from '@ebook/chassis/testing/issuer'
import { FakeSubscriptions } from '../testing/fake-subscriptions.ts'
import { initialisedSocket, rawSocket, refusedHandshake, type RawSocket } from '../testing/raw-socket.ts'
import { testRouter } from '../testing/router.ts'

const subscribe = (id: string) => ({ id, type: 'subscribe', payload: { query: 'subscription { changed }' } })

async function started(env: Record<string, string> = {}) {
  const core = new FakeSubscriptions()
  const router = await testRouter({ env, subscriptions: core })
  const open = async (claims?: Claims) => initialisedSocket(router.url, await router.issuer.token(claims))
  return { core, router, open }
}

async function init(url: string, payload: unknown, headers: Record<string, string> = {}): Promise<RawSocket> {
  const socket = await rawSocket(url, { headers })
  socket.send({ type: 'connection_init', payload })
  return socket
}

const inSeconds = (seconds: number) => Math.floor(Date.now() / 1_000) + seconds

describe('C28 who is on a socket', () => {
  test('C28 a token is given with connection_init, spelled either way, or with the handshake', async () => {
    const { router } = await started()
    const authorization = `Bearer ${await router.issuer.token()}`
    const sockets = [
      await init(router.url, { authorization }),
      await init(router.url, { Authorization: authorization }),
      await init(router.url, undefined, { authorization }),
    ]
    for (const socket of sockets) expect(await socket.message()).toMatchObject({ type: 'connection_ack' })
  })

  test('C28 the acknowledgement says until when', async () => {
    const { router } = await started()
    const exp = inSeconds(40)
    const socket = await init(router.url, { authorization: `Bearer ${await router.issuer.token({ exp })}` })
    expect(await socket.message()).toEqual({
      type: 'connection_ack',
      payload: { expiresAt: new Date(exp * 1_000).toISOString() },
    })
  })

  test('C28 nobody: 4401, which tells clients not to try again', async () => {
    const { router } = await started()
    for (const payload of [undefined, {}, { other: 1 }]) {
      expect(await (await init(router.url, payload)).closed).toMatchObject({ code: 4401 })
    }
  })

  test('C28 a token that does not do: 4403', async () => {
    const { router } = await started()
    const { issuer, url } = router
    const expired = await issuer.token({ exp: inSeconds(-60) })
    const foreign = await issuer.token({ aud: 'another' })
    const closes = []
    for (const authorization of ['Bearer x', 'x', 7, `Bearer ${expired}`, `Bearer ${foreign}`]) {
      closes.push(await (await init(url, { authorization })).closed)
    }
    expect(closes.map(({ code }) => code)).toEqual([4403, 4403, 4403, 4403, 4403])
    expect(closes.map(({ reason }) => reason)).toContain('The token has expired.')
  })

  test('C28 a bad token in the handshake is refused there', async () => {
    const { router } = await started()
    const { status } = await refusedHandshake(router.url, { headers: { authorization: 'Bearer x' } })
    expect(status).toBe(401)
  })

  test('C28 who cannot be verified just now is to come back, and is not called a forger', async () => {
    const { router } = await started()
    await router.issuer.stop()
    const token = await router.issuer.token()
    expect(await (await init(router.url, { authorization: `Bearer ${token}` })).closed).toMatchObject({ code: 1013 })
  })

  test('C28 when the token expires the socket closes with 4403, within a second, and its operations stop', async () => {
    const { core, open } = await started()
    const exp = inSeconds(2)
    const socket = await open({ exp })
    socket.send(subscribe('1'))
    await core.nth(0)
    expect(await socket.closed).toEqual({ code: 4403, reason: 'The token has expired.' })
    expect(Date.now()).toBeGreaterThanOrEqual(exp * 1_000)
    expect(Date.now()).toBeLessThan((exp + 1) * 1_000)
    expect(core.count).toBe(0)
  })

  test('C28 a token for longer than a timer can count does not close it', async () => {
    const { core, open } = await started()
    const socket = await open({ exp: inSeconds(60 * 86_400) })
    socket.send(subscribe('1'))
    await core.nth(0)
    socket.send({ type: 'ping' })
    expect(await socket.message()).toEqual({ type: 'pong' })
  })
})

describe('C28 a new token on a live socket', () => {
  test('C28 is accepted, outlives the old one, and reaches the operations', async () => {
    const { core, router, open } = await started()
    const exp = inSeconds(2)
    const socket = await open({ exp })
    socket.send(subscribe('1'))
    const first = await core.nth(0)
    const later = inSeconds(120)
    const token = await router.issuer.token({ exp: later })
    socket.send({ type: 'ping', payload: { authorization: `Bearer ${token}` } })
    expect(await socket.message()).toEqual({
      type: 'pong',
      payload: { authorization: 'accepted', expiresAt: new Date(later * 1_000).toISOString() },
    })
    expect(first.renewals).toMatchObject([{ sub: 'ann', token }])
    socket.send(subscribe('2'))
    expect((await core.nth(1)).request.viewer.token).toBe(token)
    await new Promise((resolve) => setTimeout(resolve, exp * 1_000 + 1_000 - Date.now()))
    socket.send({ type: 'ping' })
    expect(await socket.message()).toEqual({ type: 'pong' })
  })

  test('C28 of somebody else, with other roles, or bad, is refused by name and changes nothing', async () => {
    const { core, router, open } = await started()
    const { issuer } = router
    const socket = await open()
    socket.send(subscribe('1'))
    const first = await core.nth(0)
    const offers = {
      OTHER_SUBJECT: await issuer.token({ sub: 'bob' }),
      OTHER_ROLES: await issuer.token({ roles: ['MEMBER', 'ADMIN'] }),
      expired: await issuer.token({ exp: inSeconds(-60) }),
      malformed: 'x',
    }
    for (const [reason, token] of Object.entries(offers)) {
      socket.send({ type: 'ping', payload: { authorization: `Bearer ${token}` } })
      expect(await socket.message()).toEqual({ type: 'pong', payload: { authorization: 'refused', reason } })
    }
    expect(first.renewals).toEqual([])
    first.next({ changed: 1 })
    expect(await socket.message()).toMatchObject({ type: 'next' })
  })

  test('C28 before connection_init is refused', async () => {
    const { router } = await started()
    const socket = await rawSocket(router.url)
    socket.send({ type: 'ping', payload: { authorization: `Bearer ${await router.issuer.token()}` } })
    expect(await socket.message()).toMatchObject({ payload: { authorization: 'refused', reason: 'NOT_INITIALISED' } })
  })
})

describe('C30 nobody takes more than their share of the sockets', () => {
  test('C30 sockets of a member: one too many is to come later, and there is room when one has gone', async () => {
    const { core, router, open } = await started({ SOCKETS_PER_MEMBER: '2' })
    const first = await open()
    await open()
    const authorization = `Bearer ${await router.issuer.token()}`
    expect(await (await init(router.url, { authorization })).closed).toMatchObject({ code: 1013 })
    await open({ sub: 'bob' })
    first.send(subscribe('1'))
    await core.nth(0)
    first.ws.terminate()
    await core.until(() => core.count === 0)
    await open()
  })

  test('C30 sockets in all, also of those who have not said who they are', async () => {
    const { router } = await started({ SOCKETS: '2' })
    await rawSocket(router.url)
    await rawSocket(router.url)
    const { status, body } = await refusedHandshake(router.url)
    expect(status).toBe(503)
    expect(body).toMatchObject({ errors: [{ extensions: { reason: 'TOO_MANY_CONNECTIONS' } }] })
  })

  test('C30 subscriptions of a member, over all sockets', async () => {
    const { core, open } = await started({ SUBSCRIPTIONS_PER_MEMBER: '2' })
    const [one, two] = [await open(), await open()]
    one.send(subscribe('1'))
    two.send(subscribe('1'))
    await core.nth(1)
    one.send(subscribe('2'))
    const tooMany = [{ extensions: { code: 'RATE_LIMITED', reason: 'TOO_MANY_SUBSCRIPTIONS' } }]
    expect(await one.message()).toMatchObject({ id: '2', type: 'error', payload: tooMany })
    two.send({ id: '1', type: 'complete' })
    await core.until(() => core.count === 1)
    one.send(subscribe('2'))
    await core.nth(2)
  })

  test('C30 operations of a socket', async () => {
    const { core, open } = await started({ OPERATIONS_PER_SOCKET: '1' })
    const socket = await open()
    socket.send(subscribe('1'))
    await core.nth(0)
    socket.send(subscribe('2'))
    const tooMany = [{ extensions: { code: 'RATE_LIMITED', reason: 'TOO_MANY_OPERATIONS' } }]
    expect(await socket.message()).toMatchObject({ id: '2', type: 'error', payload: tooMany })
  })

  test('C30 operations count together with requests', async () => {
    // One for the requests below, one for connection_init, one for the first operation.
    const { core, router, open } = await started({ RATE_LIMIT_PER_MINUTE: '3' })
    const token = await router.issuer.token()
    expect((await router.ask('{ books { id } }', { token })).status).toBe(200)
    const socket = await open()
    socket.send(subscribe('1'))
    await core.nth(0)
    socket.send(subscribe('2'))
    const error = (await socket.message()) as { payload: { extensions: { retryAfter: number } }[] }
    expect(error).toMatchObject({ id: '2', type: 'error', payload: [{ extensions: { code: 'RATE_LIMITED' } }] })
    expect(error.payload[0]?.extensions.retryAfter).toBeGreaterThan(0)
    expect((await router.ask('{ books { id } }', { token })).status).toBe(429)
  })

  test('C30 guessing at tokens counts against the address, which then gets no socket', async () => {
    // Two guesses: each a handshake and a token.
    const { router } = await started({ RATE_LIMIT_PER_MINUTE: '4' })
    for (const guess of ['one', 'two']) {
      expect(await (await init(router.url, { authorization: guess })).closed).toMatchObject({ code: 4403 })
    }
    expect((await refusedHandshake(router.url)).status).toBe(429)
  })
})

describe('C38 pages of other origins', () => {
  test('C38 get no socket, unless they are listed or our own; who is no browser has no origin', async () => {
    const { router } = await started({ CORS_ORIGINS: 'https://library.example' })
    const own = new URL(router.url).origin
    for (const origin of ['https://library.example', own]) await rawSocket(router.url, { headers: { origin } })
    await rawSocket(router.url)
    for (const origin of ['https://evil.example', 'https://library.example.evil.example', 'null', `${own}0`]) {
      const { status, body } = await refusedHandshake(router.url, { headers: { origin } })
      expect({ origin, status }).toEqual({ origin, status: 403 })
      expect(body).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN', reason: 'FOREIGN_ORIGIN' } }] })
    }
  })

  const origin = 'https://library.example'
  const forwarded = { TRUST_PROXY: '1' }
  test.each<[headers: Record<string, string>, status: number, env?: Record<string, string>]>([
    [{ host: 'library.example:443', origin }, 101],
    [{ host: 'LIBRARY.example', origin }, 101],
    [{ host: 'library.example:80', origin: 'http://library.example' }, 101],
    [{ host: 'library.example:8443', origin: `${origin}:8443` }, 101],
    [{ host: '[::1]:4000', origin: 'http://[0:0::1]:4000' }, 101],
    [{ host: '10.0.0.7:4000', 'x-forwarded-host': 'library.example', origin }, 101, forwarded],
    [{ host: '10.0.0.7:4000', 'x-forwarded-host': 'Library.Example:443', origin }, 101, forwarded],
    [{ host: 'library.example:80', origin }, 403],
    [{ host: 'library.example:443', origin: 'http://library.example' }, 403],
    [{ host: 'library.example', origin: `${origin}:8443` }, 403],
    [{ host: 'library.example', origin: 'https://evil.example' }, 403],
    [{ host: 'library.example', origin: 'https://library.example.evil.example' }, 403],
    [{ host: 'library.example', origin: 'null' }, 403],
    [{ host: '10.0.0.7:4000', 'x-forwarded-host': 'library.example', origin }, 403],
    [{ host: 'library.example', 'x-forwarded-host': 'evil.example', origin: 'https://evil.example' }, 403],
    [
      { host: 'library.example', 'x-forwarded-host': 'library.example', origin: 'https://evil.example' },
      403,
      forwarded,
    ],
  ])('C38 our own page is known by its host, however it is written: %o', async (headers, status, env = {}) => {
    const { router } = await started(env)
    if (status === 101) await rawSocket(router.url, { headers })
    else expect((await refusedHandshake(router.url, { headers })).status).toBe(status)
  })
})
