import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { CHECKOUT } from '@ebook/processes/checkout'
import { run } from '@ebook/processes/run'
import { newSecret } from '@ebook/processes/secrets'
import { createTestDatabase, type TestDatabase } from '@ebook/testkit/database'
import { startTestNats, type TestNats } from '@ebook/testkit/infrastructure'
import { databaseVariable, SUBGRAPHS, WRITING_SUBGRAPHS } from '../subgraphs/subgraphs.ts'

const NOBODY = 'http://127.0.0.1:9'
let folder: string
let database: TestDatabase
let nats: TestNats
beforeAll(async () => {
  nats = await startTestNats()
  folder = await mkdtemp(resolve(tmpdir(), 'ebook-wrong-start-'))
  database = await createTestDatabase(inject('postgresAdminUrl'), 'wrong_start')
})
afterAll(async () => {
  await nats?.stop()
  await database?.drop()
  await rm(folder, { recursive: true, force: true })
})

interface Ended {
  readonly code: number | null
  /** All that it printed. */
  readonly said: string
}

/** Until it ends by itself, or has said what is waited for. */
async function start(script: string, env: Record<string, string>, args: string[] = [], until?: RegExp): Promise<Ended> {
  const child = spawn(process.execPath, [resolve(CHECKOUT, script), ...args], {
    env: { PATH: process.env['PATH'], DATA_DIR: resolve(folder, 'nothing'), ...env },
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data) => {
      said += String(data)
      if (until?.test(said)) child.kill('SIGKILL')
    })
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, said }
}

const subgraph = (name: string, over: Record<string, string> = {}) => ({
  PORT: '0',
  OIDC_ISSUER: NOBODY,
  NATS_URL: nats.url,
  NATS_USER: name,
  NATS_PASSWORD: newSecret(),
  SUBGRAPH_SECRET: newSecret(),
  ...(name === 'dashboard' ? { DASHBOARD_FILE: resolve(folder, 'd.sqlite') } : { DATABASE_URL: database.url }),
  ...over,
})
const withPassword = (password: string, name?: string) => {
  const url = new URL(database.url)
  url.password = password
  if (name !== undefined) url.pathname = name
  return url.href
}

describe('a process that lacks what it must be given names all of it, and ends with 78:', () => {
  const scripts = [...SUBGRAPHS.map((name) => `subgraphs/${name}/main.ts`), 'router/main.ts', 'stack/issuer.ts']
  test.each(scripts)('%s', async (script) => {
    const { code, said } = await start(script, {})
    expect({ code, said }).toMatchObject({ code: 78, said: expect.stringContaining('Set them in the environment') })
    const missing = script.startsWith('subgraphs') ? ['SUBGRAPH_SECRET', 'NATS_PASSWORD', 'OIDC_ISSUER'] : []
    for (const name of missing) expect(said).toContain(`${name} is not set`)
    expect(said).not.toMatch(/\n {4}at /)
  })
})

test('a database that refuses the password is told as what it is, after a while, with 78', async () => {
  const { code, said } = await start(
    'subgraphs/rent/main.ts',
    subgraph('rent', { DATABASE_URL: withPassword('of yesterday') }),
  )
  expect(code).toBe(78)
  expect(said).toMatch(
    /DATABASE_URL is refused by PostgreSQL \(password authentication failed.*\): give the role's password of now/,
  )
})

test('a database that was never made is told as such, with the step that makes it', async () => {
  const missing = withPassword(new URL(database.url).password, 'never_made')
  const { code, said } = await start('subgraphs/rent/main.ts', subgraph('rent', { DATABASE_URL: missing }))
  expect(code).toBe(78)
  expect(said).toMatch(/DATABASE_URL names a database that is not there .*stack\/create-databases\.ts/)
})

test.each(['rent', 'dashboard'])(
  '%s waits for a NATS that refuses its password, and says which variables to look at',
  async (name) => {
    const told = /are NATS_USER and NATS_PASSWORD those of its configuration\? It is tried again/
    const { said } = await start(`subgraphs/${name}/main.ts`, subgraph(name), [], told)
    expect(said).toMatch(told)
  },
)

test('a port that somebody has is named', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  try {
    const keys = { ISSUER_KEY_FILE: resolve(folder, 'keys.json') }
    const { code, said } = await start('stack/issuer.ts', { PORT: String(port), ...keys })
    expect(code).toBe(1)
    expect(said).toContain(`cannot start: port ${port} of 127.0.0.1 is taken: end who has it, or choose another PORT`)
  } finally {
    server.close()
  }
})

describe('a volume without room is told, with what to do, by', () => {
  test.each([
    ['stack/issuer.ts', (place: string) => ({ PORT: '0', ISSUER_KEY_FILE: resolve(place, 'keys.json') })],
    [
      'subgraphs/dashboard/main.ts',
      (place: string) => subgraph('dashboard', { DASHBOARD_FILE: resolve(place, 'd.sqlite') }),
    ],
  ] as const)('%s', async (script, env) => {
    const place = resolve(folder, `full-${script.replaceAll('/', '-')}`)
    await mkdir(place)
    const mounted = await run('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'full', place]).catch(() => undefined)
    if (mounted === undefined) return
    try {
      await writeFile(resolve(place, 'ballast'), Buffer.alloc(65_536)).catch(() => undefined)
      const { code, said } = await start(script, env(place))
      expect(code).toBe(1)
      expect(said).toMatch(/cannot start: the volume of .* is full: make room/)
    } finally {
      await run('umount', ['-l', place])
    }
  })
})

describe('a command that is not let in, or finds nobody, says so in a line, and ends with 2:', () => {
  const everyDatabase = (url: string) =>
    Object.fromEntries(WRITING_SUBGRAPHS.map((name) => [databaseVariable(name), url]))
  const passwords = Object.fromEntries(
    WRITING_SUBGRAPHS.map((name) => [`${name.toUpperCase()}_DATABASE_PASSWORD`, newSecret()]),
  )
  const absent = 'postgres://postgres@127.0.0.1:9/postgres'
  test.each([
    [
      'reconcile/reconcile.ts',
      () => everyDatabase(withPassword('wrong')),
      /cannot be read .*password authentication failed/,
    ],
    [
      'reconcile/reconcile.ts',
      () => everyDatabase(absent),
      /cannot be read .*ECONNREFUSED.*Is the installation running/,
    ],
    ['reconcile/reconcile.ts', () => everyDatabase(database.url), /could not be read to the end .*of this version/],
    [
      'stack/create-databases.ts',
      () => ({ ...passwords, ADMIN_DATABASE_URL: withPassword('wrong') }),
      /cannot be made: .*give the one of now/,
    ],
    [
      'stack/create-databases.ts',
      () => ({ ...passwords, ADMIN_DATABASE_URL: absent }),
      /nobody answers there .*is it running/,
    ],
    [
      'stack/declare-broker.ts',
      () => ({ NATS_URL: nats.url, NATS_OPS_PASSWORD: 'wrong' }),
      /cannot be asked: .*NATS_OPS_PASSWORD/,
    ],
    [
      'stack/declare-broker.ts',
      () => ({ NATS_URL: 'nats://127.0.0.1:9', NATS_OPS_PASSWORD: 'x' }),
      /cannot be asked: /,
    ],
    [
      'backup/backup.ts',
      () => ({ BACKUP_DIR: resolve(folder, 'b'), BACKUP_DATABASE_URL: withPassword('wrong') }),
      /cannot be asked .*superuser/,
    ],
    [
      'backup/backup.ts',
      () => ({ BACKUP_DIR: resolve(folder, 'b'), BACKUP_DATABASE_URL: absent }),
      /cannot be asked .*is it running/,
    ],
    ['backup/backup.ts', () => ({ BACKUP_DIR: resolve(folder, 'b'), BACKUP_DATABASE_URL: database.url }), /superuser/],
  ] as const)('%s %#', async (script, env, told) => {
    const { code, said } = await start(script, env())
    expect(said).toMatch(told)
    expect(said).not.toMatch(/\n {4}at /)
    expect(code).toBe(2)
  })
})
