import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { manage, type ManagedProcess, type ProcessSpec } from './managed-process.ts'
import { freePort } from './ports.ts'
import { commandLineOf } from './process-table.ts'
import { nodeService } from './services.ts'

// They start real processes, several in a row; each wait has its own bound.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const kept: ManagedProcess[] = []
afterEach(async () => {
  await Promise.all(kept.splice(0).map((one) => one.stop()))
})

const patience = { firstBackoffMs: 20, lookMs: 50, againMs: 50, misses: 4, stillbirths: 3 }

// On a busy machine one that is well may answer late: nobody hurries it, unless it is known not to answer at all.
const LATE_MS = 2_000
const HURRIED_MS = 100

async function fakeSpec(env: Record<string, string> = {}) {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const seen = { looks: 0, reactions: 0, answersNobody: false }
  const spec: ProcessSpec = {
    ...nodeService({ name: 'fake', script: 'processes/testing/fake-service.ts', port, dataDir: '/nowhere', env }),
    async reacts() {
      const signal = AbortSignal.timeout(seen.answersNobody ? HURRIED_MS : LATE_MS)
      const reacted = await fetch(`${url}/health/live`, { signal }).then(
        (answer) => answer.ok,
        () => false,
      )
      seen.looks += 1
      if (reacted) seen.reactions += 1
      return reacted
    },
  }
  return { spec, url, seen }
}

async function fake(env: Record<string, string> = {}, change: Partial<ProcessSpec> = {}) {
  const news: string[] = []
  const pids: (number | undefined)[] = []
  const { spec, url, seen } = await fakeSpec(env)
  const managed = manage(
    { ...spec, ...change },
    {
      restart: true,
      patience,
      onLine(line) {
        if (line === 'wedged') seen.answersNobody = true
      },
      onNews: (line) => news.push(line),
      onPid: (pid) => pids.push(pid),
    },
  )
  kept.push(managed)
  return { managed, news, pids, url, seen }
}

const soon = { timeout: 20_000 }

const isGone = (pid: number | undefined) => async () => (await commandLineOf(pid ?? 0)) === undefined

describe('a process that is kept', () => {
  test('is started again after kill -9, on its port, and says so', async () => {
    const { managed, news, pids, url } = await fake()
    await managed.start()
    const first = managed.pid
    await managed.kill()
    await managed.untilReady()
    expect(managed.pid).not.toBe(first)
    expect(managed.restarts).toBe(1)
    expect((await fetch(`${url}/health/live`)).status).toBe(200)
    expect(news).toEqual(['ended by SIGKILL; it is started again in 20 ms'])
    expect(pids).toEqual([first, undefined, managed.pid])
  })

  test('is started again when its event loop is wedged', async () => {
    const { managed, news, url, seen } = await fake()
    await managed.start()
    const first = managed.pid
    // Before it has reacted once, it counts as starting.
    await expect.poll(() => seen.reactions, soon).toBeGreaterThan(0)
    // Ends when the process does, and not before: a request that is given up may never have arrived.
    const unanswered = expect(fetch(`${url}/wedge`)).rejects.toThrow()
    await expect.poll(() => managed.restarts, soon).toBe(1)
    await unanswered
    seen.answersNobody = false
    await managed.untilReady()
    expect(managed.pid).not.toBe(first)
    expect(news[0]).toMatch(/^has not reacted/)
  })

  test('is left alone while somebody has stopped it on purpose', async () => {
    const { managed, seen } = await fake()
    await managed.start()
    const first = managed.pid
    await expect.poll(() => seen.reactions, soon).toBeGreaterThan(0)
    managed.pause()
    seen.answersNobody = true
    const enough = seen.looks + 2 * patience.misses
    await expect.poll(() => seen.looks, soon).toBeGreaterThan(enough)
    managed.resume()
    seen.answersNobody = false
    await managed.untilReady()
    expect(managed.pid).toBe(first)
    expect(managed.restarts).toBe(0)
  })

  test('ends well on stop, stays down, and starts again with what it was given', async () => {
    const { managed, url } = await fake()
    await managed.start()
    const { pid } = managed
    await managed.stop()
    expect(managed.pid).toBeUndefined()
    await expect.poll(isGone(pid), soon).toBe(true)
    await managed.start({ env: { GREETING: 'hello again' } })
    expect(await (await fetch(`${url}/greeting`)).text()).toBe('hello again')
    expect(managed.restarts).toBe(0)
  })

  test.each([0, 1, 2, 3, 4, 5, 6, 7, 8])(
    'is started once when it was killed, stopped and started, %i turns of the event queue apart',
    async (turns) => {
      const { spec } = await fakeSpec()
      const { managed, pids } = await fake({}, spec)
      await managed.start()
      await managed.kill()
      const stopped = managed.stop()
      for (let turn = 0; turn < turns; turn += 1) await Promise.resolve()
      await Promise.all([stopped, managed.start()])
      await managed.stop()
      expect(pids.filter((pid) => pid !== undefined)).toHaveLength(2)
    },
  )

  test('ends by force when it does not end by itself', async () => {
    const { managed, news } = await fake({ IGNORE_SIGTERM: '1' }, { stopWithinMs: 200 })
    await managed.start()
    const { pid } = managed
    await managed.stop()
    expect(news).toEqual(['did not end in 200 ms: it is killed'])
    await expect.poll(isGone(pid), soon).toBe(true)
  })

  test('can be stopped while it is paused', async () => {
    const { managed } = await fake()
    await managed.start()
    managed.pause()
    await managed.stop()
    expect(managed.pid).toBeUndefined()
  })
})

describe('a process that cannot be kept', () => {
  test('fails at once with its last words when its configuration cannot be used', async () => {
    const { managed } = await fake({ EXIT_WITH: '78' })
    await expect(managed.start()).rejects.toThrow(/^fake ended with code 78\n {2}last words/)
    expect(managed.restarts).toBe(0)
  })

  test('is given up when it dies again and again before it serves', async () => {
    const { managed } = await fake({ EXIT_WITH: '1' })
    await expect(managed.start()).rejects.toThrow(/^fake ended with code 1\n {2}last words/)
    expect(managed.restarts).toBe(2)
  })

  test('is named when there is no such program', async () => {
    const { managed } = await fake({}, { command: async () => ({ file: '/no/such/program', args: [] }) })
    await expect(managed.start()).rejects.toThrow(/^fake (cannot be started|ended)/)
  })

  test('stop during a start leaves nothing behind', async () => {
    const { managed, pids } = await fake()
    const starting = managed.start()
    const outcome = expect(starting).rejects.toThrow(/was stopped/)
    await managed.stop()
    await outcome
    expect(managed.pid).toBeUndefined()
    for (const pid of pids) if (pid !== undefined) await expect.poll(isGone(pid), soon).toBe(true)
  })
})

test('when the keeper is killed, its process ends too', async () => {
  const port = await freePort()
  const keeper = spawn(process.execPath, [resolve(import.meta.dirname, 'testing/fake-keeper.ts'), String(port)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [printed] = (await once(keeper.stdout, 'data')) as [Buffer]
  const pid = Number(printed.toString())
  expect(await commandLineOf(pid)).toContain('fake-service.ts')
  keeper.kill('SIGKILL')
  await expect.poll(isGone(pid), soon).toBe(true)
})
