import { spawn } from 'node:child_process'
import { copyFile, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { isGone, parentOf } from '@ebook/testkit/process-tree'

// A checkout with the real bootstrap and an npm that only notes that it was called, and brings a node.
const NPM = `
const fs = require('node:fs')
fs.appendFileSync('npm-calls', process.argv.slice(2).join(' ') + '\\n')
if (process.env.NPM_FAILS) process.exit(9)
if (process.env.NPM_WAITS) { console.log('npm waits'); setInterval(() => {}, 1000); return }
fs.rmSync('node_modules', { recursive: true, force: true })
fs.mkdirSync('node_modules/.bin', { recursive: true })
console.log('npm talks')
setTimeout(() => fs.symlinkSync(process.execPath, 'node_modules/.bin/node'), 300)
`
const SCRIPT = `
if (process.argv[2] === 'wait') {
  process.on('SIGTERM', () => process.exit(5))
  console.log('waiting', process.pid, process.ppid, process.env.EBOOK_TOKEN, process.argv.slice(2).join('|'))
  setInterval(() => {}, 1000)
}
else { console.log(process.argv.slice(2).join('|'), process.env.PATH.split(':')[0]); process.exit(7) }
`

let checkout: string
beforeEach(async () => {
  checkout = await mkdtemp(resolve(tmpdir(), 'ebook-bootstrap-'))
  await mkdir(resolve(checkout, 'stack'))
  for (const file of ['bootstrap.mjs', 'installed.mjs', 'ends-with-its-starter.mjs']) {
    await copyFile(resolve(import.meta.dirname, file), resolve(checkout, 'stack', file))
  }
  await writeFile(resolve(checkout, 'npm.js'), NPM)
  await writeFile(resolve(checkout, 'stack/script.cjs'), SCRIPT)
  await writeFile(
    resolve(checkout, 'package-lock.json'),
    '{"packages":{"":{},"node_modules/node":{"version":"1.0.0"}}}',
  )
})
afterEach(() => rm(checkout, { recursive: true, force: true }))

function bootstrap(args: string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, ['stack/bootstrap.mjs', ...args], {
    cwd: checkout,
    env: { ...process.env, npm_execpath: resolve(checkout, 'npm.js'), npm_node_execpath: process.execPath, ...env },
  })
  const said = { stdout: '', stderr: '' }
  child.stdout.on('data', (data) => (said.stdout += String(data)))
  child.stderr.on('data', (data) => (said.stderr += String(data)))
  const ended = new Promise<{ code: number | null; stdout: string; stderr: string }>((done) =>
    child.once('close', (code) => done({ code, ...said })),
  )
  return { child, said, ended }
}
const npmCalls = async () =>
  (await readFile(resolve(checkout, 'npm-calls'), 'utf8').catch(() => '')).split('\n').length - 1

test('it installs once, keeps stdout for the script, and hands on arguments, exit code and the node first on PATH', async () => {
  const first = await bootstrap(['stack/script.cjs', 'a', '--b']).ended
  expect(first).toMatchObject({ code: 7, stdout: `a|--b ${resolve(process.execPath, '..')}\n` })
  expect(first.stderr).toContain('npm talks')
  expect(await bootstrap(['stack/script.cjs']).ended).toMatchObject({ code: 7, stderr: '' })
  expect(await npmCalls()).toBe(1)
})

test('one that is ended while it installs says so, and leaves no lock', async () => {
  const { child, said, ended } = bootstrap(['stack/script.cjs'], { NPM_WAITS: '1' })
  await expect.poll(() => said.stderr).toContain('npm waits')
  child.kill('SIGTERM')
  const { code, stderr } = await ended
  expect(code).toBe(143)
  expect(stderr).toMatch(/\nended by SIGTERM\n$/)
  expect((await bootstrap(['stack/script.cjs']).ended).code).toBe(7)
})

test('help is given before anything is installed, as it stands in the source of the command', async () => {
  await writeFile(resolve(checkout, 'stack/command.ts'), "import { usage } from './arguments.ts'")
  await writeFile(
    resolve(checkout, 'stack/arguments.ts'),
    'export const usage = `Usage: npm run it, \\`so\\`, ${LEAST} at least\n\n  --more\n${list.map((one) => `x`)}`',
  )
  const { code, stdout, stderr } = await bootstrap(['stack/command.ts', '--help']).ended
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toMatch(/^Usage: npm run it, `so`, … at least\n\n {2}--more\n…\n\nNothing is installed yet/)
  expect(await npmCalls()).toBe(0)
})

test('a token among the arguments reaches the script in its environment, and no process list', async () => {
  await bootstrap(['stack/script.cjs']).ended
  const { child, said } = bootstrap(['stack/script.cjs', 'wait', '--token', 'a.b.c', '--more'])
  onTestFinished(() => void child.kill())
  await expect.poll(() => said.stdout).toMatch(/^waiting/)
  const [, script] = /waiting (\d+)/.exec(said.stdout) ?? []
  expect(said.stdout).toContain('a.b.c wait|--more')
  for (const pid of [child.pid, script]) expect(await readFile(`/proc/${pid}/cmdline`, 'utf8')).not.toContain('a.b.c')
})

test('two at once on a fresh clone: one installs, the other waits for it', async () => {
  const outcomes = await Promise.all([
    bootstrap(['stack/script.cjs', 'x']).ended,
    bootstrap(['stack/script.cjs', 'y']).ended,
  ])
  expect(outcomes.map(({ code }) => code)).toEqual([7, 7])
  expect(await npmCalls()).toBe(1)
})

test('a lock file that has changed is installed', async () => {
  await bootstrap(['stack/script.cjs']).ended
  await writeFile(
    resolve(checkout, 'package-lock.json'),
    '{"packages":{"":{},"node_modules/node":{"version":"2.0.0"}}}',
  )
  await bootstrap(['stack/script.cjs']).ended
  expect(await npmCalls()).toBe(2)
})

test('a folder of ours that a pull brings is linked, although every package is there', async () => {
  await bootstrap(['stack/script.cjs']).ended
  const packages = { '': {}, 'node_modules/node': { version: '1.0.0' }, 'node_modules/@ebook/new': { link: true } }
  await writeFile(resolve(checkout, 'package-lock.json'), JSON.stringify({ packages }))
  await writeFile(resolve(checkout, 'node_modules/.package-lock.json'), JSON.stringify({ packages }))
  await bootstrap(['stack/script.cjs']).ended
  expect(await npmCalls()).toBe(2)
})

test('what npm ci by hand has installed is taken as it is', async () => {
  await mkdir(resolve(checkout, 'node_modules/.bin'), { recursive: true })
  await symlink(process.execPath, resolve(checkout, 'node_modules/.bin/node'))
  await copyFile(resolve(checkout, 'package-lock.json'), resolve(checkout, 'node_modules/.package-lock.json'))
  await bootstrap(['stack/script.cjs']).ended
  expect(await npmCalls()).toBe(0)
})

test('the lock of an installer that was killed is taken over', async () => {
  await mkdir(resolve(checkout, '.cache/installing'), { recursive: true })
  await writeFile(resolve(checkout, '.cache/installing/pid'), '999999999')
  expect(await bootstrap(['stack/script.cjs']).ended).toMatchObject({ code: 7 })
})

test('when npm fails it says so, and the next attempt is free to install', async () => {
  const failed = await bootstrap(['stack/script.cjs'], { NPM_FAILS: '1' }).ended
  expect(failed).toMatchObject({ code: 2, stdout: '' })
  expect(failed.stderr).toContain('npm ci failed (9)')
  expect(await bootstrap(['stack/script.cjs']).ended).toMatchObject({ code: 7 })
})

test('a signal reaches the script, and its exit code comes back', async () => {
  await bootstrap(['stack/script.cjs']).ended
  const { child, said, ended } = bootstrap(['stack/script.cjs', 'wait'])
  await expect.poll(() => said.stdout).toMatch(/^waiting/)
  child.kill('SIGTERM')
  expect(await ended).toMatchObject({ code: 5 })
})

describe.skipIf(process.platform !== 'linux')('of npm, the bootstrap and the script', () => {
  const MEMBERS = ['npm', 'bootstrap', 'script'] as const

  /** `npm start`, as it is typed; resolves to the pid of each when the script has begun. */
  async function started(): Promise<Record<(typeof MEMBERS)[number], number>> {
    const child = spawn('npm', ['start'], { cwd: checkout, stdio: ['ignore', 'pipe', 'ignore'], detached: true })
    let said = ''
    child.stdout.on('data', (data) => (said += String(data)))
    await expect.poll(() => said, { timeout: 20_000 }).toMatch(/waiting \d+ \d+ .*\n/)
    const [, script, bootstrap] = (/waiting (\d+) (\d+)/.exec(said) ?? []).map(Number)
    if (script === undefined || bootstrap === undefined || child.pid === undefined) throw new Error(said)
    const chain = { npm: child.pid, bootstrap, script }
    onTestFinished(() => {
      for (const pid of Object.values(chain)) if (!isGone(pid)) process.kill(pid, 'SIGKILL')
    })
    // No shell stands between.
    expect(parentOf(bootstrap)).toBe(chain.npm)
    return chain
  }

  test.each(MEMBERS)(
    'whichever signal %s is sent, kill -9 too: nothing is left',
    async (member) => {
      const scripts = { start: 'exec node stack/bootstrap.mjs stack/script.cjs wait' }
      await writeFile(resolve(checkout, 'package.json'), JSON.stringify({ name: 'x', version: '1.0.0', scripts }))
      await bootstrap(['stack/script.cjs']).ended
      const outcomes = (['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGKILL'] as const).map(async (signal) => {
        const chain = await started()
        process.kill(chain[member], signal)
        await expect
          .poll(() => MEMBERS.filter((name) => !isGone(chain[name])), { timeout: 20_000, message: signal })
          .toEqual([])
      })
      await Promise.all(outcomes)
    },
    60_000,
  )
})

test('every script of package.json gives its shell up, which would keep signals to itself', async () => {
  const text = await readFile(resolve(import.meta.dirname, '../package.json'), 'utf8')
  const { scripts } = JSON.parse(text) as { scripts: Record<string, string> }
  // The doctor speaks where nothing is installed, and installs nothing.
  const { doctor, ...others } = scripts
  expect(doctor).toBe('exec node stack/doctor.mjs')
  expect(Object.values(others).filter((line) => !line.startsWith('exec node stack/bootstrap.mjs '))).toEqual([])
})
