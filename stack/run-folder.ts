import { randomUUID } from 'node:crypto'
import { link, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { beginningOf, commandLineOf } from '@ebook/processes/process-table'
import { ANOTHER, UnusableDataDir, type Layout } from './data-dir.ts'

/** Somebody else runs a stack on this DATA_DIR. */
export class AlreadyRunning extends Error {
  override readonly name = 'AlreadyRunning'
  readonly pid: number
  constructor(dataDir: string, pid: number) {
    super(
      `a stack runs on ${dataDir} already (process ${pid}). Use it, stop it with \`kill ${pid}\`, ` +
        'or start another beside it: PORT=4100 DATA_DIR=.data-2 npm start',
    )
    this.pid = pid
  }
}

const LOCK = 'supervisor.lock'
const PID = 'supervisor.pid'
// A takeover lasts milliseconds: an older one was killed in the middle.
const TAKEOVER_MS = 10_000
const LEFTOVER_PATIENCE_MS = 15_000

/**
 * Takes DATA_DIR for this process: `run/supervisor.lock`, the pid and on a second line when that process began. Throws
 * AlreadyRunning. What a supervisor that is gone left behind is taken over. Returns how to give it back.
 */
export async function takeDataDir(layout: Layout): Promise<() => Promise<void>> {
  await mkdir(layout.run, { recursive: true }).catch((error: unknown) => {
    throw new UnusableDataDir(`${layout.run} is no folder: move it away, or ${ANOTHER}`, { cause: error })
  })
  const lock = resolve(layout.run, LOCK)
  const mine = `${process.pid}\n${await beginningOf(process.pid)}\n`
  const aside = `${lock}.${randomUUID()}`
  await writeFile(aside, mine)
  try {
    for (;;) {
      try {
        await link(aside, lock)
        await writeFile(resolve(layout.run, PID), `${process.pid}\n`)
        return async () => {
          if ((await readFile(lock, 'utf8').catch(() => '')) !== mine) return
          await rm(resolve(layout.run, PID), { force: true })
          await rm(lock, { force: true })
        }
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      }
      await dropStaleLock(lock, layout.dataDir)
    }
  } finally {
    await rm(aside, { force: true })
  }
}

/** Removes the lock of a supervisor that is gone. One process at a time, or a late one would remove a new lock. */
async function dropStaleLock(lock: string, dataDir: string): Promise<void> {
  const turn = `${lock}.takeover`
  try {
    await mkdir(turn)
  } catch {
    const since = await stat(turn).catch(() => undefined)
    if (since && Date.now() - since.mtimeMs > TAKEOVER_MS) await rm(turn, { recursive: true, force: true })
    await delay(20)
    return
  }
  try {
    const holder = await livingHolderOf(lock)
    if (holder !== undefined) throw new AlreadyRunning(dataDir, holder)
    await rm(lock, { force: true })
  } finally {
    await rm(turn, { recursive: true, force: true })
  }
}

/** The process whose lock it is; undefined when it is gone. */
async function livingHolderOf(lock: string): Promise<number | undefined> {
  const [pid = '', beginning = ''] = (await readFile(lock, 'utf8').catch(() => '')).split('\n')
  return beginning && (await beginningOf(Number(pid))) === beginning ? Number(pid) : undefined
}

/** The process that runs a stack on this DATA_DIR, if one does. */
export const supervisorOf = (layout: Layout): Promise<number | undefined> => livingHolderOf(resolve(layout.run, LOCK))

export const pidFile = (layout: Layout, name: string): string => resolve(layout.run, `${name}.pid`)

/**
 * Ends the processes that an earlier supervisor of this DATA_DIR left behind, if it was killed where the kernel does
 * not tell its children. A pid counts only if its command line names this DATA_DIR. Returns their names.
 */
export async function endLeftovers(layout: Layout): Promise<string[]> {
  const names = (await readdir(layout.run)).filter((file) => file.endsWith('.pid') && file !== PID)
  const ended: string[] = []
  await Promise.all(
    names.map(async (file) => {
      const path = resolve(layout.run, file)
      const pid = Number(await readFile(path, 'utf8').catch(() => ''))
      const isOurs = async () => (await commandLineOf(pid))?.includes(`${layout.dataDir}/`) ?? false
      if (await isOurs()) {
        ended.push(file.replace(/\.pid$/, ''))
        // For PostgreSQL the fast shutdown; the others take it like SIGTERM.
        process.kill(pid, 'SIGCONT')
        process.kill(pid, 'SIGINT')
        const deadline = performance.now() + LEFTOVER_PATIENCE_MS
        while (await isOurs()) {
          if (performance.now() > deadline) process.kill(pid, 'SIGKILL')
          await delay(50)
        }
      }
      await rm(path, { force: true })
    }),
  )
  return ended
}
