import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { connect } from 'nats'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { parse } from 'yaml'
import { findNatsServer } from '@ebook/processes/nats-server'
import { freePort } from '@ebook/processes/ports'

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url))
const compose = parse(readFileSync(here('../docker-compose.yml'), 'utf8'), { merge: true }) as {
  services: { nats: { entrypoint: string[]; command: string[]; environment: Record<string, string | number> } }
}

let storeDir: string
beforeEach(() => {
  storeDir = mkdtempSync(`${tmpdir()}/ebook nats #1 `)
})
afterEach(() => rmSync(storeDir, { recursive: true, force: true }))

const users = ['book', 'rent', 'payment', 'promotion', 'notice', 'dashboard', 'router', 'ops'] as const
const secret = (name: string) => `a-long-enough-password-of-${name}`

/** As docker-compose.yml starts it, but for where things are on this machine. */
async function command(passwords: Partial<Record<(typeof users)[number], string>>, port = 0) {
  const { entrypoint, command, environment } = compose.services.nats
  const inPlace = (part: string) => part.replace('/etc/nats/', here('./'))
  const [file = '', ...args] = [...entrypoint, ...command].map(inPlace)
  const given = users.map((user) => [`NATS_${user.toUpperCase()}_PASSWORD`, passwords[user] ?? secret(user)])
  const env = {
    PATH: process.env['PATH'],
    NATS_SERVER: await findNatsServer(),
    ...Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, String(value)])),
    ...Object.fromEntries(given),
    NATS_CLUSTER_PASSWORD: 'none',
    NATS_HTTP: '127.0.0.1:0',
    NATS_PORT: String(port),
    NATS_STORE_DIR: `"${storeDir}"`,
  }
  return { file, args, env }
}

async function letsIn(passwords: Partial<Record<(typeof users)[number], string>>): Promise<void> {
  const port = await freePort()
  const { file, args, env } = await command(passwords, port)
  const server = spawn(file, args, { env, stdio: 'ignore' })
  try {
    for (const user of users) {
      const options = { servers: `127.0.0.1:${port}`, user, pass: passwords[user] ?? secret(user), reconnect: false }
      const nats = await vi.waitFor(() => connect(options), { timeout: 10_000, interval: 50 })
      await nats.close()
      await expect(connect({ ...options, pass: `${options.pass}.` }), user).rejects.toThrow(/authorization/i)
    }
  } finally {
    const ended = new Promise((resolve) => server.once('exit', resolve))
    server.kill()
    await ended
  }
}

test.each([
  [['1k', '1234567890123456', '-1', '0x10', '1.5', '16GB']],
  [['true', 'false', 'yes', 'on', 'null', '2024-01-01T00:00:00Z']],
  [['$NATS_NAME', '$x', '${x}', 'include other.conf', '{}', '[]']],
  [['"', "'", '\\', '\\"', '"quoted"', "'quoted'"]],
  [['a # comment', 'a // comment', 'a; b', 'a, b', ' leading and trailing ', 'a = b']],
  [['비밀번호', '$(id)', '`id`', '%s', '(', '\\n']],
])(
  'passwords that a configuration language takes for something else are passwords: %s',
  async (six) => {
    await letsIn(Object.fromEntries(users.map((user, index) => [user, six[index] ?? secret(user)])))
  },
  60_000,
)

test.each([
  ['is empty', ''],
  ['has a line break', 'two\nlines'],
  ['looks like a bcrypt hash', '$2a$11$W2zko751KUvVy59mUTWmpOdWjpEm5qhcCZRd05GjI/sSOT.xtiHyG'],
])('a password that %s is refused by the name of its variable, and nothing starts', async (what, password) => {
  const { file, args, env } = await command({ promotion: password })
  const { status, stderr } = spawnSync(file, args, { env, encoding: 'utf8', timeout: 10_000 })
  expect(status).toBe(78)
  expect(stderr).toContain(`NATS_PROMOTION_PASSWORD ${what}`)
  if (password !== '') expect(stderr).not.toContain(password)
})

test('all that is missing of what the configuration asks for is named at once, and nothing starts', async () => {
  const { file, args, env } = await command({})
  const { NATS_RENT_PASSWORD: _, NATS_STORE_DIR: __, ...rest } = env as Record<string, string>
  const { status, stderr } = spawnSync(file, args, { env: rest, encoding: 'utf8', timeout: 10_000 })
  expect({ status, stderr }).toMatchObject({
    status: 78,
    stderr: expect.stringMatching(/NATS_STORE_DIR.*NATS_RENT_PASSWORD.* is not set/),
  })
})
