import { createWriteStream, type WriteStream } from 'node:fs'
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { PROCESSES, SUBGRAPHS, WRITING_SUBGRAPHS, type Layout, type ProcessName } from './data-dir.ts'
import { manage, type ManagedProcess, type ProcessSpec } from './managed-process.ts'
import type { Plan } from './plan.ts'
import { closeCommonDatabases, ensureDatabase } from './postgres.ts'
import { processSpecs, type SpecSettings } from './process-specs.ts'
import { endLeftovers, pidFile, takeDataDir } from './run-folder.ts'

export interface SupervisorSettings extends SpecSettings {
  /** Called once the data folder is ours. */
  readonly plan: () => Promise<Plan>
  readonly layout: Layout
  /** Ends all, also while it is still starting; then `supervise` throws. */
  readonly signal?: AbortSignal
  /** A line that a process printed. */
  readonly onLine?: (name: ProcessName, line: string) => void
  /** What happened to a process, in words. */
  readonly onNews?: (name: ProcessName, news: string) => void
}

export interface Supervisor {
  readonly plan: Plan
  readonly processes: ReadonlyMap<ProcessName, ManagedProcess>
  /** Ends all in reverse order, and gives the data folder back. */
  stop(): Promise<void>
}

const LONGEST_LOG_BYTES = 20 * 1024 * 1024

/** What starts after what; within a group, at once. */
const ORDER: readonly (readonly ProcessName[])[] = [['postgres', 'nats', 'issuer'], SUBGRAPHS, ['router']]

/**
 * Starts every process of a plan, each after what it needs, and keeps them running. Throws AlreadyRunning, CannotStart,
 * StartFailed and what the search for the binaries throws; then nothing runs any more.
 */
export async function supervise(settings: SupervisorSettings): Promise<Supervisor> {
  const { layout, onProgress } = settings
  const giveBack = await takeDataDir(layout)
  const processes = new Map<ProcessName, ManagedProcess>()
  const logs: WriteStream[] = []
  let stopping: Promise<void> | undefined

  const stop = () => {
    stopping ??= (async () => {
      for (const group of ORDER.toReversed()) {
        await Promise.all(group.flatMap((name) => processes.get(name) ?? []).map((one) => one.stop()))
      }
      for (const log of logs) log.end()
      await giveBack()
    })()
    return stopping
  }

  try {
    const leftovers = await endLeftovers(layout)
    if (leftovers.length > 0) onProgress(`ended what an earlier start left behind: ${leftovers.join(', ')}`)
    const plan = await settings.plan()
    const specs = await processSpecs(plan, settings)
    await mkdir(layout.log, { recursive: true })
    for (const name of PROCESSES) {
      const spec = specs.get(name)
      if (!spec) continue
      const log = await openLog(layout, name)
      logs.push(log)
      processes.set(name, keep(spec, name, log, settings))
    }
    settings.signal?.addEventListener('abort', () => void stop())
    for (const group of ORDER) {
      settings.signal?.throwIfAborted()
      const members = group.flatMap((name) => processes.get(name) ?? [])
      if (members.length > 0) onProgress(`starting ${members.map(({ name }) => name).join(', ')}`)
      await startTogether(members)
      if (group.includes('postgres') && processes.has('postgres')) await prepareDatabases(plan)
    }
    return { plan, processes, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Waits for all of them also when one fails, so that none is left between starting and running. */
async function startTogether(members: readonly ManagedProcess[]): Promise<void> {
  const outcomes = await Promise.allSettled(members.map((member) => member.start()))
  const failed = outcomes.find((outcome) => outcome.status === 'rejected')
  if (failed) throw failed.reason
}

function keep(spec: ProcessSpec, name: ProcessName, log: WriteStream, settings: SupervisorSettings): ManagedProcess {
  const path = pidFile(settings.layout, name)
  let written = Promise.resolve()
  return manage(spec, {
    restart: true,
    onLine(line) {
      if (!log.writableEnded) log.write(`${line}\n`)
      settings.onLine?.(name, line)
    },
    onPid(pid) {
      written = written
        .then(() => (pid === undefined ? rm(path, { force: true }) : writeFile(path, `${pid}\n`)))
        .catch(() => settings.onNews?.(name, `its pid file ${path} cannot be written`))
    },
    onNews: (news) => settings.onNews?.(name, news),
  })
}

async function prepareDatabases(plan: Plan): Promise<void> {
  const { adminUrl, secrets } = plan
  if (adminUrl === undefined) return
  for (const name of WRITING_SUBGRAPHS) await ensureDatabase(adminUrl, name, secrets.databases[name])
  await closeCommonDatabases(adminUrl)
}

async function openLog(layout: Layout, name: ProcessName): Promise<WriteStream> {
  const file = resolve(layout.log, `${name}.log`)
  const { size } = await stat(file).catch(() => ({ size: 0 }))
  if (size > LONGEST_LOG_BYTES) await rename(file, `${file}.1`)
  const log = createWriteStream(file, { flags: 'a' })
  // A full disk must not end the supervisor: the processes matter more than what they say.
  log.on('error', () => undefined)
  return log
}
