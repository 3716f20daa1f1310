import { existsSync } from 'node:fs'
import { chromiumHere } from '@ebook/processes/chromium'
import { natsServerHere } from '@ebook/processes/nats-server'
import { isFree } from '@ebook/processes/ports'
import { clusterAside, findBinaries } from '@ebook/processes/postgres'
import { run } from '@ebook/processes/run'
import { databaseVariable, WRITING_SUBGRAPHS } from '../subgraphs/subgraphs.ts'
import { defaultDataDir, layoutOf, readSecrets, readState, refuseForeign, roomIn, type Layout } from './data-dir.ts'
import { conventionalPorts, DEFAULT_PORT } from './plan.ts'
import { holderOf } from './port-holder.ts'
import { supervisorOf } from './run-folder.ts'
import { readSigningKeys } from './signing-keys.ts'

/** What doctor.mjs says of one thing; `bad`: npm start cannot work. */
interface Finding {
  readonly what: string
  readonly state: 'fine' | 'note' | 'bad'
  readonly said: string
  readonly todo?: string
}

const env = process.env

async function natsServer(): Promise<Finding> {
  const what = 'nats-server'
  if (env['NATS_URL']) return { what, state: 'fine', said: `of your own: ${new URL(env['NATS_URL']).host}` }
  try {
    const here = await natsServerHere()
    if (here !== undefined) return { what, state: 'fine', said: `${(await run(here, ['--version'])).trim()}, ${here}` }
  } catch (error) {
    return { what, state: 'bad', said: messageOf(error), todo: 'correct NATS_SERVER, or unset it' }
  }
  return (await answers('apt-get'))
    ? { what, state: 'note', said: 'none is here', todo: 'npm start fetches it from Debian’s signed packages, once' }
    : { what, state: 'bad', said: 'none is here, nor apt-get to fetch it', todo: 'install it, or set NATS_SERVER' }
}

async function postgres(): Promise<Finding> {
  const what = 'PostgreSQL'
  if (WRITING_SUBGRAPHS.every((name) => env[databaseVariable(name)])) {
    return { what, state: 'fine', said: 'databases of your own' }
  }
  try {
    return { what, state: 'fine', said: (await run(`${await findBinaries()}/postgres`, ['--version'])).trim() }
  } catch (error) {
    return { what, state: 'bad', said: messageOf(error), todo: 'npm ci, or give every …_DATABASE_URL' }
  }
}

async function chromium(): Promise<Finding> {
  const what = 'chromium'
  const todo = 'only the browser’s tests and screenshots need it; they fetch it from Debian’s signed packages (180 MB)'
  const here = await chromiumHere().catch(() => undefined)
  return here ? { what, state: 'fine', said: here.executable } : { what, state: 'note', said: 'none is here', todo }
}

async function docker(): Promise<Finding> {
  const what = 'docker'
  return (await answers('docker'))
    ? { what, state: 'fine', said: (await run('docker', ['--version'])).trim() }
    : { what, state: 'note', said: 'not found', todo: 'only docker-compose.yml needs it; npm start does not' }
}

const answers = (command: string): Promise<boolean> =>
  run(command, ['--version'], { timeoutMs: 10_000 }).then(
    () => true,
    () => false,
  )

async function ports(runsAs: number | undefined): Promise<Finding[]> {
  const asked = env['PORT']?.trim() || undefined
  const first = Number(asked ?? DEFAULT_PORT)
  const what = 'ports'
  if (!Number.isInteger(first) || first < 1 || first > 65_500) {
    return [{ what, state: 'bad', said: `PORT is "${asked}"`, todo: 'a whole number from 1 to 65500' }]
  }
  if (runsAs !== undefined) return [{ what, state: 'fine', said: 'npm start has those that it wants' }]
  const taken: Finding[] = []
  for (const [name, port] of Object.entries(conventionalPorts(first))) {
    if (await isFree(port)) continue
    const said = `${port} (${name}) is taken by ${(await holderOf(port)) ?? 'somebody whom only root can see'}`
    taken.push(
      asked !== undefined && port === first
        ? { what, state: 'bad', said, todo: `choose another: PORT=${first + 100} npm start` }
        : { what, state: 'note', said, todo: 'npm start takes another one for it' },
    )
  }
  return taken.length > 0
    ? taken
    : [
        {
          what,
          state: 'fine',
          said: `${first} and the ${Object.keys(conventionalPorts(first)).length - 1} after it are free`,
        },
      ]
}

async function dataDir(layout: Layout, runsAs: number | undefined): Promise<Finding[]> {
  const what = 'DATA_DIR'
  const folder = layout.dataDir
  const there = existsSync(folder)
  let room: Finding
  try {
    const { freeMb, isEnough } = roomIn(layout)
    const said = `${freeMb} MB are free`
    room = isEnough
      ? { what: 'disk', state: 'fine', said }
      : { what: 'disk', state: 'bad', said, todo: `make room, or set DATA_DIR to a larger disk` }
    refuseForeign(layout)
    await readSecrets(layout)
    await readState(layout)
    if (existsSync(layout.issuerKeys)) await readSigningKeys(layout.issuerKeys)
  } catch (error) {
    return [{ what, state: 'bad', said: messageOf(error), todo: 'mend it, or choose another: DATA_DIR=.data-2' }]
  }
  if (runsAs !== undefined) {
    const todo = `use it, or stop it with: kill ${runsAs}`
    return [{ what, state: 'note', said: `${folder}: npm start runs on it (process ${runsAs})`, todo }, room]
  }
  if (existsSync(clusterAside(layout.postgres))) {
    const said = `${folder}: a start was ended while it made the databases`
    return [{ what, state: 'note', said, todo: 'the next npm start makes them anew' }, room]
  }
  const said = there
    ? `${folder}: what an earlier start left, and the next one goes on with`
    : `${folder}: will be made`
  return [{ what, state: 'fine', said }, room]
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

const layout = layoutOf(defaultDataDir())
const runsAs = await supervisorOf(layout)
const findings = await Promise.all([
  natsServer(),
  postgres(),
  chromium(),
  docker(),
  ports(runsAs),
  dataDir(layout, runsAs),
])
process.stdout.write(JSON.stringify(findings.flat()))
