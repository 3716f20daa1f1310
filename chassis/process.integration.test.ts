import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { afterEach, describe, expect, test, vi } from 'vitest'

const children: ChildProcess[] = []
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

/** Runs a composition root as a process of its own, as main.ts would. */
function run(root: string, env: Record<string, string> = {}) {
  const source = `
    import { runProcess } from '${import.meta.dirname}/process.ts'
    import { readConfig, port, databaseUrl } from '${import.meta.dirname}/config.ts'
    const alive = () => setInterval(() => {}, 1_000)
    await runProcess('toy', async ({ add, log }) => {${root}})
  `
  const child = spawn(process.execPath, ['--input-type=module-typescript', '--eval', source], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  children.push(child)
  let written = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => (written += data.toString()))
  return {
    child,
    written: () => written,
    says: (what: string) => vi.waitUntil(() => written.includes(what), { timeout: 8_000, interval: 10 }),
    exited: once(child, 'close').then(([code, signal]) => ({
      code: code as number | null,
      signal: signal as string | null,
    })),
  }
}

/** A resource that says when it stops. */
const add = (name: string) => `add('${name}', { stop: async () => console.log('${name} stopped') });`
const twoResources = `${add('database')} ${add('server')} alive();`

describe('a process', () => {
  test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
    'stops its resources in reverse order at %s, and exits with 0',
    async (signal) => {
      const { child, says, exited, written } = run(twoResources)
      await says('started')
      child.kill(signal)
      expect(await exited).toEqual({ code: 0, signal: null })
      expect(written()).toMatch(/server stopped\n(.*\n)*database stopped\n/)
      expect(written()).toContain('"service":"toy"')
    },
  )

  test('stops once, however often it is told to: Ctrl-C comes from the terminal and from the supervisor', async () => {
    const { child, says, exited, written } = run(
      `add('slow', {}, async () => { console.log('stopping slow'); await new Promise((r) => setTimeout(r, 300)); console.log('slow stopped') }); alive();`,
    )
    await says('started')
    child.kill('SIGINT')
    await says('stopping slow')
    child.kill('SIGTERM')
    child.kill('SIGINT')
    expect(await exited).toEqual({ code: 0, signal: null })
    expect(written().match(/slow stopped/g)).toHaveLength(1)
  })

  test('stops the other resources when one cannot be stopped', async () => {
    const { child, says, exited, written } = run(
      `${add('database')} add('bad', {}, () => { throw new Error('will not') }); alive();`,
    )
    await says('started')
    child.kill('SIGTERM')
    expect(await exited).toEqual({ code: 0, signal: null })
    expect(written()).toContain('database stopped')
    expect(written()).toMatch(/"resource":"bad".*a resource failed to stop/)
  })

  test('is cut off when stopping takes longer than SHUTDOWN_TIMEOUT_MS', async () => {
    const { child, says, exited, written } = run(`add('stuck', {}, () => new Promise(() => undefined)); alive();`, {
      SHUTDOWN_TIMEOUT_MS: '200',
    })
    await says('started')
    child.kill('SIGTERM')
    expect(await exited).toEqual({ code: 1, signal: null })
    expect(written()).toContain('stopping took too long; cut off')
  })

  test.each([
    ['an exception that nobody caught', `setTimeout(() => { throw new TypeError('a bug') }, 10);`],
    ['a rejection that nobody caught', `setTimeout(() => void Promise.reject(new TypeError('a bug')), 10);`],
  ])('logs %s as fatal, stops its resources and exits with 1', async (_what, bug) => {
    const { exited, written } = run(`${twoResources} ${bug}`)
    expect(await exited).toEqual({ code: 1, signal: null })
    expect(written()).toMatch(/"level":"fatal".*"type":"TypeError","message":"a bug","stack":/)
    expect(written()).toContain('database stopped')
  })

  test('that cannot start logs why, stops what it had opened and exits with 1', async () => {
    const { exited, written } = run(`${add('database')} throw new Error('no stream');`)
    expect(await exited).toEqual({ code: 1, signal: null })
    expect(written()).toMatch(/"level":"fatal".*no stream.*cannot start/)
    expect(written()).toContain('database stopped')
  })

  test('that cannot start does not wait for ever for what it had opened', async () => {
    const { exited } = run(`add('stuck', {}, () => new Promise(() => undefined)); throw new Error('no stream');`, {
      SHUTDOWN_TIMEOUT_MS: '200',
    })
    expect(await exited).toEqual({ code: 1, signal: null })
  })

  test('that is told to stop while it starts stops what it had opened, and opens no more', async () => {
    const { child, says, exited, written } = run(`
      ${add('database')}
      alive()
      console.log('starting')
      await new Promise((resolve) => process.once('SIGTERM', () => setTimeout(resolve, 50)))
      ${add('server')}
      console.log('unreachable')
    `)
    await says('starting')
    child.kill('SIGTERM')
    expect(await exited).toEqual({ code: 0, signal: null })
    expect(written()).toContain('database stopped')
    expect(written()).not.toContain('unreachable')
    expect(written()).not.toContain('cannot start')
  })
})

describe('C37 a configuration that cannot be used', () => {
  test('ends the process with one clear message, without a stack, and exit code 78', async () => {
    const { exited, written } = run(`readConfig({ PORT: port(), DATABASE_URL: databaseUrl() });`, { PORT: 'x' })
    expect(await exited).toEqual({ code: 78, signal: null })
    expect(written()).toBe(
      [
        'toy cannot start: the configuration cannot be used:',
        '  PORT is "x"; expected a port, 0 to 65535',
        '  DATABASE_URL is not set; expected a URL that begins with postgres:// or postgresql://',
        'Set them in the environment and start again.',
        '',
      ].join('\n'),
    )
  })

  test('also when it is that of the process itself', async () => {
    const { exited, written } = run('', { LOG_LEVEL: 'loud' })
    expect(await exited).toEqual({ code: 78, signal: null })
    expect(written()).toContain('LOG_LEVEL is "loud"; expected one of trace,')
  })
})

describe('with EBOOK_PARENT_WATCH=1', () => {
  test('the end of standard input stops the process: a dead supervisor leaves no orphans', async () => {
    const { child, says, exited, written } = run(twoResources, { EBOOK_PARENT_WATCH: '1' })
    await says('started')
    child.stdin?.end()
    expect(await exited).toEqual({ code: 0, signal: null })
    expect(written()).toContain('the supervisor is gone')
    expect(written()).toContain('database stopped')
  })

  test('and without it, it does not', async () => {
    const { child, says, exited } = run(twoResources)
    await says('started')
    child.stdin?.end()
    child.kill('SIGTERM')
    expect(await exited).toEqual({ code: 0, signal: null })
  })
})
