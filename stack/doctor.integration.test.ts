import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { CHECKOUT } from '@ebook/processes/checkout'
import { layoutOf } from './data-dir.ts'
import { takeDataDir } from './run-folder.ts'

interface Report {
  readonly ok: boolean
  readonly findings: readonly { what: string; state: string; said: string; todo?: string }[]
}

let dataDir: string
beforeEach(async () => {
  dataDir = await mkdtemp(resolve(tmpdir(), 'ebook-doctor-'))
})
afterEach(() => rm(dataDir, { recursive: true, force: true }))

function doctor(args: string[], env: Record<string, string> = {}, checkout = CHECKOUT) {
  const given = { ...process.env, PORT: '', DATA_DIR: dataDir, ...env }
  return new Promise<{ code: number; stdout: string; stderr: string }>((done) => {
    const child = execFile(
      process.execPath,
      [resolve(checkout, 'stack/doctor.mjs'), ...args],
      { env: given },
      (_, stdout, stderr) => done({ code: child.exitCode ?? -1, stdout, stderr }),
    )
  })
}

async function examined(env?: Record<string, string>, checkout?: string) {
  const { code, stdout } = await doctor(['--json'], env, checkout)
  const { ok, findings } = JSON.parse(stdout) as Report
  return { code, ok, of: (what: string) => findings.filter((finding) => finding.what === what), findings }
}

test('it says what is here, in words and as JSON, and leaves everything as it is', async () => {
  const { code, ok, of, findings } = await examined()
  expect({ code, ok }).toEqual({ code: 0, ok: true })
  expect(findings.map(({ what }) => what)).toEqual(
    expect.arrayContaining(['Node', 'npm', 'git', 'dependencies', 'nats-server', 'PostgreSQL', 'chromium', 'docker']),
  )
  expect(of('DATA_DIR')).toMatchObject([{ state: 'fine', said: expect.stringContaining(dataDir) }])
  const { stdout } = await doctor([])
  for (const { what, said } of findings.filter(({ what }) => what !== 'disk'))
    expect(stdout).toContain(`${what.padEnd(13)} ${said.split('\n')[0]}`)
  expect(stdout).toContain('npm start can work here.')
})

test('a port that somebody has is named with who that is', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  const { code, of } = await examined({ PORT: String(port) })
  expect(code).toBe(1)
  expect(of('ports')[0]).toMatchObject({
    state: 'bad',
    said: expect.stringMatching(new RegExp(`^${port} \\(router\\) is taken by .*\\(process ${process.pid}\\)$`)),
    todo: `choose another: PORT=${port + 100} npm start`,
  })
})

describe('npm start cannot work', () => {
  test.each([
    ['with a port that is none', { PORT: 'http' }, 'ports', 'PORT is "http"'],
    ['with a nats-server that is none', { NATS_SERVER: '/nowhere/nats-server' }, 'nats-server', 'cannot be run'],
    ['with a nats-server that is something else', { NATS_SERVER: process.execPath }, 'nats-server', 'does not tell'],
  ])('%s', async (_, env, what, said) => {
    const { code, ok, of } = await examined(env as Record<string, string>)
    expect({ code, ok }).toEqual({ code: 1, ok: false })
    expect(of(what)).toMatchObject([{ state: 'bad', said: expect.stringContaining(said), todo: expect.any(String) }])
  })

  test('with secrets that were spoiled', async () => {
    await writeFile(resolve(dataDir, 'secrets.json'), '{"postgres":')
    const { code, of } = await examined()
    expect(code).toBe(1)
    expect(of('DATA_DIR')).toMatchObject([{ state: 'bad', said: expect.stringContaining('secrets.json') }])
  })

  test('with a DATA_DIR that is a file, or where nothing can be made', async () => {
    const file = resolve(dataDir, 'a-file')
    await writeFile(file, '')
    for (const unusable of [file, '/proc/nope']) {
      const { code, of } = await examined({ DATA_DIR: unusable })
      expect(code).toBe(1)
      expect(of('DATA_DIR')).toMatchObject([{ state: 'bad', said: expect.stringContaining('nothing can be kept in') }])
    }
  })
})

test.each([
  ['whose databases were being made when a start was ended', 'postgres.new/cluster', 'note', 'was ended while it made'],
  ['with something else where the databases are to be', 'postgres/base', 'bad', 'holds no database'],
])('a DATA_DIR %s is not taken for fine', async (_, folder, state, said) => {
  await mkdir(resolve(dataDir, folder), { recursive: true })
  const { code, of } = await examined()
  expect(code).toBe(state === 'bad' ? 1 : 0)
  expect(of('DATA_DIR')).toMatchObject([{ state, said: expect.stringContaining(said), todo: expect.any(String) }])
})

test('a stack that runs on the folder is named', async () => {
  const giveBack = await takeDataDir(layoutOf(dataDir))
  const { code, of } = await examined()
  await giveBack()
  expect(code).toBe(0)
  expect(of('DATA_DIR')).toMatchObject([{ state: 'note', said: expect.stringContaining(`process ${process.pid}`) }])
})

test('where nothing is installed, or what is is older than the lock file, it says so and installs nothing', async () => {
  const checkout = resolve(dataDir, 'checkout')
  await mkdir(resolve(checkout, 'stack'), { recursive: true })
  for (const file of ['doctor.mjs', 'installed.mjs']) {
    await cp(resolve(import.meta.dirname, file), resolve(checkout, 'stack', file))
  }
  const lock = (version: string) =>
    JSON.stringify({ packages: { '': {}, 'node_modules/pg': { version }, 'node_modules/@ebook/new': { link: true } } })
  await writeFile(resolve(checkout, 'package-lock.json'), lock('2.0.0'))
  const fresh = await examined({}, checkout)
  expect(fresh.code).toBe(0)
  expect(fresh.of('dependencies')).toMatchObject([{ state: 'note', said: 'nothing is installed' }])
  await mkdir(resolve(checkout, 'node_modules'))
  await writeFile(resolve(checkout, 'node_modules/.package-lock.json'), lock('1.0.0'))
  const old = await examined({}, checkout)
  expect(old.of('dependencies')).toMatchObject([
    { said: '3 are missing or of another version: pg, @ebook/new, node', todo: expect.stringContaining('npm ci') },
  ])
})
