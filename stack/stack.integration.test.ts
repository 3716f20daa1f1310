import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { resolve } from 'node:path'
import { connect } from 'nats'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CHECKOUT } from '@ebook/processes/checkout'
import { query } from '@ebook/processes/postgres'
import { planInstallation } from './plan.ts'
import { AlreadyRunning } from './run-folder.ts'
import { startStack, type Stack } from './stack.ts'

// What is under the subgraphs: PostgreSQL, NATS and the issuer, on one data folder.
let dataDir: string
let stack: Stack
const start = () => startStack({ dataDir, only: [] })

beforeAll(async () => {
  dataDir = await mkdtemp(resolve(tmpdir(), 'ebook-stack-test-'))
  stack = await start()
})
afterAll(async () => {
  await stack?.stop()
  await rm(dataDir, { recursive: true, force: true })
})

async function command(script: string, args: string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [resolve(CHECKOUT, script), ...args], {
    env: { ...process.env, DATA_DIR: dataDir, ...env },
  })
  const said = { stdout: '', stderr: '' }
  child.stdout.on('data', (data) => (said.stdout += String(data)))
  child.stderr.on('data', (data) => (said.stderr += String(data)))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, ...said }
}

test('each subgraph has a database that no other may enter, and NATS knows every user', async () => {
  const inDatabase = (database: string) => {
    const url = new URL(stack.postgresUrl('rent'))
    url.pathname = database
    return query(url.href, 'select current_user as me')
  }
  expect(await inDatabase('rent')).toEqual([{ me: 'rent' }])
  await expect(inDatabase('payment')).rejects.toThrow(/permission denied/)
  const { url, user, password } = stack.nats('promotion')
  await (await connect({ servers: url, user, pass: password })).close()
})

test('a second supervisor on the same data folder says so, and touches nothing', async () => {
  await expect(start()).rejects.toThrow(AlreadyRunning)
  expect(await query(stack.postgresUrl('postgres'), 'select 1 as one')).toEqual([{ one: 1 }])
  const second = await command('stack/start.ts', [])
  expect(second).toMatchObject({ code: 2, stdout: '' })
  expect(second.stderr).toContain('a stack runs on')
})

test('pid files name the processes, and secrets are for their owner alone', async () => {
  for (const name of ['postgres', 'nats', 'issuer'] as const) {
    expect(await readFile(resolve(dataDir, `run/${name}.pid`), 'utf8')).toBe(`${stack.process(name).pid}\n`)
  }
  for (const file of ['secrets.json', 'stack.json', 'issuer/keys.json']) {
    expect((await stat(resolve(dataDir, file))).mode & 0o777).toBe(0o600)
  }
})

test('PostgreSQL and NATS come back after kill -9, on their ports, with what was committed', async () => {
  await query(stack.postgresUrl('rent'), 'create table kept (id int); insert into kept values (7)')
  await Promise.all([stack.process('postgres').kill(), stack.process('nats').kill()])
  await Promise.all([stack.process('postgres').untilReady(), stack.process('nats').untilReady()])
  expect(await query(stack.postgresUrl('rent'), 'select id from kept')).toEqual([{ id: 7 }])
  expect(stack.process('postgres').restarts).toBe(1)
})

test('state, passwords, ports and tokens survive a stop; nothing is left running', async () => {
  const [before, url] = [await stack.token('alice', 'MEMBER'), stack.postgresUrl('rent')]
  await stack.stop()
  expect(await readdir(resolve(dataDir, 'run'))).toEqual([])
  await expect(query(url, 'select 1')).rejects.toThrow(/ECONNREFUSED/)
  stack = await start()
  expect(stack.postgresUrl('rent')).toBe(url)
  expect(await query(url, 'select id from kept')).toEqual([{ id: 7 }])
  const issuerOf = (jwt: string) => JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString()).iss
  expect(issuerOf(before)).toBe(stack.issuer)
})

describe('npm run token', () => {
  const token = (...args: string[]) => command('cli/token.ts', args)

  test('prints a token of this data folder, and nothing else', async () => {
    const { code, stdout, stderr } = await token('--sub', 'alice', '--role', 'MEMBER', '--ttl', '60')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const payload = JSON.parse(Buffer.from(stdout.split('.')[1] ?? '', 'base64url').toString())
    expect(stdout).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/)
    expect(payload).toMatchObject({
      sub: 'alice',
      roles: ['MEMBER'],
      iss: stack.issuer,
      aud: 'ebook-rental',
      exp: payload.iat + 60,
    })
  })

  test.each([
    [['--role', 'MEMBER'], '--sub is missing'],
    [['--sub', 'a\tb', '--role', 'MEMBER'], '--sub is "a\tb"'],
    [['--sub', 'alice'], '--role is missing'],
    [['--sub', 'alice', '--role', 'KING'], '--role is "KING"'],
    [['--sub', 'alice', '--role', 'MEMBER', '--ttl', '0'], '--ttl is "0"'],
    [['--sub', 'alice', '--role', 'MEMBER', '--ttl', '1h'], '--ttl is "1h"'],
    [['--sub', 'alice', '--role', 'MEMBER', '--for', 'ever'], "'--for'"],
    [['alice'], "'alice'"],
  ])('%j is refused by name', async (args, reason) => {
    const { code, stdout, stderr } = await token(...args)
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' })
    expect(stderr).toContain(reason)
    expect(stderr).toContain('Usage: npm run -s token')
  })

  test('says what to do where no stack ever ran', async () => {
    const empty = await command('cli/token.ts', ['--sub', 'a', '--role', 'ADMIN'], {
      DATA_DIR: resolve(dataDir, 'nothing'),
    })
    expect(empty).toMatchObject({ code: 2, stdout: '' })
    expect(empty.stderr).toMatch(/no stack was ever started.*npm start/)
  })
})

describe('what is given from outside', () => {
  const plan = async (env: Record<string, string>) => {
    const folder = await mkdtemp(resolve(tmpdir(), 'ebook-plan-'))
    try {
      return await planInstallation({ dataDir: folder, env, anyPort: true })
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }
  const natsPasswords = Object.fromEntries(
    ['BOOK', 'RENT', 'PAYMENT', 'PROMOTION', 'NOTICE', 'DASHBOARD'].map((name) => [
      `NATS_${name}_PASSWORD`,
      `of ${name}`,
    ]),
  )

  test('replaces the embedded part', async () => {
    const databases = Object.fromEntries(
      ['BOOK', 'RENT', 'PAYMENT', 'PROMOTION', 'NOTICE'].map((name) => [
        `${name}_DATABASE_URL`,
        `postgres://db/${name}`,
      ]),
    )
    const given = await plan({
      ...databases,
      ...natsPasswords,
      NATS_URL: 'nats://broker:4222',
      OIDC_ISSUER: 'https://id.example',
    })
    expect([...given.processes]).toEqual(['book', 'rent', 'payment', 'promotion', 'notice', 'dashboard', 'router'])
    expect(given.databaseUrls.rent).toBe('postgres://db/RENT')
    expect(given.natsPasswords.rent).toBe('of RENT')
    expect(given.issuer).toEqual({ url: 'https://id.example', audience: 'ebook-rental', embedded: false })
  })

  test('one database from outside leaves the others embedded', async () => {
    const given = await plan({ RENT_DATABASE_URL: 'postgres://db/rent' })
    expect(given.processes.has('postgres')).toBe(true)
    expect(given.databaseUrls.book).toMatch(/^postgres:\/\/book:\w+@127\.0\.0\.1:/)
  })

  test('is refused by name when it cannot be used', async () => {
    await expect(plan({ NATS_URL: 'nats://broker:4222', NATS_RENT_PASSWORD: 'x' })).rejects.toThrow(
      'set NATS_BOOK_PASSWORD, NATS_PAYMENT_PASSWORD, NATS_PROMOTION_PASSWORD, NATS_NOTICE_PASSWORD, NATS_DASHBOARD_PASSWORD',
    )
    const portless = planInstallation({ dataDir: resolve(dataDir, 'other'), env: { PORT: 'http' }, anyPort: false })
    await expect(portless).rejects.toThrow('PORT is "http"')
  })
})
