import { describe, expect, test } from 'vitest'
import { testRouter } from '../testing/router.ts'

const statusOf = async (url: string, path: string, method = 'GET') =>
  (await fetch(new URL(path, url), { method })).status

describe('C32 D10 what the router measures is for its operator', () => {
  test('it has an address of its own, and is not on the public port', async () => {
    const router = await testRouter({ env: { METRICS_PORT: '0', NODE_ENV: 'production' } })
    expect(await statusOf(router.url, '/metrics')).toBe(404)
    const at = `http://127.0.0.1:${router.operatorsPort}`
    expect(await (await fetch(new URL('/metrics', at))).text()).toContain('ebook_router_connections')
    expect(await statusOf(at, '/metrics', 'HEAD')).toBe(200)
    expect(await statusOf(at, '/health/ready')).toBe(200)
    expect(await statusOf(at, '/graphql')).toBe(404)
    await router.stop()
    await expect(fetch(new URL('/metrics', at))).rejects.toThrow('fetch failed')
  })

  test('in production it is nowhere else, and in development on the port that there is', async () => {
    const production = await testRouter({ env: { NODE_ENV: 'production' } })
    expect(await statusOf(production.url, '/metrics')).toBe(404)
    expect(await statusOf(production.url, '/health/ready')).toBe(200)
    const development = await testRouter({ env: { NODE_ENV: 'development' } })
    expect(await statusOf(development.url, '/metrics')).toBe(200)
  })
})

test.each(['/health/startup', '/health/live', '/health/ready', '/metrics', '/config.json'])(
  'HEAD %s is GET without a body',
  async (path) => {
    const router = await testRouter()
    const [got, head] = [
      await fetch(new URL(path, router.url)),
      await fetch(new URL(path, router.url), { method: 'HEAD' }),
    ]
    expect([head.status, head.headers.get('content-type')]).toEqual([200, got.headers.get('content-type')])
    expect(await head.text()).toBe('')
  },
)
