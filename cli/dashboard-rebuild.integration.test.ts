import { execFile } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { removeFile, successorOf } from '@ebook/dashboard/file/dashboard-file'
import { library, someStories } from '@ebook/dashboard/testing/library'
import { asOperator, Producers, STREAM } from '@ebook/dashboard/testing/producers'
import { contentFrom, startReplica, type Replica } from '@ebook/dashboard/testing/replica'
import { temporaryPath } from '@ebook/dashboard/testing/temporary-file'
import { manage } from '@ebook/processes/managed-process'
import { freePort } from '@ebook/processes/ports'
import { nodeService } from '@ebook/processes/services'
import { layoutOf } from '@ebook/stack/data-dir'
import { pidFile } from '@ebook/stack/run-folder'
import { startTestNats, type TestNats } from '@ebook/testkit/infrastructure'

let nats: TestNats
let producers: Producers
let replica: Replica
let folder: { readonly path: string; remove(): void }
const { events, rentals } = library(someStories(50))

beforeEach(async () => {
  nats = await startTestNats()
  producers = await Producers.start(nats)
  folder = temporaryPath()
  replica = await startReplica(nats, folder.path)
})
afterEach(async () => {
  await replica.stop()
  await producers.stop()
  await nats.stop()
  folder.remove()
})

const whenReplicaShows = (said: typeof events) =>
  vi.waitFor(async () => expect(await replica.content()).toEqual(await contentFrom(said)), {
    timeout: 20_000,
    interval: 100,
  })

interface Outcome {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

const rebuild = (...args: string[]) => rebuildWith({ DASHBOARD_FILE: folder.path }, ...args)

function natsEnvironment() {
  const { url, user, password } = nats.credentials('dashboard')
  return { NATS_URL: url, NATS_USER: user, NATS_PASSWORD: password }
}

function rebuildWith(target: Record<string, string>, ...args: string[]): Promise<Outcome> {
  const env = { ...process.env, ...natsEnvironment(), ...target, NODE_OPTIONS: '' }
  return new Promise((done) =>
    execFile(
      process.execPath,
      [resolve(import.meta.dirname, 'dashboard-rebuild.ts'), ...args],
      { env, timeout: 60_000 },
      (error, stdout, stderr) => done({ code: error ? Number(error.code) : 0, stdout, stderr }),
    ),
  )
}

describe('npm run dashboard:rebuild -- --verify', () => {
  test('C24 statement 18: the rebuilt rows are those of the live file', async () => {
    producers.commit(events)
    await producers.speak()
    await producers.publish(events)
    await whenReplicaShows(events)
    const { code, stdout } = await rebuild('--verify')
    expect(stdout).toMatch(/no row differs/)
    expect(stdout).toMatch(
      new RegExp(
        `live +${rentals.length + 2} rows +sha256 (\\w{64})\\nrebuilt +${rentals.length + 2} rows +sha256 \\1`,
      ),
    )
    expect(code).toBe(0)
  })

  test('what the stream has lost is rebuilt from the outboxes', async () => {
    producers.commit(events)
    await producers.speak()
    await producers.publish(events)
    await whenReplicaShows(events)
    await asOperator(nats, (jsm) => jsm.streams.purge(STREAM, { seq: 100 }))
    expect(await rebuild('--verify')).toMatchObject({ code: 0, stdout: expect.stringContaining('no row differs') })
  })

  test('it compares at one position while events keep coming in', async () => {
    producers.commit(events)
    await producers.speak()
    await producers.publish(events.slice(0, 100))
    let publishing = true
    const coming = (async () => {
      for (const event of events.slice(100)) if (publishing) await producers.publish([event])
    })()
    const outcome = await rebuild('--verify')
    publishing = false
    await coming
    expect(outcome).toMatchObject({ code: 0, stdout: expect.stringContaining('no row differs') })
  })

  test('a row that differs is shown, and the exit code says so', async () => {
    producers.commit(events)
    await producers.speak()
    await producers.publish(events)
    await whenReplicaShows(events)
    const [first, second] = rentals
    const { write } = replica.file
    await write
      .updateTable('dashboard_row')
      .set({ points: 7 })
      .where('rental_id', '=', first?.rentalId ?? '')
      .execute()
    await write
      .deleteFrom('dashboard_row')
      .where('rental_id', '=', second?.rentalId ?? '')
      .execute()
    const { code, stdout } = await rebuild('--verify')
    expect(code).toBe(1)
    expect(stdout).toMatch(/2 rows differ/)
    expect(stdout).toContain(`dashboard_row ${first?.rentalId}`)
    expect(stdout).toMatch(/live +is not there/)
  })

  test('events that nobody can give are named, and nothing is compared', async () => {
    producers.commit(events)
    await producers.publish(events)
    await whenReplicaShows(events)
    await asOperator(nats, (jsm) => jsm.streams.purge(STREAM, { seq: 100 }))
    const { code, stdout, stderr } = await rebuild('--verify', '--within', '2')
    expect(code).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).toMatch(/events are missing: .*rent beyond 0 of \d+/)
  })
})

describe('npm run dashboard:rebuild', () => {
  test('the rebuilt file is laid beside the live one and taken over at the next start', async () => {
    producers.commit(events)
    await producers.speak()
    await producers.publish(events)
    await whenReplicaShows(events)
    // A wrong row, which taking in more events would never mend.
    await replica.file.write.updateTable('dashboard_row').set({ title: 'wrong' }).execute()
    const { code, stdout } = await rebuild()
    expect(stdout).toMatch(/rebuilt 50 rentals .*\n.*when it next starts/)
    expect(code).toBe(0)
    expect((await replica.content()).rows[0]?.title).toBe('wrong')
    await replica.stop()
    replica = await startReplica(nats, folder.path)
    expect(await replica.content()).toEqual(await contentFrom(events))
    expect(existsSync(successorOf(folder.path))).toBe(false)
  })

  test('a replica that runs under a supervisor is asked to start again, and takes it over', async () => {
    producers.commit(events)
    await producers.speak()
    await producers.publish(events)
    const layout = layoutOf(dirname(folder.path))
    await mkdir(layout.run)
    const dashboard = manage(
      nodeService({
        name: 'dashboard',
        script: 'subgraphs/dashboard/main.ts',
        port: await freePort(),
        dataDir: layout.dataDir,
        env: {
          ...natsEnvironment(),
          DASHBOARD_FILE: layout.dashboardFile,
          OIDC_ISSUER: 'http://127.0.0.1:1',
          SUBGRAPH_SECRET: 'a-secret-only-the-router-knows',
          NODE_OPTIONS: '',
          EBOOK_PARENT_WATCH: '0',
        },
      }),
      { restart: true, onPid: (pid) => pid && writeFileSync(pidFile(layout, 'dashboard'), `${pid}\n`) },
    )
    try {
      await dashboard.start()
      const { code, stdout } = await rebuildWith({ DATA_DIR: layout.dataDir })
      expect(stdout).toMatch(/rebuilt 50 rentals .*\nthe replica has taken it over/)
      expect(code).toBe(0)
      expect(dashboard.restarts).toBe(1)
      await dashboard.untilReady()
      expect(await rebuildWith({ DATA_DIR: layout.dataDir }, '--verify')).toMatchObject({ code: 0 })
    } finally {
      await dashboard.stop()
    }
  })

  test('a file that would lack events is not laid there', async () => {
    producers.commit(events)
    await producers.publish(events)
    await asOperator(nats, (jsm) => jsm.streams.purge(STREAM, { seq: 100 }))
    expect(await rebuild('--within', '4')).toMatchObject({ code: 2, stderr: expect.stringContaining('missing') })
    expect(existsSync(successorOf(folder.path))).toBe(false)
  })
})

describe('bad input', () => {
  test.each([
    [['--verifi'], /Unknown option '--verifi'/],
    [['--within', 'soon'], /--within is "soon"/],
  ])('%j is refused with the usage', async (args, message) => {
    const { code, stderr } = await rebuild(...args)
    expect(code).toBe(3)
    expect(stderr).toMatch(message)
    expect(stderr).toMatch(/Usage: npm run dashboard:rebuild/)
  })

  test('a live file that is not there is named', async () => {
    await replica.stop()
    removeFile(folder.path)
    const { code, stderr } = await rebuild('--verify')
    expect(code).toBe(2)
    expect(stderr).toContain(`there is no file ${folder.path}`)
    replica = await startReplica(nats, folder.path)
  })
})
