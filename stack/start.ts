import { databaseVariable, WRITING_SUBGRAPHS } from '../subgraphs/subgraphs.ts'
import { chosen, inspecting, inspectorPorts } from './asked.ts'
import { banner } from './banner.ts'
import { buildPages } from './build-pages.ts'
import { BadArguments, readArguments, reportFailure } from './command-line.ts'
import { defaultDataDir, layoutOf, refuseUnusable, type ProcessName } from './data-dir.ts'
import { readLogLine } from './log-line.ts'
import { planInstallation, type Plan } from './plan.ts'
import { seedCatalogue } from './seed.ts'
import { readSigningKeys } from './signing-keys.ts'
import { supervise, type Supervisor } from './supervisor.ts'
import { mintToken } from './token.ts'

const usage = `Usage: npm start [-- [--only NAMES] [--inspect]]

Starts everything and stays in the foreground; Ctrl-C stops all of it. The web application is built first when its sources
have changed since.

  --only rent,payment  these subgraphs alone, with PostgreSQL, NATS and the issuer under them; "router" is a name too
  --inspect            each process of ours can be debugged, at a port that is printed; one that stands at a breakpoint
                       is not taken for one that hangs

  PORT       the router's port (4000); the others follow, or are chosen free
  DATA_DIR   where state is kept (.data)
  SEED       "none" for an empty catalogue
  ${WRITING_SUBGRAPHS.map(databaseVariable).join(', ')}
             databases of your own instead of the embedded PostgreSQL
  NATS_URL   a nats-server of your own; then also NATS_BOOK_PASSWORD and so on
  NATS_SERVER  the path of a nats-server binary (2.12.7 or newer)
  OIDC_ISSUER  an issuer of your own instead of the development issuer
  LOG_LEVEL  of the processes (info); their whole logs are in DATA_DIR/log
Every other variable reaches the processes as it is.`

/** Longer than all that is stopped in its turn may take (processes/services.ts). */
const STOP_WITHIN_MS = 60_000

const env = process.env
let supervisor: Supervisor | undefined
let bannerShown = false
const ending = new AbortController()

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

function report(name: string, line: string, always = false): void {
  const { serious, text } = readLogLine(line)
  if (serious || always || bannerShown) say(`${new Date().toTimeString().slice(0, 8)} ${name.padEnd(9)} ${text}`)
}

async function start(): Promise<void> {
  const { values, positionals } = readArguments({
    options: { only: { type: 'string' }, inspect: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    allowPositionals: true,
  })
  if (values.help) return say(usage)
  if (positionals.length > 0) throw new BadArguments(`npm start does not know: ${positionals.join(' ')}`)
  const only = chosen(values.only)
  const seed = env['SEED']?.trim() ?? ''
  if (!['', 'none'].includes(seed)) throw new BadArguments(`SEED is "${seed}"; expected "none", or nothing`)

  watchForTheEnd()
  const dataDir = defaultDataDir()
  refuseUnusable(layoutOf(dataDir))
  const inspectors = values.inspect ? await inspectorPorts() : new Map<ProcessName, number>()
  const hasRouter = only.includes('router')
  const pages = hasRouter ? buildPages(say).catch(sayThatThereAreNone) : undefined
  supervisor = await supervise({
    layout: layoutOf(dataDir),
    plan: () => planInstallation({ dataDir, env, only, anyPort: false }),
    durable: true,
    env,
    signal: ending.signal,
    execArgv: (name) => [inspectors.get(name)].flatMap((port) => (port === undefined ? [] : inspecting(port))),
    onProgress: say,
    // nats-server and PostgreSQL talk much and about nothing; their words are in the files.
    onLine: (name, line) => {
      if (!['nats', 'postgres'].includes(name) || readLogLine(line).serious) report(name, line)
    },
    onNews: (name, news) => report(name, news, true),
  })
  const { plan } = supervisor
  if (seed !== 'none' && hasRouter && only.includes('book')) await seedOrSay(plan)
  await pages
  say(banner(plan, inspectors))
  bannerShown = true
}

/** The API works without them. */
function sayThatThereAreNone(error: unknown): void {
  say(error instanceof Error ? error.message : String(error))
  say('Everything else starts all the same; an older build of the pages, if there is one, goes on being served.')
}

async function seedOrSay(plan: Plan): Promise<void> {
  if (!plan.issuer.embedded) {
    return say(
      'The catalogue is not loaded, because the tokens come from your own issuer: EBOOK_TOKEN=JWT npm run import -- FILE.csv',
    )
  }
  const { url, audience } = plan.issuer
  const keys = await readSigningKeys(plan.layout.issuerKeys)
  const token = await mintToken(keys, { sub: 'libby', roles: ['ADMIN'], issuer: url, audience, ttl: 600 })
  const titles = await seedCatalogue(plan.url('router'), token)
  if (titles > 0) say(`the catalogue was empty: registered ${titles} titles`)
}

function watchForTheEnd(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const) process.on(signal, end)
  // Whoever read what we say may be gone, and everything still has to be stopped.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
}

/** Ctrl-C comes twice, from the terminal and through the bootstrap. */
function end(): void {
  if (ending.signal.aborted) return
  say('stopping')
  ending.abort()
  void supervisor?.stop().then(leave)
  // What hangs may not be ours to end, as a folder on a server that is away. The processes end with their starter.
  setTimeout(() => {
    say('something does not come to an end; leaving all the same')
    process.exit(1)
  }, STOP_WITHIN_MS).unref()
}

function leave(): void {
  say('stopped')
  process.exit(0)
}

try {
  await start()
} catch (error) {
  await supervisor?.stop()
  if (ending.signal.aborted) leave()
  reportFailure(error, usage)
  process.exit()
}
