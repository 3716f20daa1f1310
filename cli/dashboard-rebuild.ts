import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { createLogger } from '@ebook/chassis/log'
import { successorOf } from '@ebook/dashboard/file/dashboard-file'
import { replace, verify, type RebuildSettings, type Verdict } from '@ebook/dashboard/rebuild/rebuild'
import { connectNats } from '@ebook/nats/connection'
import { commandLineOf } from '@ebook/processes/process-table'
import { natsAccess } from '@ebook/stack/access'
import { BadArguments, EXIT, progressOn, readArguments, reportFailure } from '@ebook/stack/command-line'
import { defaultDataDir, layoutOf, type Layout } from '@ebook/stack/data-dir'
import { pidFile } from '@ebook/stack/run-folder'

const usage = `Usage: npm run dashboard:rebuild -- [--verify] [--within SECONDS]

Rebuilds the dashboard's read model from nothing: from the event stream, and from the producers' outboxes with what
the stream has lost.

  --verify          compares it with the live file row by row at the same position, and changes nothing
                    without it, the replica takes the rebuilt file over: it is asked to start again
  --within SECONDS  how long to wait for what is missing, 1 to 86400 (300)

  DATA_DIR          the stack's (.data)
  DASHBOARD_FILE, NATS_URL, NATS_USER, NATS_PASSWORD   instead of what DATA_DIR says

Exit 0 rebuilt, or no row differs; 1 a row differs; 2 it could not be done; 3 bad arguments.`

/** NATS does not answer at the address that was found. */
class NatsUnreachable extends Error {
  override readonly name = 'NatsUnreachable'
}

interface Target {
  readonly layout: Layout
  readonly path: string
  readonly nats: { readonly url: string; readonly user: string; readonly password: string }
  /** Undefined when the file is not the one of this DATA_DIR: then its process is not ours to stop. */
  readonly pidFile: string | undefined
}

async function readTarget(env: NodeJS.ProcessEnv): Promise<Target> {
  const file = env['DASHBOARD_FILE']?.trim() || undefined
  const layout = layoutOf(defaultDataDir(env))
  return {
    layout,
    path: file ?? layout.dashboardFile,
    nats: await natsAccess(env, 'dashboard'),
    pidFile: file === undefined ? pidFile(layout, 'dashboard') : undefined,
  }
}

async function main(): Promise<void> {
  // As the dashboard's own file: for nobody else on this machine.
  process.umask(0o077)
  const { values } = readArguments({
    options: {
      verify: { type: 'boolean' },
      within: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  })
  if (values.help) {
    process.stdout.write(`${usage}\n`)
    return
  }
  const { within = '300' } = values
  const seconds = /^\d{1,5}$/.test(within) ? Number(within) : 0
  if (seconds < 1 || seconds > 86_400) throw new BadArguments(`--within is "${within}"; expected seconds, 1 to 86400`)

  const target = await readTarget(process.env)
  const signal = AbortSignal.timeout(seconds * 1_000)
  const nats = await connected(target.nats, signal)
  const progress = progressOn(process.stderr)
  const settings: RebuildSettings = {
    path: target.path,
    nats,
    log: createLogger('dashboard-rebuild', 'warn', process.stderr),
    signal,
    onProgress: (events) => progress.show(`${events} events`),
  }
  try {
    if (values.verify) {
      const verdict = await verify(settings)
      progress.end()
      report(verdict)
      if (verdict.differing > 0) process.exitCode = EXIT.notFine
    } else {
      const { rows } = await replace(settings)
      progress.end()
      process.stdout.write(`rebuilt ${rows} rentals into ${successorOf(target.path)}\n`)
      await takeOver(target, signal)
    }
  } finally {
    progress.end()
    await nats.close()
  }
}

/** connectNats tries for ever, which is right for a service and wrong for a command. */
async function connected(settings: Target['nats'], signal: AbortSignal) {
  const connecting = connectNats({ ...settings, name: 'dashboard-rebuild' })
  const late = new Promise<undefined>((resolve) =>
    AbortSignal.any([signal, AbortSignal.timeout(10_000)]).addEventListener('abort', () => resolve(undefined)),
  )
  const nats = await Promise.race([connecting, late])
  if (nats) return nats
  throw new NatsUnreachable(`NATS does not answer on ${settings.url}. Is the stack running?`)
}

function report({ positions, sequence, rows, hash, differing, differences }: Verdict): void {
  const places = Object.entries(positions).map(([producer, pos]) => `${producer} ${pos}`)
  const lines = [
    `compared at sequence ${sequence}: ${places.join(', ') || 'nothing was ever said'}`,
    `live     ${rows.live} rows  sha256 ${hash.live}`,
    `rebuilt  ${rows.rebuilt} rows  sha256 ${hash.rebuilt}`,
    differing === 0 ? 'no row differs' : `${differing} rows differ:`,
    ...differences.flatMap(({ table, key, live, rebuilt }) => [
      `  ${table} ${key}`,
      `    live    ${JSON.stringify(live) ?? 'is not there'}`,
      `    rebuilt ${JSON.stringify(rebuilt) ?? 'is not there'}`,
    ]),
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
}

const TAKEN_OVER_WITHIN_MS = 60_000

/** Asks the replica to end; its supervisor starts it again, and a replica that starts takes the file over. */
async function takeOver({ layout, path, pidFile: file }: Target, signal: AbortSignal): Promise<void> {
  const pid = file === undefined ? NaN : Number(await readFile(file, 'utf8').catch(() => 'none'))
  // The pid of a stack that was killed may belong to anybody by now.
  const commandLine = await commandLineOf(pid)
  const isReplica = commandLine?.includes('subgraphs/dashboard/main.ts') && commandLine.includes(`${layout.dataDir}/`)
  if (!isReplica) {
    process.stdout.write('the replica takes it over when it next starts\n')
    return
  }
  process.kill(pid, 'SIGTERM')
  const deadline = performance.now() + TAKEN_OVER_WITHIN_MS
  while (existsSync(successorOf(path))) {
    if (performance.now() > deadline || signal.aborted) {
      process.stdout.write(`the replica (process ${pid}) was asked to start again, and has not taken it over yet\n`)
      return
    }
    await delay(100)
  }
  process.stdout.write('the replica has taken it over\n')
}

await main().catch((error: unknown) => reportFailure(error, usage))
// A connection that is still being tried would keep the process.
process.exit()
