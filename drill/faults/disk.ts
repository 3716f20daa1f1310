import { execFile } from 'node:child_process'
import { chown, cp, mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import type { SystemUnderTest } from '../system/system.ts'
import type { Fault } from './fault.ts'

const execute = promisify(execFile)
const BALLAST = 'ballast'
const CHUNK = Buffer.alloc(1024 * 1024)

interface Disk {
  readonly target: string
  readonly folder: string
  readonly mib: number
  /** Who keeps something there. */
  readonly processes: readonly string[]
}

const disksOf = (system: SystemUnderTest): readonly Disk[] => [
  { target: 'postgres', folder: resolve(system.dataDir, 'postgres'), mib: 700, processes: ['postgres'] },
  ...system.natsNodes.map((node) => ({ target: node, folder: system.storeOf(node), mib: 100, processes: [node] })),
  {
    target: 'dashboard',
    folder: resolve(system.dataDir, 'dashboard'),
    mib: 100,
    processes: [...system.processes.keys()].filter((name) => name.startsWith('dashboard')),
  },
]

async function putOnSmallDisk(system: SystemUnderTest, { folder, mib, processes }: Disk): Promise<void> {
  // First of all: where this is not allowed, nothing has happened yet.
  const small = `${folder}.small`
  await mkdir(small, { recursive: true })
  await execute('mount', ['-t', 'tmpfs', '-o', `size=${mib}m`, 'drill', small])
  system.atTheEnd(() => bringBack(folder, small))
  for (const name of processes) await system.process(name).stop()
  const { uid, gid, mode } = await stat(folder)
  await execute('cp', ['-a', `${folder}/.`, small])
  await chown(small, uid, gid)
  await execute('chmod', [(mode & 0o7777).toString(8), small])
  await rename(folder, `${folder}.before`)
  await rm(`${folder}.before`, { recursive: true })
  await mkdir(folder)
  await execute('mount', ['--move', small, folder]).catch(() => execute('mount', ['--bind', small, folder]))
  for (const name of processes) await system.process(name).start()
}

/** What lies there is wanted by who keeps the data folder. */
async function bringBack(folder: string, small: string): Promise<void> {
  const aside = `${folder}.after`
  await cp(folder, aside, { recursive: true, filter: (source) => !source.endsWith(BALLAST) })
  for (const mounted of [folder, small]) await execute('umount', ['-l', mounted]).catch(() => undefined)
  await rm(folder, { recursive: true, force: true })
  await rename(aside, folder)
  await rm(small, { recursive: true, force: true })
}

/** Takes all the room that there is. */
async function fill(path: string): Promise<void> {
  const file = await open(path, 'a')
  try {
    for (;;) await file.write(CHUNK)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error
  } finally {
    await file.close()
  }
}

export const diskFaults: readonly Fault[] = [
  /** A small disk of their own for those who keep something: a tmpfs, which only root may mount. */
  {
    name: 'disk-full',
    what: 'what PostgreSQL, a nats-server or the dashboards write to has no room left',
    lasts: [3_000, 8_000],
    targets: (system) => disksOf(system).map(({ target }) => target),
    async prepare(system) {
      try {
        for (const disk of disksOf(system)) await putOnSmallDisk(system, disk)
        return undefined
      } catch (error) {
        return `no small disk can be mounted here, which takes root: ${error instanceof Error ? error.message : String(error)}`
      }
    },
    async inject(system, target) {
      const disk = disksOf(system).find((one) => one.target === target)
      if (!disk) throw new Error(`there is no disk ${target}`)
      await fill(resolve(disk.folder, BALLAST))
      return async () => {
        await rm(resolve(disk.folder, BALLAST), { force: true })
        await Promise.all(disk.processes.map((name) => system.process(name).untilReady()))
      }
    },
  },
]
