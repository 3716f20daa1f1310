import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { createLogger } from '@ebook/chassis/log'
import { createRegistry } from '@ebook/chassis/metrics'
import { startTestNats, type TestNats } from '@ebook/testkit/infrastructure'
import { initialisedSocket, rawSocket } from '../testing/raw-socket.ts'
import { testRouter } from '../testing/router.ts'
import { hearEachOther } from './over-nats.ts'
import { Together } from './together.ts'

let nats: TestNats
beforeAll(async () => {
  nats = await startTestNats()
})
afterAll(() => nats.stop())

const EVERY_MS = 50

/** Two of one installation: they know the tokens of one issuer, and hear each other over a real NATS. */
async function twoRouters(env: Record<string, string>) {
  const start = async (oidcIssuer?: string) => {
    const together = new Together()
    const registry = createRegistry('router')
    const log = createLogger('router', 'silent')
    const hearing = hearEachOther(together, nats.credentials('router'), { registry, log, everyMs: EVERY_MS })
    onTestFinished(() => hearing.stop())
    const router = await testRouter({ together, env: { ...env, ...(oidcIssuer && { OIDC_ISSUER: oidcIssuer }) } })
    return { ...router, together, registry, stopHearing: () => hearing.stop() }
  }
  const one = await start()
  const other = await start(one.issuer.url)
  const others = () => [one.together.others, other.together.others]
  await expect.poll(others).toEqual([1, 1])
  const token = await one.issuer.token({ sub: 'ann' })
  return { one, other, token }
}

const question = '{ books { id } }'

describe('C30 C31 two routers', () => {
  test('give a member one allowance together', async () => {
    const { one, other, token } = await twoRouters({ RATE_LIMIT_PER_MINUTE: '10' })
    const asked = async ({ ask }: typeof one) => (await ask(question, { token })).status
    for (let n = 0; n < 6; n += 1) expect(await asked(one)).toBe(200)
    await expect.poll(() => other.together.used.elsewhere('member ann')).toBe(6)
    for (let n = 0; n < 4; n += 1) expect(await asked(other)).toBe(200)
    expect(await asked(other)).toBe(429)
    await expect.poll(() => one.together.used.elsewhere('member ann')).toBe(4)
    expect(await asked(one)).toBe(429)
    const bob = await one.issuer.token({ sub: 'bob' })
    expect((await one.ask(question, { token: bob })).status).toBe(200)
    expect(await other.registry.metrics()).toContain('ebook_router_others_heard{service="router"} 1')
  })

  test('let a member hold so many connections together, and room is made by those that close', async () => {
    const { one, other, token } = await twoRouters({ SOCKETS_PER_MEMBER: '3' })
    const first = await initialisedSocket(one.url, token)
    await initialisedSocket(one.url, token)
    await expect.poll(() => other.together.held.elsewhere('connections ann')).toBe(2)
    await initialisedSocket(other.url, token)
    const fourth = await rawSocket(other.url)
    fourth.send({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } })
    expect(await fourth.closed).toEqual({ code: 1013, reason: 'Too many connections of this member' })
    first.ws.close()
    await expect.poll(() => other.together.held.elsewhere('connections ann')).toBe(1)
    await initialisedSocket(other.url, token)
  })

  test('answer while NATS is away, each with an allowance of its own, and count together when it is back', async () => {
    const { one, other, token } = await twoRouters({ RATE_LIMIT_PER_MINUTE: '10' })
    await nats.kill()
    for (const router of [one, other]) {
      for (let n = 0; n < 5; n += 1) expect((await router.ask(question, { token })).status).toBe(200)
    }
    await nats.restart()
    await expect.poll(() => one.together.used.elsewhere('member ann')).toBe(5)
    await expect.poll(() => other.together.used.elsewhere('member ann')).toBe(5)
    for (const router of [one, other]) expect((await router.ask(question, { token })).status).toBe(429)
  })
})
