import { Agent, request } from 'node:http'
import { describe, expect, onTestFinished, test } from 'vitest'
import { answer } from './testing/fake-subgraph.ts'
import { routerProcess } from './testing/router-process.ts'
import { ask, testRouter, type TestRouter } from './testing/router.ts'

/** Holds the rentals back until it is called. */
function holdRentals({ rent }: Pick<TestRouter, 'rent'>): () => void {
  const release = Promise.withResolvers<void>()
  rent.behave(async (response) => {
    await release.promise
    answer(response, { data: { rentals: [] } })
  })
  return release.resolve
}

describe('C33 the router goes down without dropping anything', () => {
  test('C33 what is under way is answered before the connections to the subgraphs close', async () => {
    const router = await testRouter()
    const release = holdRentals(router)
    const asked = router.ask('{ rentals { id } }')
    await router.rent.receives(1)
    const stopped = router.stop()
    release()
    const { status, data, headers } = await asked
    expect({ status, data }).toEqual({ status: 200, data: { rentals: [] } })
    expect(headers.get('connection')).toBe('close')
    await stopped
    await expect(router.ask('{ rentals { id } }')).rejects.toThrow()
  })

  test('C33 it is not ready while it drains, and answers what still comes', async () => {
    const router = await testRouter({ env: { SHUTDOWN_DELAY_MS: '2000' } })
    void router.stop()
    const ready = await fetch(new URL('/health/ready', router.url))
    expect(ready.status).toBe(503)
    expect(await ready.json()).toEqual({ status: 'not ready', reason: 'stopping' })
    for (const probe of ['live', 'startup']) {
      expect((await fetch(new URL(`/health/${probe}`, router.url))).status, probe).toBe(200)
    }
    const { status, headers } = await router.ask('{ rentals { id } }')
    expect({ status, connection: headers.get('connection') }).toEqual({ status: 200, connection: 'close' })
  })

  test('C33 idle connections do not keep it', async () => {
    const router = await testRouter()
    const agent = new Agent({ keepAlive: true })
    onTestFinished(() => agent.destroy())
    const idle = Promise.withResolvers<unknown>()
    request(new URL('/health/live', router.url), { agent }, (response) => {
      response.resume().once('end', idle.resolve)
    }).end()
    await idle.promise
    await router.stop()
  })
})

// A process is started, and a busy machine takes its time.
describe('C33 the process', { timeout: 60_000 }, () => {
  test('C33 SIGTERM ends it with 0', async () => {
    const { url, child, ended } = await routerProcess({})
    expect((await ask(url, '{ rentals { id } }')).status).toBe(200)
    child.kill('SIGTERM')
    expect(await ended).toEqual([0, null])
  })

  test('C33 what does not end in time is cut off, with 1', async () => {
    const { url, rent, child, ended } = await routerProcess({ SHUTDOWN_TIMEOUT_MS: '100' })
    rent.behave(() => undefined)
    const asked = ask(url, '{ rentals { id } }')
    const cutOff = expect(asked).rejects.toThrow()
    await rent.receives(1)
    child.kill('SIGTERM')
    expect(await ended).toEqual([1, null])
    await cutOff
  })
})
