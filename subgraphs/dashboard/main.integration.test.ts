import { execFile } from 'node:child_process'
import { dirname, resolve } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { startTestIssuer, type TestIssuer } from '@ebook/chassis/testing/issuer'
import { manage, type ManagedProcess } from '@ebook/processes/managed-process'
import { freePort } from '@ebook/processes/ports'
import { nodeService } from '@ebook/processes/services'
import { startTestNats, type TestNats } from '@ebook/testkit/infrastructure'
import { openForReading } from './file/dashboard-file.ts'
import { library, someStories } from './testing/library.ts'
import { Producers } from './testing/producers.ts'
import { contentFrom, contentOf } from './testing/replica.ts'
import { temporaryPath } from './testing/temporary-file.ts'

const secret = 'a-secret-only-the-router-knows'
const { events } = library(someStories(60))

let nats: TestNats
let issuer: TestIssuer
let producers: Producers
let dashboard: ManagedProcess
let folder: { readonly path: string; remove(): void }
let origin: string

beforeEach(async () => {
  nats = await startTestNats()
  issuer = await startTestIssuer()
  producers = await Producers.start(nats)
  folder = temporaryPath()
  const port = await freePort()
  origin = `http://127.0.0.1:${port}`
  dashboard = manage(
    nodeService({
      name: 'dashboard',
      script: 'subgraphs/dashboard/main.ts',
      port,
      dataDir: dirname(folder.path),
      env: environment(),
    }),
    { restart: true },
  )
})
afterEach(async () => {
  await dashboard.stop()
  await producers.stop()
  await issuer.stop()
  await nats.stop()
  folder.remove()
})

function environment() {
  const { url, user, password } = nats.credentials('dashboard')
  return {
    DASHBOARD_FILE: folder.path,
    NATS_URL: url,
    NATS_USER: user,
    NATS_PASSWORD: password,
    OIDC_ISSUER: issuer.url,
    OIDC_AUDIENCE: issuer.audience,
    SUBGRAPH_SECRET: secret,
    NODE_ENV: 'test',
    NODE_OPTIONS: '',
    // The tests' own standard input is no pipe of a supervisor.
    EBOOK_PARENT_WATCH: '0',
  }
}

async function comesToShow(said: typeof events): Promise<void> {
  const expected = await contentFrom(said)
  const read = await openForReading(folder.path)
  try {
    await vi.waitFor(async () => expect(await contentOf({ read })).toEqual(expected), {
      timeout: 20_000,
      interval: 100,
    })
  } finally {
    await read.destroy()
  }
}

async function myDashboard(sub: string) {
  const response = await fetch(`${origin}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-router-secret': secret,
      authorization: `Bearer ${await issuer.token({ sub })}`,
    },
    body: JSON.stringify({ query: '{ myDashboard(first: 100) { totalCount edges { node { rentalId status } } } }' }),
  })
  return (await response.json()) as { data: { myDashboard: { totalCount: number } } }
}

test('F10 N3.1 the view answers while no other subgraph, no producer and no NATS runs', async () => {
  producers.commit(events)
  await producers.publish(events)
  await dashboard.start()
  await comesToShow(events)
  await producers.stop()
  await nats.kill()
  // Of some nobody knows any more that they were this member's.
  const { rows } = await contentFrom(events)
  const own = rows.filter(({ user_id }) => user_id === 'member-1').length
  expect(await myDashboard('member-1')).toMatchObject({ data: { myDashboard: { totalCount: own } } })
  expect((await fetch(`${origin}/health/live`)).status).toBe(200)
  await nats.restart()
})

test('C22 C24 killed again and again in the middle of a batch, it ends as the twin of one that never was', async () => {
  producers.commit(events)
  await producers.speak()
  await dashboard.start()
  const size = Math.ceil(events.length / 5)
  for (let from = 0; from < events.length; from += size) {
    const publishing = producers.publish(events.slice(from, from + size))
    await dashboard.kill('SIGKILL')
    await publishing
    await dashboard.untilReady()
  }
  await comesToShow(events)
})

test('C32 C33 it says how far it is, and ends well when asked to', async () => {
  producers.commit(events)
  await producers.publish(events)
  await dashboard.start()
  await comesToShow(events)
  await vi.waitFor(
    async () => {
      const metrics = await (await fetch(`${origin}/metrics`)).text()
      expect(metrics).toMatch(new RegExp(`ebook_dashboard_sequence{.*} ${events.length}\\n`))
      const taken = [...metrics.matchAll(/^ebook_dashboard_events_total{.*} (\d+)$/gm)].map(([, count]) =>
        Number(count),
      )
      expect(taken.reduce((sum, count) => sum + count, 0)).toBe(events.length)
      expect(metrics).toMatch(/ebook_dashboard_lag_seconds{.*} \d/)
      expect(metrics).toMatch(/ebook_dashboard_pending{.*} 0\n/)
    },
    { timeout: 10_000, interval: 100 },
  )
  await dashboard.stop()
  expect(dashboard.restarts).toBe(0)
})

test('C37 a variable that is missing is named, and nothing starts', async () => {
  const env = { ...process.env, ...environment(), DASHBOARD_FILE: '' }
  const outcome = await new Promise<{ code: unknown; stderr: string }>((done) =>
    execFile(
      process.execPath,
      [resolve(import.meta.dirname, 'main.ts')],
      { env, timeout: 20_000 },
      (error, _, stderr) => done({ code: error?.code, stderr }),
    ),
  )
  expect(outcome).toMatchObject({ code: 78, stderr: expect.stringMatching(/DASHBOARD_FILE is not set/) })
})
