// What this machine has and lacks for `npm start`, in words. Plain JavaScript without dependencies, because it has to speak
// where nothing is installed; what it can only know with them it asks machine.ts, on the pinned Node.
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { missing, pinnedNode, root } from './installed.mjs'

const usage = `Usage: npm run doctor [-- --json]

What this machine has and lacks: Node, npm, git, the dependencies, nats-server, PostgreSQL, chromium, docker, the ports and
who has them, the state of DATA_DIR. It starts and changes nothing.

  --json   the same as one JSON object: { ok, findings: [{ what, state: fine | note | bad, said, todo? }] }

Exit 0: npm start can work. 1: it cannot; what is marked with ✗ says what to do. 3: the arguments make no sense.`

const OLDEST_NODE = 20

function version(command) {
  try {
    return execFileSync(command, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  } catch {
    return undefined
  }
}

/** @returns {{ what: string, state: 'fine' | 'note' | 'bad', said: string, todo?: string }} */
function program(command, what, todo, state = 'bad') {
  const found = version(command)
  return found === undefined ? { what, state, said: 'not found', todo } : { what, state: 'fine', said: found }
}

function node() {
  const isOld = Number(process.versions.node.split('.')[0]) < OLDEST_NODE
  const said = process.version
  return isOld
    ? { what: 'Node', state: 'bad', said, todo: `install Node ${OLDEST_NODE} or newer` }
    : { what: 'Node', state: 'fine', said: `${said}, to begin with; the pinned one does the work` }
}

function dependencies() {
  const what = 'dependencies'
  const todo = 'npm start installs them (npm ci), or run npm ci'
  if (!existsSync(join(root, 'node_modules'))) return { what, state: 'note', said: 'nothing is installed', todo }
  const lacking = missing()
  if (!existsSync(pinnedNode)) lacking.push('node')
  if (lacking.length === 0) return { what, state: 'fine', said: 'as package-lock.json wants them' }
  const some = lacking.slice(0, 5).join(', ') + (lacking.length > 5 ? ', …' : '')
  return { what, state: 'note', said: `${lacking.length} are missing or of another version: ${some}`, todo }
}

/** What only the installed code can find out. */
function machine() {
  try {
    const file = join(root, 'stack/machine.ts')
    const printed = execFileSync(pinnedNode, [file], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
    return JSON.parse(printed)
  } catch (error) {
    const said = String(error.stderr ?? error).trim()
    return [{ what: 'the rest', state: 'bad', said, todo: 'npm ci, and run npm run doctor again' }]
  }
}

function examine() {
  const installed = dependencies()
  const first = [
    node(),
    program('npm', 'npm', 'install npm; it comes with Node'),
    program('git', 'git', 'install git: a release and the schema check read the history; npm start does not', 'note'),
    installed,
  ]
  if (installed.state === 'fine') return [...first, ...machine()]
  return [...first, { what: 'the rest', state: 'note', said: 'not looked at before the dependencies are there' }]
}

const asked = process.argv.slice(2)
const unknown = asked.filter((arg) => !['--json', '--help', '-h'].includes(arg))
if (unknown.length > 0) {
  process.stderr.write(`npm run doctor does not know ${unknown.join(' ')}\n\n${usage}\n`)
  process.exitCode = 3
} else if (asked.includes('--help') || asked.includes('-h')) {
  process.stdout.write(`${usage}\n`)
} else {
  const findings = examine()
  const ok = findings.every(({ state }) => state !== 'bad')
  if (asked.includes('--json')) process.stdout.write(`${JSON.stringify({ ok, findings }, null, 2)}\n`)
  else process.stdout.write(told(findings, ok))
  process.exitCode = ok ? 0 : 1
}

function told(findings, ok) {
  const marks = { fine: '✓', note: '·', bad: '✗' }
  const lines = findings.flatMap(({ what, state, said, todo }) => [
    `${marks[state]} ${what.padEnd(13)} ${said.replaceAll('\n', `\n${' '.repeat(16)}`)}`,
    ...(todo === undefined ? [] : [`${' '.repeat(16)}→ ${todo}`]),
  ])
  return `${lines.join('\n')}\n\n${ok ? 'npm start can work here.' : 'npm start cannot work here yet.'}\n`
}
