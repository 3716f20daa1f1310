import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parse, print } from 'graphql'
import { describe, expect, onTestFinished, test } from 'vitest'
import { FakeLiveRouter } from './testing/fake-live-router.ts'
import { DASHBOARD_CHANGED } from './watch/document.ts'

const command = fileURLToPath(new URL('watch.ts', import.meta.url))
const TOKEN = 'a.b.c'

/** The command as a process, and what it says. */
function watching(...args: string[]) {
  const child = spawn(process.execPath, [command, ...args], { env: { ...process.env, PORT: '1' } })
  onTestFinished(() => void child.kill('SIGKILL'))
  const said = { out: '', err: '' }
  const watchers = new Set<() => void>()
  const hear = (where: 'out' | 'err') => (text: string) => {
    said[where] += text
    for (const look of watchers) look()
  }
  child.stdout.setEncoding('utf8').on('data', hear('out'))
  child.stderr.setEncoding('utf8').on('data', hear('err'))
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  return {
    said,
    ended,
    interrupt: () => child.kill('SIGINT'),
    async says(text: string | RegExp): Promise<void> {
      await new Promise<void>((resolve, reject) => {
        const look = () => {
          const all = said.out + said.err
          if (typeof text === 'string' ? all.includes(text) : text.test(all)) resolve()
        }
        watchers.add(look)
        void ended.then((code) => reject(new Error(`it ended with ${code}: ${said.out}${said.err}`)))
        look()
      })
    },
  }
}

async function watchingRouter(...args: string[]) {
  const router = new FakeLiveRouter()
  const url = await router.start()
  onTestFinished(() => router[Symbol.asyncDispose]())
  return { router, it: watching('--token', TOKEN, '--url', url, ...args) }
}

describe('what it prints', () => {
  test('a line per row: time, rental, status, payment, points, version, title', async () => {
    const { router, it } = await watchingRouter('--status', 'PAID', '--rental', 'rental-1')
    const subscription = await router.subscribed()
    expect(router.inits).toEqual([{ authorization: `Bearer ${TOKEN}` }])
    expect(subscription.payload).toMatchObject({ variables: { rentalId: 'rental-1', status: 'PAID', snapshot: true } })
    subscription.row(4)
    await it.says(/^\d\d:\d\d:\d\d +rental-1 +PAID +PAID +300 points +version 4 +Demian \(alice\)$/m)
    subscription.next({
      data: { dashboardChanged: null },
      errors: [{ message: 'away', path: ['dashboardChanged', 'title'] }],
      extensions: { cursor: 'cursor-5' },
    })
    await it.says('a change that cannot be shown  (without title: away)')
    subscription.row(6, { title: '\u001b[2Jnothing', points: null })
    await it.says('- points')
    expect(it.said.out).not.toContain('\u001b')
  })

  test('--json is the payload as it came, and nothing else', async () => {
    const { router, it } = await watchingRouter('--json', '--no-snapshot')
    const subscription = await router.subscribed()
    expect(subscription.payload.variables).toEqual({ snapshot: false })
    subscription.row(1)
    await it.says('cursor-1')
    it.interrupt()
    expect(await it.ended).toBe(0)
    expect(
      it.said.out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toMatchObject([{ data: { dashboardChanged: { version: 1 } }, extensions: { cursor: 'cursor-1' } }])
  })

  test('Ctrl-C ends it well, with the last cursor', async () => {
    const { router, it } = await watchingRouter()
    ;(await router.subscribed()).row(7)
    await it.says('version 7')
    it.interrupt()
    expect(await it.ended).toBe(0)
    expect(it.said.err).toBe('-- ended; to go on from here: --resume cursor-7\n')
  })
})

describe('what it does about trouble', () => {
  test('a lost connection is taken up behind the last row', async () => {
    const { router, it } = await watchingRouter('--resume', 'cursor-0')
    const first = await router.subscribed()
    expect(first.payload.extensions).toEqual({ resumeFrom: 'cursor-0' })
    first.row(1)
    await it.says('version 1')
    first.cut()
    const second = await router.subscribed()
    expect(second.payload.extensions).toEqual({ resumeFrom: 'cursor-1' })
    expect(it.said.err).toMatch(/the connection is lost.*trying again in 0\.\d s/)
    await it.says('going on behind the last row')
    second.close(1012, 'the router restarts')
    const third = await router.subscribed()
    expect(third.payload.extensions).toEqual({ resumeFrom: 'cursor-1' })
    expect(it.said.err).toContain('1012 the router restarts')
    third.error('SUBGRAPH_UNAVAILABLE')
    expect((await router.subscribed()).payload.extensions).toEqual({ resumeFrom: 'cursor-1' })
  })

  test('RESYNC_REQUIRED: a fresh snapshot, and it says so; with a cursor, from there', async () => {
    const { router, it } = await watchingRouter('--no-snapshot')
    const first = await router.subscribed()
    first.row(1)
    first.error('RESYNC_REQUIRED', { reason: 'SLOW_CLIENT', cursor: 'cursor-of-the-error' })
    const second = await router.subscribed()
    expect(second.payload.extensions).toEqual({ resumeFrom: 'cursor-of-the-error' })
    second.error('RESYNC_REQUIRED', { reason: 'STREAM_REPLACED' })
    const third = await router.subscribed()
    expect(third.payload.variables).toEqual({ snapshot: true })
    expect(third.payload.extensions).toBeUndefined()
    await it.says(
      'RESYNC_REQUIRED (STREAM_REPLACED): what was missed cannot be told any more, a fresh snapshot follows',
    )
  })

  test('a token that has expired: what to do, with the cursor', async () => {
    const { router, it } = await watchingRouter()
    const subscription = await router.subscribed()
    subscription.row(3)
    await it.says('version 3')
    subscription.close(4403, 'Forbidden')
    expect(await it.ended).toBe(2)
    expect(it.said.err).toMatch(/token has expired or is not accepted.*npm run -s token.*--resume cursor-3/s)
  })

  test('a token that is not accepted at all', async () => {
    const router = new FakeLiveRouter()
    router.refuseWith = { code: 4403, reason: 'Forbidden' }
    const it = watching('--token', TOKEN, '--url', await router.start())
    onTestFinished(() => router[Symbol.asyncDispose]())
    expect(await it.ended).toBe(2)
    expect(it.said.err).toContain('The token has expired or is not accepted (Forbidden)')
  })

  test.each([
    ['FORBIDDEN', {}, /may not watch that/],
    ['UNAUTHENTICATED', {}, /Get another and go on/],
    ['BAD_USER_INPUT', { reason: 'CURSOR_OF_ANOTHER_VIEWER' }, /Leave --resume out/],
    ['BAD_USER_INPUT', { reason: 'SCHEMA_CHANGED' }, /told BAD_USER_INPUT$/m],
  ])('%s %j ends it with a message', async (code, extensions, message) => {
    const { router, it } = await watchingRouter()
    ;(await router.subscribed()).error(code, extensions)
    expect(await it.ended).toBe(2)
    expect(it.said.err).toMatch(message)
  })

  test('nobody there', async () => {
    const it = watching('--token', TOKEN)
    expect(await it.ended).toBe(2)
    expect(it.said.err).toMatch(/Nobody answers at ws:\/\/localhost:1\/graphql.*npm start/)
  })
})

test.each([
  [['--help'], 0, /^Usage: npm run watch/],
  [[], 3, /EBOOK_TOKEN or --token is missing/],
  [['--token', 'nonsense'], 3, /the token is no JWT/],
  [['--token', TOKEN, '--status', 'paid'], 3, /--status is "paid"; expected one of RENTED, PAID/],
  [['--token', TOKEN, '--url', 'localhost:4000'], 3, /--url is "localhost:4000"/],
  [['--token', TOKEN, '--nonsense'], 3, /nonsense/],
  [['--token', TOKEN, 'more'], 3, /more/],
])('%j ends with %i', async (args, code, message) => {
  const it = watching(...args)
  expect(await it.ended).toBe(code)
  expect(it.said.out + it.said.err).toMatch(message)
})

describe('its token', () => {
  async function watchingBy(args: string[], env: Record<string, string> = {}) {
    const router = new FakeLiveRouter()
    const url = await router.start()
    onTestFinished(() => router[Symbol.asyncDispose]())
    const child = spawn(process.execPath, [command, '--url', url, ...args], { env: { ...process.env, ...env } })
    onTestFinished(() => void child.kill('SIGKILL'))
    child.stdin.end(`${TOKEN}\n`)
    await router.subscribed()
    expect(router.inits).toEqual([{ authorization: `Bearer ${TOKEN}` }])
    return readFileSync(`/proc/${child.pid}/cmdline`, 'utf8')
  }

  test.each([
    ['in the environment', [], { EBOOK_TOKEN: TOKEN }],
    ['on standard input', ['--token', '-'], {}],
    ['as an argument', ['--token', TOKEN], {}],
  ])('%s: the process list does not show it', async (_, args, env) => {
    const shown = await watchingBy(args, env)
    expect(shown).toContain('watch.ts')
    expect(shown).not.toContain(TOKEN)
  })
})

test('it sends an operation that clients already send, which a router in production runs', () => {
  const file = new URL('../schema/operations/acceptance.graphql', import.meta.url)
  const { definitions } = parse(readFileSync(file, 'utf8'))
  expect(definitions.map((definition) => print(definition))).toContain(DASHBOARD_CHANGED)
})
