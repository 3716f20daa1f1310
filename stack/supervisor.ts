import { createWriteStream, type WriteStream } from 'node:fs'
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { manage, type Keeping, type ManagedProcess } from '@ebook/processes/managed-process'
import { freePort } from '@ebook/processes/ports'
import { closeCommonDatabases, ensureDatabase } from '@ebook/processes/postgres'
import { SUBGRAPHS, WRITING_SUBGRAPHS } from '../subgraphs/subgraphs.ts'
import { startBalancer, type Backend, type Balancer } from './balancer.ts'
import { closeDataDir, type Layout, type ProcessName } from './data-dir.ts'
import { fileNameOf, labelOf, type Instance, type Replicated } from './instances.ts'
import type { Plan } from './plan.ts'
import { specOf, type SpecSettings } from './process-specs.ts'
import { endLeftovers, pidFile, takeDataDir } from './run-folder.ts'

export interface SupervisorSettings extends SpecSettings {
  /** Called once the data folder is ours. */
  readonly plan: () => Promise<Plan>
  readonly layout: Layout
  /** Ends all, also while it is still starting; then `supervise` throws. */
  readonly signal?: AbortSignal
  /** A line that a process printed; of several of a kind the second is called `rent 2`. */
  readonly onLine?: (name: string, line: string) => void
  /** What happened to a process, in words. */
  readonly onNews?: (name: string, news: string) => void
}

export interface Member {
  readonly instance: Instance
  readonly process: ManagedProcess
}

export interface Supervisor {
  readonly plan: Plan
  readonly members: readonly Member[]
  /** Starts one more, with `env` in its environment, and lets the balancer know if there is one. Throws StartFailed. */
  add(name: Replicated, env: Readonly<Record<string, string>>): Promise<Member>
  /** Ends all in reverse order, and gives the data folder back. */
  stop(): Promise<void>
}

const LONGEST_LOG_BYTES = 20 * 1024 * 1024

/** What starts after what; within a group, at once. */
const ORDER: readonly (readonly ProcessName[])[] = [['postgres', 'nats', 'issuer'], SUBGRAPHS, ['router']]

const BALANCED: readonly Replicated[] = [...SUBGRAPHS, 'router']

/**
 * Starts every process of a plan, each after what it needs, and keeps them running. Throws AlreadyRunning, CannotStart,
 * StartFailed and what the search for the binaries throws; then nothing runs any more.
 */
export async function supervise(settings: SupervisorSettings): Promise<Supervisor> {
  const { layout, onProgress } = settings
  await closeDataDir(layout)
  const giveBack = await takeDataDir(layout)
  const members: Member[] = []
  const logs: WriteStream[] = []
  const balancers = new Map<ProcessName, Balancer>()
  let stopping: Promise<void> | undefined

  const of = (names: readonly ProcessName[]) =>
    members.filter(({ instance }) => names.includes(instance.name)).map(({ process }) => process)

  const stop = () => {
    stopping ??= (async () => {
      for (const group of ORDER.toReversed()) await Promise.all(of(group).map((one) => one.stop()))
      await Promise.all([...balancers.values()].map((balancer) => balancer.stop()))
      for (const log of logs) log.end()
      await giveBack()
    })()
    return stopping
  }

  const prepare = async (plan: Plan, instance: Instance) => {
    const spec = await specOf(plan, instance, settings)
    const log = await openLog(layout, instance)
    logs.push(log)
    const member = { instance, process: manage(spec, keepingOf(instance, log, settings)) }
    members.push(member)
    return member
  }

  try {
    const leftovers = await endLeftovers(layout)
    if (leftovers.length > 0) onProgress(`ended what an earlier start left behind: ${leftovers.join(', ')}`)
    const plan = await settings.plan()
    await mkdir(layout.log, { recursive: true })
    for (const instance of plan.instances) await prepare(plan, instance)
    settings.signal?.addEventListener('abort', () => void stop())
    for (const name of BALANCED) {
      const backends = backendsOf(plan.instances, name)
      if (backends.length > 1) balancers.set(name, await startBalancer(plan.ports[name], backends))
    }
    for (const group of ORDER) {
      settings.signal?.throwIfAborted()
      const starting = of(group)
      if (starting.length > 0) onProgress(`starting ${starting.map(({ name }) => name).join(', ')}`)
      await startTogether(starting)
      if (group.includes('postgres') && plan.processes.has('postgres')) await prepareDatabases(plan)
    }
    return {
      plan,
      members,
      async add(name, env) {
        const ports = [...Object.values(plan.ports), ...members.map(({ instance }) => instance.port)]
        const instance = { name, replica: of([name]).length + 1, port: await freePort([], ports) }
        const member = await prepare(plan, instance)
        await member.process.start({ env })
        balancers.get(name)?.add({ name: labelOf(instance), port: instance.port })
        return member
      },
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

const backendsOf = (instances: readonly Instance[], kind: ProcessName): Backend[] =>
  instances.filter(({ name }) => name === kind).map((one) => ({ name: labelOf(one), port: one.port }))

/** Waits for all of them also when one fails, so that none is left between starting and running. */
async function startTogether(members: readonly ManagedProcess[]): Promise<void> {
  const outcomes = await Promise.allSettled(members.map((member) => member.start()))
  const failed = outcomes.find((outcome) => outcome.status === 'rejected')
  if (failed) throw failed.reason
}

function keepingOf(instance: Instance, log: WriteStream, settings: SupervisorSettings): Keeping {
  const label = labelOf(instance)
  const path = pidFile(settings.layout, fileNameOf(instance))
  let written = Promise.resolve()
  return {
    restart: true,
    onLine(line) {
      if (!log.writableEnded) log.write(`${line}\n`)
      settings.onLine?.(label, line)
    },
    onPid(pid) {
      written = written
        .then(() => (pid === undefined ? rm(path, { force: true }) : writeFile(path, `${pid}\n`)))
        .catch(() => settings.onNews?.(label, `its pid file ${path} cannot be written`))
    },
    onNews: (news) => settings.onNews?.(label, news),
  }
}

async function prepareDatabases(plan: Plan): Promise<void> {
  const { adminUrl, secrets } = plan
  if (adminUrl === undefined) return
  for (const name of WRITING_SUBGRAPHS) await ensureDatabase(adminUrl, name, secrets.databases[name])
  await closeCommonDatabases(adminUrl)
}

async function openLog(layout: Layout, instance: Instance): Promise<WriteStream> {
  const file = resolve(layout.log, `${fileNameOf(instance)}.log`)
  const { size } = await stat(file).catch(() => ({ size: 0 }))
  if (size > LONGEST_LOG_BYTES) await rename(file, `${file}.1`)
  const log = createWriteStream(file, { flags: 'a' })
  // A full disk must not end the supervisor: the processes matter more than what they say.
  log.on('error', () => undefined)
  return log
}
