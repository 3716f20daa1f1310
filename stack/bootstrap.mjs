// Runs a script of this checkout on its pinned Node, and installs the dependencies first if they are missing or old:
//   node stack/bootstrap.mjs stack/start.ts arguments…
// It is plain JavaScript without dependencies, because it is what runs before anything is installed, on Node 20 too.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import { delimiter, dirname, join, resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { isInstalled, noteInstalled, pinnedNode, root } from './installed.mjs'

// Not in node_modules: npm ci deletes that.
const installing = join(root, '.cache', 'installing')

const LOOK_MS = 500

const say = (line) => process.stderr.write(`${line}\n`)
// Whoever read what we say may be gone, and there is still something to put away.
process.stderr.on('error', () => undefined)

/** What runs for us: npm ci, then the script. It never outlives us by our doing. */
let running

let endedBy

function endBy(signal) {
  endedBy = signal
  if (running) running.kill(signal)
  else fail(`ended by ${signal}`, 128 + constants.signals[signal])
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT']) process.on(signal, () => endBy(signal))
endWithNpm()

/**
 * npm tells us of SIGTERM and SIGINT alone: the script in package.json begins with `exec`, so that no shell stands between
 * and swallows them. Of its own end by another signal or kill -9 it tells nobody, so whoever npm runs ends when its parent
 * is another. Who starts this file without npm may go and leave it running.
 */
function endWithNpm() {
  if (process.env.npm_lifecycle_event === undefined) return
  const npm = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === npm) return
    clearInterval(watch)
    endBy('SIGTERM')
  }, LOOK_MS)
  watch.unref()
}

async function install() {
  let told = false
  while (!isInstalled()) {
    if (takeLock()) {
      try {
        if (!isInstalled()) await runNpm()
      } finally {
        rmSync(installing, { recursive: true, force: true })
      }
      return
    }
    if (!told) say('another process installs the dependencies; waiting for it')
    told = true
    await delay(250)
  }
}

/** A folder, because making one is atomic everywhere. It is taken over from a process that is gone. */
function takeLock() {
  mkdirSync(dirname(installing), { recursive: true })
  try {
    mkdirSync(installing)
    writeFileSync(join(installing, 'pid'), String(process.pid))
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
  }
  dropStaleLock()
  return false
}

/** Removes the lock of an installer that is gone. One process at a time, or a late one would remove a new lock. */
function dropStaleLock() {
  const turn = `${installing}.takeover`
  try {
    mkdirSync(turn)
  } catch {
    if (ageOf(turn) > 10_000) rmSync(turn, { recursive: true, force: true })
    return
  }
  const owner = ownerOf(installing)
  if (owner !== undefined && !isAlive(owner)) rmSync(installing, { recursive: true, force: true })
  rmSync(turn, { recursive: true, force: true })
}

/** The pid that holds the lock; 0 when it died before it wrote it; undefined when it is gone or just being taken. */
function ownerOf(folder) {
  try {
    return Number(readFileSync(join(folder, 'pid'), 'utf8')) || 0
  } catch {
    return ageOf(folder) > 10_000 ? 0 : undefined
  }
}

/** Milliseconds since the folder was made; 0 when it is gone. */
function ageOf(folder) {
  return Date.now() - (statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? Date.now())
}

function isAlive(pid) {
  if (pid === 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

async function runNpm() {
  say('installing the dependencies (npm ci); this happens once and takes about a minute')
  // The npm that started us, if one did. stdout stays clean for the script. Development dependencies hold the pinned Node.
  const npm = process.env.npm_execpath
  // Not this node: it may be the pinned one, which npm ci is about to delete.
  const [file, first] = npm?.endsWith('.js') ? [process.env.npm_node_execpath ?? process.execPath, [npm]] : ['npm', []]
  const args = [...first, 'ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error']
  const code = await ending(
    spawn(file, args, { cwd: root, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' }),
  )
  if (endedBy !== undefined) fail(`ended by ${endedBy}`, 128 + constants.signals[endedBy])
  if (code !== 0) fail(`npm ci failed (${code}). Read what it printed above, mend it, and run the command again.`)
  if (!existsSync(pinnedNode)) {
    fail(
      'npm ci did not bring the pinned Node: its install script did not run. Run `npm rebuild node` with install scripts ' +
        'allowed (npm config get ignore-scripts), and run the command again.',
    )
  }
  noteInstalled()
  say('the dependencies are installed')
}

function fail(message, code = 2) {
  say(message)
  if (ownerOf(installing) === process.pid) rmSync(installing, { recursive: true, force: true })
  process.exit(code)
}

/** Runs with us until it ends. Its exit code; a signal that ended it counts as shells count it. */
function ending(child) {
  running = child
  return new Promise((done) => {
    child.once('error', (error) => {
      say(String(error))
      done(1)
    })
    child.once('exit', (code, signal) => done(code ?? 128 + constants.signals[signal]))
  })
}

/**
 * The process list shows arguments to everybody on this machine and the environment to nobody else, so a token that is
 * given as an argument goes on to the script in its environment, and is taken out of ours.
 */
function hideToken(args) {
  const at = args.findIndex((arg) => /^--token(=|$)/.test(arg))
  const isOneWord = args[at]?.startsWith('--token=')
  const token = isOneWord ? args[at].slice('--token='.length) : args[at + 1]
  if (at < 0 || token === undefined || token === '-') return args
  process.env.EBOOK_TOKEN = token
  process.title = `node ${script}`
  return args.toSpliced(at, isOneWord ? 1 : 2)
}

/**
 * The help of a command where nothing is installed that could run it: its text stands in its source or in one that it
 * imports. What the command would work out for it is left out.
 */
function helpOf(script) {
  const sources = [resolve(root, script)]
  const text = readFileSync(sources[0], 'utf8')
  for (const [, file] of text.matchAll(/from '(\.[^']+)'/g)) sources.push(resolve(dirname(sources[0]), file))
  for (const file of sources) {
    const [, help] = /const (?:usage|help) = `((?:\\.|[^`\\])*)/.exec(readFileSync(file, 'utf8')) ?? []
    if (help === undefined) continue
    const known = help
      .replace(/\$\{(?![\w.]+\})[^]*/, '…')
      .replaceAll(/(?<!\\)\$\{[\w.]+\}/g, '…')
      .replaceAll(/\\(.)/g, '$1')
    return `${known.trimEnd()}\n\nNothing is installed yet: the command itself does that first (npm ci, about a minute).`
  }
  return `${script} has no help.`
}

const [script, ...given] = process.argv.slice(2)
if (!script) fail('usage: node stack/bootstrap.mjs SCRIPT [ARGUMENTS]', 3)
if (given.some((arg) => arg === '--help' || arg === '-h') && !isInstalled()) {
  process.stdout.write(`${helpOf(script)}\n`)
  process.exit(0)
}
const args = hideToken(given)
await install()
const node = realpathSync(pinnedNode)
const endsWithUs = ['--import', new URL('ends-with-its-starter.mjs', import.meta.url).href]
const child = spawn(node, [...endsWithUs, resolve(root, script), ...args], {
  stdio: 'inherit',
  env: {
    // What one command has compiled, the next one need not, nor whom it starts.
    NODE_COMPILE_CACHE: resolve(root, '.cache/compiled'),
    ...process.env,
    PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}`,
  },
})
process.exitCode = await ending(child)
